"""A forgotten password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from samovar.accounts.models import User
from samovar.core.logs import without_secrets
from tests.accounts.conftest import ALICE, mailed_path
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {"password": "another horse battery", "password_again": "another horse battery"}


@pytest.fixture
def link(person: Callable[..., Any], client: Client) -> str:
    """The link mailed to alice, who forgot her password."""
    person("alice")
    client.post("/password/reset/", {"email": "Alice@example.org"})
    return mailed_path(mail.outbox[-1])


def test_the_mailed_link_sets_a_new_password_and_ends_all_logins(
    link: str, logged_in: Callable[..., Client], client: Client
) -> None:
    desk = logged_in("alice", exists=True)
    # Logging in makes earlier links void, so this is a new one.
    client.post("/password/reset/", {"email": "alice@example.org"})
    fresh = mailed_path(mail.outbox[-1])
    assert client.get(fresh).status_code == 200
    assert client.post(fresh, NEW).headers["Location"] == "/login/"
    assert desk.get("/settings/").status_code == 302
    assert Client().post("/login/", {"login": "alice", "password": PASSWORD}).status_code == 401
    assert Client().post("/login/", {"login": "alice", "password": NEW["password"]}).status_code == 302


def test_a_link_works_once(link: str, client: Client) -> None:
    client.post(link, NEW)
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 404
        assert "does not work any more" in answer.content.decode()


@pytest.mark.parametrize(
    "key",
    ["MQ.forged-token", "nonsense", "MQ.c0ffee-0123456789abcdef", "LTE.x", "OTk5OTk5OTk5OTk5OTk5.x"],
)
def test_a_forged_link_gives_a_friendly_page(client: Client, key: str) -> None:
    assert client.get(f"/password/reset/{key}/").status_code == 404


def test_an_expired_link_gives_a_friendly_page(link: str, client: Client, settings: Any) -> None:
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.get(link).status_code == 404


def test_a_weak_password_is_refused_and_the_link_still_works(link: str, client: Client) -> None:
    answer = client.post(link, {"password": "12345", "password_again": "12345"})
    assert "password" in answer.context["form"].errors
    assert client.post(link, NEW).status_code == 302
    assert User.objects.get().check_password(NEW["password"])


def test_asking_never_tells_whether_somebody_exists(link: str, client: Client) -> None:
    answers = set()
    for email in ("alice@example.org", "nobody@example.org", "not an address"):
        answer = client.post("/password/reset/", {"email": email})
        answers.add((answer.status_code, answer.headers["Location"]))
    assert len(answers) == 1


def test_a_closed_account_gets_no_link(person: Callable[..., Any], client: Client) -> None:
    person("alice", is_active=False)
    client.post("/password/reset/", {"email": "alice@example.org"})
    assert not mail.outbox


def test_mailed_links_reach_no_log(link: str, client: Client) -> None:
    client.post("/signup/", {**ALICE, "username": "bob", "email": "bob@example.org"})
    for path in (link, mailed_path(mail.outbox[-1])):
        secret = path.rstrip("/").rpartition("/")[2]
        assert secret not in without_secrets(f'"GET {path} HTTP/1.1" 200')
