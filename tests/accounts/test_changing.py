"""Another username and another address: nobody is robbed of them, and old links lead on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from samovar.accounts import actions
from samovar.accounts.models import EmailChange, FormerName, User
from samovar.core.errors import Conflict, Invalid, NotFound, TooMany
from samovar.rooms.actions import open_conversation
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def links() -> dict[str, str]:
    """Return the path of the last link that was mailed to each address."""
    found = {}
    for letter in mail.outbox:
        if hit := re.search(r"https?://[^/\s]+(/email/change/\S+)", str(letter.body)):
            found[letter.to[0]] = hit.group(1)
    return found


@pytest.mark.rows("S2-12", "S2-21", "S4-2.3")
def test_username_and_address_stand_in_the_form_and_are_changed_there(person: Make) -> None:
    alice = person("alice")
    page = logged_in(alice)
    shown = page.get("/settings/profile/").content.decode()
    assert 'value="alice"' in shown
    assert 'value="alice@example.org"' in shown
    answer = page.post("/settings/profile/", {"username": "alice.k", "email": "k@example.org", "bio": "Hi"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/@alice.k/"
    alice.refresh_from_db()
    assert (alice.username, alice.email) == ("alice.k", "alice@example.org")
    assert b"k@example.org" in page.get("/settings/profile/").content
    assert set(links()) == {"alice@example.org", "k@example.org"}


@pytest.mark.rows("S2-12", "S4-F3")
@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("username", "BOB"),
        ("username", "a b"),
        ("username", ""),
        ("email", "Bob@example.org"),
        ("email", "no address"),
        ("email", ""),
    ],
)
def test_a_taken_or_bad_name_or_address_is_told_and_nothing_changes(
    person: Make, field: str, typed: str
) -> None:
    alice, _bob = person("alice"), person("bob")
    told = {"username": "alice", "email": "alice@example.org", "bio": "new", "links": "", field: typed}
    answer = logged_in(alice).post("/settings/profile/", told)
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    alice.refresh_from_db()
    assert (alice.username, alice.email) == ("alice", "alice@example.org")
    assert not EmailChange.objects.exists()
    assert b"new" not in logged_in(alice).get("/@alice/").content.split(b"<main")[1].split(b"</h1>")[1][:300]


def test_a_refused_form_names_every_wrong_field(person: Make) -> None:
    alice = person("alice")
    told = {"username": "a b", "email": "x", "links": "javascript:alert(1)"}
    shown = logged_in(alice).post("/settings/profile/", told).content.decode()
    for field in ("username", "email", "links"):
        assert f'id="id_{field}_error"' in shown
    # The page goes on calling the person by the name that holds.
    assert "@a b" not in shown


def test_old_links_lead_to_the_new_name_and_nobody_else_takes_it(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    open_conversation(actor=bob, username="alice")
    actions.change_username(actor=alice, username="alice2")
    page = logged_in(bob)
    assert page.get("/@Alice/").headers["Location"] == "/@alice2/"
    assert page.get("/messages/alice/").headers["Location"] == "/messages/alice2/"
    with pytest.raises(Invalid):
        actions.change_username(actor=bob, username="ALICE")
    sign_up = {"username": "alice", "email": "new@example.org", "password": PASSWORD}
    assert page.post("/api/register/", sign_up, content_type="application/json").status_code == 400
    # To log in one needs the name that holds.
    assert page.post("/api/login/", {"username": "alice", "password": PASSWORD}).status_code in {401, 415}
    FormerName.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert page.get("/@alice/").status_code == 404
    actions.change_username(actor=bob, username="alice")
    assert User.objects.get(pk=bob.pk).username == "alice"


def test_one_may_take_the_own_former_name_back(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    actions.change_username(actor=alice, username="alice2")
    actions.change_username(actor=alice, username="alice")
    assert list(FormerName.objects.values_list("username", flat=True)) == ["alice2"]
    assert logged_in(bob).get("/@alice2/").headers["Location"] == "/@alice/"


def test_a_change_of_letters_only_keeps_no_former_name(person: Make) -> None:
    alice = person("alice")
    actions.change_username(actor=alice, username="Alice")
    assert User.objects.get(pk=alice.pk).username == "Alice"
    assert not FormerName.objects.exists()


def test_names_change_three_times_a_day(person: Make) -> None:
    alice = person("alice")
    for number in range(3):
        actions.change_username(actor=alice, username=f"alice{number}")
    with pytest.raises(TooMany):
        actions.change_username(actor=alice, username="alice9")
    assert actions.forget_former_names(actor=None) == 0


def test_an_address_changes_when_both_have_confirmed(person: Make) -> None:
    alice = person("alice")
    actions.verify_person(actor=None, person=alice)
    actions.ask_email_change(actor=alice, email="New@Example.org")
    stranger, mailed = Client(), links()
    first, second = mailed["alice@example.org"], mailed["new@example.org"]
    assert stranger.get(first).status_code == 200
    assert b"Confirm" in stranger.get(second).content
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    stranger.post(second)
    stranger.post(second)
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"
    assert b"Your address is changed" in stranger.post(first).content
    assert User.objects.get(pk=alice.pk).email == "new@example.org"
    assert stranger.get(first).status_code == stranger.post(second).status_code == 404
    # The new address opens the account, the old one is free.
    login = {"username": "new@example.org", "password": PASSWORD}
    assert stranger.post("/api/login/", login, content_type="application/json").status_code == 200
    person("bob", email="alice@example.org")


def test_the_old_address_stops_a_change_and_the_new_one_cannot(person: Make) -> None:
    alice = person("alice")
    actions.ask_email_change(actor=alice, email="new@example.org")
    stranger, mailed = Client(), links()
    assert stranger.post(mailed["new@example.org"], {"stop": "1"}).status_code == 404
    assert stranger.post(mailed["alice@example.org"], {"stop": "1"}).status_code == 302
    assert not EmailChange.objects.exists()
    assert stranger.post(mailed["new@example.org"]).status_code == 404


def test_a_later_wish_and_three_days_make_links_void(person: Make) -> None:
    alice = person("alice")
    actions.ask_email_change(actor=alice, email="one@example.org")
    void = links()["alice@example.org"]
    actions.ask_email_change(actor=alice, email="two@example.org")
    assert Client().get(void).status_code == 404
    assert Client().get(links()["alice@example.org"]).status_code == 200
    assert Client().get("/email/change/forged/").status_code == 404
    actions.ask_email_change(actor=alice, email="alice@example.org")
    assert not EmailChange.objects.exists()


def test_an_address_somebody_took_meanwhile_stays_theirs(person: Make) -> None:
    alice = person("alice")
    actions.ask_email_change(actor=alice, email="new@example.org")
    person("bob", email="new@example.org")
    mailed = links()
    Client().post(mailed["alice@example.org"])
    key = mailed["new@example.org"].rstrip("/").rpartition("/")[2]
    with pytest.raises(Conflict):
        actions.confirm_email_change(actor=None, key=key)
    assert Client().post(mailed["new@example.org"]).status_code == 409
    assert User.objects.get(pk=alice.pk).email == "alice@example.org"


def test_without_confirmation_an_address_changes_at_once(person: Make, settings: Any) -> None:
    settings.EMAIL_VERIFICATION = "off"
    alice = person("alice")
    assert actions.ask_email_change(actor=alice, email="new@example.org") is None
    assert User.objects.get(pk=alice.pk).email == "new@example.org"


def test_a_wish_is_withdrawn_and_forgotten(person: Make) -> None:
    alice = person("alice")
    actions.ask_email_change(actor=alice, email="new@example.org")
    EmailChange.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert actions.forget_email_changes(actor=None) == 1
    actions.ask_email_change(actor=alice, email="new@example.org")
    logged_in(alice).post("/settings/email/withdraw/")
    assert not EmailChange.objects.exists()
    with pytest.raises(NotFound):
        actions.confirm_email_change(actor=None, key="forged")
