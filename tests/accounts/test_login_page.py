"""The login page, the gate before all others, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.accounts.models import Session
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.rows("S4-1.4", "S3-05")
@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.org", "Alice@Example.org"])
def test_the_right_credentials_lead_in(person: Callable[..., Any], client: Client, name: str) -> None:
    alice = person("alice", first_name="Alice")
    answer = client.post(
        "/login/?next=/settings/", {"login": name, "password": PASSWORD, "next": "/settings/"}
    )
    assert answer.headers["Location"] == "/settings/"
    assert client.get("/settings/").status_code == 200
    assert Session.objects.get().user == alice


@pytest.mark.rows("S4-1.4")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    person: Callable[..., Any], client: Client
) -> None:
    person("alice")
    errors = []
    for name in ("alice", "nobody", "nobody@example.org"):
        answer = client.post("/login/", {"login": name, "password": "wrong and long"})
        errors.append((answer.status_code, str(answer.context["form"].non_field_errors())))
    assert len(set(errors)) == 1
    assert errors[0][0] == 401


def test_an_unknown_name_costs_one_hash_like_a_known_one(
    person: Callable[..., Any], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: PLC0415 - what the tests hash with

    person("alice")
    hashed: list[str] = []
    real = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    counts = []
    for name in ("alice", "nobody"):
        hashed.clear()
        client.post("/login/", {"login": name, "password": "wrong and long"})
        counts.append(len(hashed))
    assert counts == [1, 1]


@pytest.mark.rows("S3-05")
@pytest.mark.parametrize("path", ["/settings/", "/welcome/", "/"])
def test_who_is_not_logged_in_is_led_to_the_login_and_back(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] in {f"/login/?next={path}", "/login/"}


def test_a_part_of_a_page_asks_htmx_to_load_the_login_as_a_whole(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=a"}
    answer = client.get("/settings/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/login/?next=/people/%3Fq%3Da"


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_login_leads_to_no_other_site(person: Callable[..., Any], client: Client, target: str) -> None:
    person("alice", first_name="Alice")
    answer = client.post("/login/", {"login": "alice", "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_who_is_logged_in_is_led_on_from_the_ways_in(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    assert client.get("/login/").headers["Location"] == "/"
    assert client.get("/signup/").headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/logout/", "/accounts/logout/"])
def test_logging_out_ends_the_session_and_leads_to_the_login(
    logged_in: Callable[..., Client], path: str
) -> None:
    client = logged_in("alice")
    assert client.post(path).headers["Location"] == "/login/"
    assert Session.objects.get().ended_at is not None
    assert client.get("/settings/").headers["Location"].startswith("/login/")


@pytest.mark.rows("S2-22")
def test_after_the_logout_one_is_at_the_login_with_a_way_to_sign_up(
    logged_in: Callable[..., Client],
) -> None:
    answer = logged_in("alice").post("/logout/", follow=True)
    assert answer.redirect_chain[-1][0] == "/login/"
    page = answer.content.decode()
    assert 'href="/signup/"' in page
    assert "Sign up" in page


def test_looking_at_the_logout_ends_nothing(logged_in: Callable[..., Client], client: Client) -> None:
    alice = logged_in("alice")
    assert alice.get("/logout/").status_code == 200
    assert alice.get("/settings/").status_code == 200
    assert client.get("/logout/").headers["Location"] == "/login/"


def test_an_inactive_account_is_like_none(person: Callable[..., Any], client: Client) -> None:
    person("alice", is_active=False)
    assert client.post("/login/", {"login": "alice", "password": PASSWORD}).status_code == 401


def test_an_account_made_by_api_is_asked_for_names_once_and_may_skip(
    person: Callable[..., Any], client: Client
) -> None:
    person("alice")
    first = client.post("/login/", {"login": "alice", "password": PASSWORD, "next": "/settings/"})
    assert first.headers["Location"] == "/welcome/?next=%2Fsettings%2F"
    assert 'href="/settings/"' in client.get(first.headers["Location"]).content.decode()
    again = Client().post("/login/", {"login": "alice", "password": PASSWORD})
    assert again.headers["Location"] == "/"


def test_names_given_on_the_welcome_page_are_kept(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    answer = client.post("/welcome/", {"first_name": "Alice", "last_name": "Keller", "next": "/settings/"})
    assert answer.headers["Location"] == "/settings/"
    assert client.get("/settings/").context["user"].full_name == "Alice Keller"
    assert client.post("/welcome/", {"first_name": " ", "last_name": "x"}).status_code == 400
