"""The sign-up page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from samovar.accounts.models import User
from tests.accounts.conftest import ALICE

pytestmark = pytest.mark.django_db


def sign_up(client: Client, **changes: str) -> Any:
    return client.post("/signup/", {**ALICE, **changes})


@pytest.mark.rows("S4-1.1", "S4-1.2", "S3-07", "S0-16")
def test_somebody_signs_up_and_is_told_to_check_the_mail(client: Client, mailoutbox: list[Any]) -> None:
    answer = client.post("/signup/", ALICE, follow=True)
    assert answer.redirect_chain == [("/verify/", 302)]
    assert "alice@example.org" in answer.content.decode()
    alice = User.objects.get()
    assert (alice.username, alice.first_name, alice.last_name) == ("alice", "Alice", "Keller")
    assert alice.verified_at is None
    assert mailoutbox[0].to == ["alice@example.org"]


@pytest.mark.rows("S4-1.2")
@pytest.mark.parametrize("field", ["username", "email", "first_name", "last_name", "password"])
def test_a_missing_field_is_told_at_the_field_and_makes_no_account(client: Client, field: str) -> None:
    answer = sign_up(client, **{field: ""})
    assert field in answer.context["form"].errors
    assert not User.objects.exists()


@pytest.mark.rows("S4-1.1")
@pytest.mark.parametrize("email", ["alice", "alice@", "@example.org", "a b@example.org", "alice@example"])
def test_a_bad_email_is_refused(client: Client, email: str) -> None:
    assert "email" in sign_up(client, email=email).context["form"].errors
    assert not User.objects.exists()


@pytest.mark.rows("S4-1.1", "S4-F4")
def test_the_same_email_in_other_letter_case_is_refused(client: Client) -> None:
    sign_up(client)
    answer = sign_up(Client(), username="bob", email="ALICE@Example.ORG")
    assert "email" in answer.context["form"].errors
    assert User.objects.count() == 1


@pytest.mark.rows("S4-F3")
@pytest.mark.parametrize("name", ["alice", "ALICE", "aLiCe"])
def test_the_same_username_in_other_letter_case_is_refused(client: Client, name: str) -> None:
    sign_up(client)
    assert "username" in sign_up(Client(), username=name, email="bob@example.org").context["form"].errors


@pytest.mark.parametrize("password", ["short", "password", "1234567890", "alice@example.org", "a" * 300])
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    answer = sign_up(client, password=password, password_again=password)
    assert "password" in answer.context["form"].errors


def test_two_different_passwords_are_refused(client: Client) -> None:
    assert "password_again" in sign_up(client, password_again="another one, sorry").context["form"].errors


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("علی", "علي"),
        ("کیان", "كيان"),
        ("می\u200cخواهم", "میخواهم"),
        ("user۱۲", "user12"),
        ("Straße", "STRASSE"),
        ("e\u0301va", "éva"),
    ],
)
def test_names_that_read_alike_are_one_name(client: Client, first: str, second: str) -> None:
    sign_up(client, username=first)
    assert User.objects.get().username == first
    answer = sign_up(Client(), username=second, email="bob@example.org")
    assert "username" in answer.context["form"].errors


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a" * 41,
        "ali ce",
        "ali\u00a0ce",
        "alice@home",
        "ali\u202ece",
        "ali\u200fce",
        "\u200calice",
        "alice\u200c",
        "ali\u200c\u200cce",
        "ali\u0007ce",
        "ali\u200bce",
        "ali\u3164ce",
        "ali\ufe0fce",
        "\u0301alice",
        "ﬃ" * 40,
        "...",
        "a/b",
        "a#b",
        "😀😀",
    ],
)
def test_names_that_could_deceive_or_break_an_address_are_refused(client: Client, name: str) -> None:
    assert "username" in sign_up(client, username=name).context["form"].errors


@pytest.mark.parametrize(
    "name", ["Анна", "سارا", "می\u200cخواهم", "小林", "ömer.k", "a-b_c+d", "علی۲", "नमिता"]
)
def test_names_in_any_script_are_welcome_and_shown_as_typed(client: Client, name: str) -> None:
    sign_up(client, username=name)
    assert User.objects.get().username == name


def test_the_page_has_the_names_it_is_found_by_and_leads_to_the_login(client: Client) -> None:
    page = client.get("/signup/").content.decode()
    for label in ("Username", "Email", "First name", "Last name", "Password", "Password (again)"):
        assert f">{label}</label>" in page
    assert 'href="/login/"' in page


@pytest.mark.parametrize("path", ["/signup/", "/accounts/signup/", "/login/", "/accounts/login/"])
@pytest.mark.rows("S3-06", "S3-07", "S0-16")
def test_the_ways_in_answer_at_both_addresses(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_without_verification_an_account_can_be_used_at_once(
    client: Client, settings: Any, mailoutbox: list[Any]
) -> None:
    settings.EMAIL_VERIFICATION = "off"
    sign_up(client)
    assert not mailoutbox
    assert client.post("/login/", {"login": "alice", "password": ALICE["password"]}).status_code == 302


def test_all_that_is_wrong_is_told_at_once(client: Client) -> None:
    sign_up(client, username="anna", email="anna@example.org")
    bad = {"username": "anna", "email": "no address", "password": "123", "first_name": "x" * 90}
    page = sign_up(client, **bad, password_again="1234").content.decode()
    for sentence in ("The two passwords are not the same.", "This password is too short", "valid e-mail"):
        assert sentence in page
    page = sign_up(client, username="anna", email="no address").content.decode()
    assert "valid e-mail" in page
    assert "is taken" in page


def test_what_a_password_needs_is_said_before_it_is_typed(client: Client) -> None:
    page = client.get("/signup/").content.decode()
    assert 'id="id_password_helptext">At least 8 characters, not only digits.</span>' in page
    assert 'aria-describedby="id_password_helptext"' in page
