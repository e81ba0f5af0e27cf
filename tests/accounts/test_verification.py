"""The link that confirms an address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.accounts.models import User
from tests.accounts.conftest import ALICE, mailed_path
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = {"login": "alice", "password": PASSWORD}


@pytest.fixture
def link(client: Client) -> str:
    """The link mailed to alice, who just signed up in ``client``."""
    client.post("/signup/", ALICE)
    return mailed_path(mail.outbox[-1])


@pytest.mark.rows("S4-1.3", "S4-F1", "S4-F2")
def test_the_link_verifies_and_then_the_login_passes(client: Client, link: str) -> None:
    assert "confirm" in link
    assert Client().post("/login/", LOGIN).status_code == 403
    answer = Client().post(link, follow=True)
    assert answer.redirect_chain == [("/login/", 302)]
    assert User.objects.get().verified_at is not None
    assert client.post("/login/", LOGIN).status_code == 302


def test_looking_at_the_link_changes_nothing(client: Client, link: str) -> None:
    page = client.get(link)
    client.head(link)
    assert page.status_code == 200
    assert "Confirm" in page.content.decode()
    assert User.objects.get().verified_at is None


@pytest.mark.rows("S4-1.3")
def test_a_used_link_gives_a_friendly_page(client: Client, link: str) -> None:
    client.post(link)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 404
        assert "does not work any more" in answer.content.decode()


@pytest.mark.rows("S4-1.3")
@pytest.mark.parametrize("key", ["nonsense", "MQ:1abcde:forged", "a/b/c", "x" * 3000])
def test_a_forged_link_gives_a_friendly_page(client: Client, key: str) -> None:
    answer = client.get(f"/confirm/{key}/")
    assert answer.status_code == 404
    assert "does not work any more" in answer.content.decode()


@pytest.mark.rows("S4-1.3")
def test_a_link_that_no_database_can_hold_is_a_page_that_is_not_there(client: Client) -> None:
    answer = client.get("/confirm/%00/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.rows("S4-1.3")
def test_an_expired_link_gives_a_friendly_page(
    client: Client, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = (timezone.now() + timedelta(days=3, minutes=1)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert client.get(link).status_code == 404
    assert User.objects.get().verified_at is None


@pytest.mark.rows("S4-1.3")
def test_another_link_can_be_asked_for(client: Client, link: str) -> None:
    client.post("/verify/resend/", {})
    assert len(mail.outbox) == 2
    client.post(mailed_path(mail.outbox[-1]))
    assert User.objects.get().verified_at is not None


def test_asking_for_a_link_never_tells_whether_the_account_exists(client: Client, link: str) -> None:
    pages = []
    for email in ("alice@example.org", "nobody@example.org"):
        browser = Client()
        answer = browser.post("/verify/resend/", {"email": email}, follow=True)
        pages.append((answer.status_code, answer.redirect_chain, answer.content.decode().count("on its way")))
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 2


@pytest.mark.rows("S4-F1")
def test_the_link_leads_to_this_installation(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://talk.example.net"
    client.post("/signup/", ALICE)
    assert "https://talk.example.net/confirm/" in mail.outbox[-1].body


def test_the_mail_speaks_the_language_of_the_page() -> None:
    Client(headers={"accept-language": "ru"}).post("/signup/", ALICE)
    assert "Подтвердите" in mail.outbox[-1].body


@pytest.mark.rows("S4-F2")
def test_the_login_page_refuses_an_unverified_account_and_offers_another_link(
    client: Client, link: str
) -> None:
    browser = Client()
    answer = browser.post("/login/", LOGIN)
    assert answer.status_code == 403
    assert "Send the link again" in answer.content.decode()
    browser.post("/verify/resend/", {})
    assert len(mail.outbox) == 2


@pytest.mark.rows("S4-F2")
def test_the_api_refuses_an_unverified_account_with_a_code(
    register: Callable[..., Any], api: APIClient
) -> None:
    register("alice")
    body = {"username": "alice", "password": PASSWORD}
    answer = api.post("/api/login/", body, format="json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "email_not_verified"
    assert set(answer.json()) == {"detail", "code"}
    key = mailed_path(mail.outbox[-1]).removeprefix("/confirm/").rstrip("/")
    assert api.post("/api/verify/", {"key": key}, format="json").status_code == 200
    assert api.post("/api/login/", body, format="json").status_code == 200
    assert api.post("/api/verify/", {"key": key}, format="json").status_code == 404


def test_tokens_of_an_unverified_account_reach_only_its_own_addresses(
    register: Callable[..., Any], bearer: Callable[..., APIClient], client: Client
) -> None:
    tokens = register("alice")
    caller = bearer(tokens["access"])
    assert caller.get("/api/me/").json()["verified"] is False
    assert caller.post("/api/verify/resend/", {}, format="json").status_code == 202
    refused = caller.get("/api/chatrooms/")
    assert refused.status_code == 403
    assert refused.json()["code"] == "email_not_verified"
    client.post(mailed_path(mail.outbox[-1]))
    assert caller.get("/api/me/").json()["verified"] is True
    assert caller.get("/api/chatrooms/").status_code == 200
    assert caller.post("/api/logout/", {}, format="json").status_code == 204


def test_a_browser_session_of_an_unverified_account_is_led_to_the_verification(
    person: Callable[..., Any],
) -> None:
    browser = Client()
    browser.force_login(person("alice", verified=False))
    assert browser.get("/settings/").headers["Location"] == "/verify/"
    assert browser.get("/verify/").status_code == 200
