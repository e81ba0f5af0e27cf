"""One row behind every cookie: its list, its end (decision C18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samovar.accounts.actions.sessions import SEEN_EVERY, SESSION_LIFETIME
from samovar.accounts.models import Session, User
from samovar.accounts.queries import caller_for_cookie, user_by_username
from samovar.core.errors import NotFound
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "another horse battery"


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def change_password(client: Client, **changes: str) -> Any:
    form = {"old_password": PASSWORD, "password": NEW, "password_again": NEW, **changes}
    return client.post("/settings/password/", form)


def cookie(client: Client) -> str:
    return client.cookies["samovar_session"].value


def test_the_list_shows_every_login_and_which_is_this(logged_in: Callable[..., Client]) -> None:
    phone, desk = logged_in("alice"), logged_in("alice", exists=True)
    page = desk.get("/settings/")
    assert len(page.context["sessions"]) == 2
    assert page.content.decode().count("This device") == 1
    assert is_in(phone)


def test_ending_one_session_ends_its_cookie_at_once(logged_in: Callable[..., Client]) -> None:
    phone, desk = logged_in("alice"), logged_in("alice", exists=True)
    row = Session.objects.order_by("pk")[0]
    caller = caller_for_cookie(cookie(phone))
    assert caller is not None
    assert caller.session_id == row.pk
    desk.post(f"/settings/sessions/{row.pk}/end/")
    assert caller_for_cookie(cookie(phone)) is None
    assert not is_in(phone)
    assert is_in(desk)


def test_ending_all_others_leaves_this_one(logged_in: Callable[..., Client]) -> None:
    others = [logged_in("alice"), logged_in("alice", exists=True)]
    desk = logged_in("alice", exists=True)
    desk.post("/settings/sessions/end-others/")
    assert is_in(desk)
    assert not any(map(is_in, others))


def test_somebody_elses_session_cannot_be_ended(logged_in: Callable[..., Client]) -> None:
    alice, bob = logged_in("alice"), logged_in("bob")
    row = Session.objects.get(user__username="alice")
    assert bob.post(f"/settings/sessions/{row.pk}/end/").status_code == 404
    assert bob.post("/settings/sessions/999999/end/").status_code == 404
    assert is_in(alice)


def test_ending_a_session_closes_its_sockets_in_the_same_moment(
    logged_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    closed: list[int] = []
    monkeypatch.setattr("samovar.accounts.actions.sessions.hub.close_session", closed.append)
    client = logged_in("alice")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/logout/")
    assert closed == [Session.objects.get().pk]


def test_an_expired_session_is_no_login(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    Session.objects.update(expires_at=timezone.now())
    assert caller_for_cookie(cookie(client)) is None
    assert not is_in(client)


def test_a_session_that_is_used_lives_on(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    Session.objects.update(
        seen_at=timezone.now() - SEEN_EVERY, expires_at=timezone.now() + timedelta(minutes=1)
    )
    assert is_in(client)
    assert Session.objects.get().expires_at > timezone.now() + SESSION_LIFETIME - timedelta(minutes=1)


def test_the_session_survives_a_change_of_its_key(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    before, row = cookie(client), Session.objects.get().pk
    change_password(client)
    assert cookie(client) != before
    caller = caller_for_cookie(cookie(client))
    assert caller is not None
    assert caller.session_id == row


def test_changing_the_password_ends_all_other_logins(
    logged_in: Callable[..., Client], mailoutbox: list[Any]
) -> None:
    phone, desk = logged_in("alice"), logged_in("alice", exists=True)
    assert change_password(desk).status_code == 302
    assert is_in(desk)
    assert not is_in(phone)
    assert User.objects.get().check_password(NEW)
    assert "was just changed" in mailoutbox[-1].body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": "wrong"}, "old_password"),
        ({"password": "12345", "password_again": "12345"}, "password"),
        ({"password_again": "something else"}, "password_again"),
    ],
)
def test_a_password_change_that_cannot_be_is_told_at_the_field(
    logged_in: Callable[..., Client], changes: dict[str, str], field: str
) -> None:
    answer = change_password(logged_in("alice"), **changes)
    assert answer.status_code == 400
    assert field in answer.context["password"].errors
    assert User.objects.get().check_password(PASSWORD)


def test_a_closed_account_is_out_at_once(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    User.objects.update(is_active=False)
    assert caller_for_cookie(cookie(client)) is None
    assert not is_in(client)


def test_a_session_costs_a_page_one_query(
    logged_in: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = logged_in("alice")
    with django_assert_max_num_queries(3):  # the cookie's session, its person, the row
        client.get("/logout/")


def test_a_language_once_chosen_holds_on_every_device(
    logged_in: Callable[..., Client], client: Client
) -> None:
    desk = logged_in("alice")
    assert 'lang="en"' in desk.get("/settings/").content.decode()
    desk.post("/language/", {"language": "fa", "next": "/settings/"})
    page = logged_in("alice", exists=True).get("/settings/").content.decode()
    assert 'lang="fa"' in page
    assert 'dir="rtl"' in page
    client.post("/language/", {"language": "ru", "next": "/login/"})
    assert 'lang="ru"' in client.get("/login/").content.decode()
    assert desk.post("/language/", {"language": "xx"}).status_code == 400


def test_a_cookie_without_a_row_is_no_login(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    session = client.session
    del session["sid"]
    session.save()
    assert not is_in(client)


@pytest.mark.parametrize("name", ["nobody", "ali\0ce", "", "x" * 500])
def test_a_name_that_nobody_has_finds_nobody(db: None, name: str) -> None:
    with pytest.raises(NotFound):
        user_by_username(name)


def test_a_person_is_found_by_any_spelling_of_the_name(person: Callable[..., Any]) -> None:
    alice = person("Alice")
    person("bob", verified=False)
    assert user_by_username("aLICE") == alice
    with pytest.raises(NotFound):
        user_by_username("bob")
