"""The outbox of an installation without a mail server."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.accounts.conftest import ALICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real_outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "samovar.accounts.outbox.OutboxBackend"


@pytest.mark.rows("S3-05")
def test_the_page_shows_each_mail_newest_first_with_recipient_and_text(client: Client) -> None:
    client.post("/signup/", ALICE)
    client.post("/signup/", {**ALICE, "username": "bob", "email": "bob@example.org"})
    page = client.get("/outbox/").content.decode()
    assert page.index("bob@example.org") < page.index("alice@example.org")
    assert "/confirm/" in page


def test_each_mail_is_printed_too(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.post("/signup/", ALICE)
    printed = capsys.readouterr().out
    assert "alice@example.org" in printed
    assert "/confirm/" in printed


@pytest.mark.parametrize(
    "sender",
    [
        {"REMOTE_ADDR": "10.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=10.0.0.1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_only_this_very_machine_sees_it(client: Client, sender: dict[str, str]) -> None:
    assert client.get("/outbox/", **sender).status_code == 404  # type: ignore[arg-type]  # WSGI names, as documented


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_very_machine_has_several_addresses(client: Client, address: str) -> None:
    assert client.get("/outbox/", REMOTE_ADDR=address).status_code == 200


def test_with_a_mail_server_there_is_no_outbox_and_the_worker_sends(client: Client, settings: Any) -> None:
    settings.MAIL_OUTBOX = False
    client.post("/signup/", ALICE)
    assert client.get("/outbox/").status_code == 404
    job = DBTaskResult.objects.get()
    assert job.task_path == "samovar.accounts.mail.deliver_mail"
    assert job.args_kwargs["kwargs"]["to"] == "alice@example.org"
