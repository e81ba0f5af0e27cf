"""A code beside the password: no door opens without it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from samovar.accounts.history_queries import logins_for
from samovar.accounts.models import Session, User
from samovar.rooms.actions import RoomDraft, create_room
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code is good for half a minute, which must not end between its making and its use."""
    now = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: now))


def code_of(secret: str, step: int = 0) -> str:
    [counter] = auth.yield_hotp_counters_from_time()
    return auth.format_hotp_value(auth.hotp_value(secret, counter + step))


def turn_on(client: Client) -> tuple[str, list[str]]:
    """Return the secret in the app, and the recovery codes."""
    secret = client.get("/settings/security/").context["secret"]
    page = client.post("/settings/security/on/", {"code": code_of(secret), "password": PASSWORD})
    assert page.status_code == 200
    cache.clear()
    return secret, page.context["codes"]


def give_password(client: Client, target: str = "") -> Any:
    return client.post("/login/", {"login": "alice", "password": PASSWORD, "next": target})


def is_in(client: Client) -> bool:
    return client.get("/settings/").status_code == 200


def test_the_password_alone_opens_nothing_any_more(logged_in: Callable[..., Client]) -> None:
    secret, _codes = turn_on(logged_in("alice"))
    client = Client()
    assert give_password(client, "/people/").headers["Location"] == "/login/code/"
    assert not is_in(client)
    assert client.post("/login/code/", {"code": "000000"}).status_code == 401
    assert not is_in(client)
    answer = client.post("/login/code/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/people/"
    assert is_in(client)
    assert [row.login.method for row in logins_for(viewer=User.objects.get())][:2] == ["code", "code"]


def test_a_code_works_once(logged_in: Callable[..., Client]) -> None:
    secret, _codes = turn_on(logged_in("alice"))
    code = code_of(secret)
    first, second = Client(), Client()
    for client, status in ((first, 302), (second, 401)):
        give_password(client)
        assert client.post("/login/code/", {"code": code}).status_code == status


def test_a_recovery_code_works_once(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    _secret, codes = turn_on(desk)
    for status in (302, 401):
        client = Client()
        give_password(client)
        assert client.post("/login/code/", {"code": codes[0]}).status_code == status
    assert desk.get("/settings/security/").context["left"] == len(codes) - 1


def test_the_code_page_is_for_who_gave_the_password(logged_in: Callable[..., Client]) -> None:
    secret, _codes = turn_on(logged_in("alice"))
    assert Client().get("/login/code/").status_code == 302
    client = Client()
    client.post("/login/", {"login": "alice", "password": "a guess"})
    assert client.post("/login/code/", {"code": code_of(secret)}).headers["Location"] == "/login/"
    assert not is_in(client)


def test_tokens_are_not_given_past_the_code(logged_in: Callable[..., Client], api: APIClient) -> None:
    secret, _codes = turn_on(logged_in("alice"))
    before = Session.objects.count()
    body = {"username": "alice", "password": PASSWORD}
    answer = api.post("/api/login/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_required")
    wrong = api.post("/api/login/", {**body, "code": "000000"}, format="json")
    assert wrong.status_code == 401
    assert Session.objects.count() == before
    assert api.post("/api/login/", {**body, "code": code_of(secret)}, format="json").status_code == 200


def test_the_door_of_a_room_is_no_way_around(logged_in: Callable[..., Client]) -> None:
    turn_on(logged_in("alice"))
    room = create_room(actor=User.objects.get(), draft=RoomDraft(name="Tea"))
    client = Client()
    form = {"as": "account", "username": "alice", "password": PASSWORD, "display_name": "Alice"}
    client.post(f"/r/{room.code}/", form)
    assert not is_in(client)


def test_guessing_codes_ends_soon(logged_in: Callable[..., Client]) -> None:
    turn_on(logged_in("alice"))
    client = Client()
    give_password(client)
    answers = [client.post("/login/code/", {"code": f"{number:06}"}).status_code for number in range(12)]
    assert answers[-1] == 429


def test_the_secret_is_not_readable_in_the_database(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    secret = desk.get("/settings/security/").context["secret"]
    assert secret not in str(desk.session.items())
    turn_on(desk)
    assert secret not in str([row.data for row in Authenticator.objects.all()])


@pytest.mark.parametrize("door", ["off", "recovery"])
def test_turning_it_off_and_new_recovery_codes_take_password_and_code(
    logged_in: Callable[..., Client], door: str
) -> None:
    desk = logged_in("alice")
    secret, _codes = turn_on(desk)
    before = [row.data for row in Authenticator.objects.order_by("pk")]
    address, code = f"/settings/security/{door}/", code_of(secret)
    for wrong in (
        {"password": "a guess", "code": code},
        {"password": PASSWORD},
        {"password": PASSWORD, "code": "000000"},
    ):
        assert desk.post(address, wrong).status_code == 400
        assert [row.data for row in Authenticator.objects.order_by("pk")] == before


def test_turned_off_the_password_is_enough_again(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    # Who lost the phone still has the codes on paper.
    _secret, codes = turn_on(desk)
    answer = desk.post("/settings/security/off/", {"password": PASSWORD, "code": codes[0]})
    assert answer.status_code == 302
    assert give_password(Client()).headers["Location"] == "/"


def test_new_recovery_codes_replace_the_old_ones(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    secret, old = turn_on(desk)
    page = desk.post("/settings/security/recovery/", {"password": PASSWORD, "code": code_of(secret)})
    assert not set(page.context["codes"]) & set(old)
    client = Client()
    give_password(client)
    assert client.post("/login/code/", {"code": old[0]}).status_code == 401


@pytest.mark.parametrize("form", [{"code": "000000", "password": PASSWORD}, {"code": "", "password": "x"}])
def test_what_is_wrong_in_the_set_up_is_told_and_nothing_is_on(
    logged_in: Callable[..., Client], form: dict[str, str]
) -> None:
    desk = logged_in("alice")
    desk.get("/settings/security/")
    assert desk.post("/settings/security/on/", form).status_code == 400
    assert not Authenticator.objects.exists()


@pytest.mark.rows("D01")
def test_deleting_the_account_takes_the_code_too(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    secret, _codes = turn_on(client)
    assert 'name="code"' in client.get("/settings/delete/").content.decode()
    for code in ("", "000000"):
        assert client.post("/settings/delete/", {"password": PASSWORD, "code": code}).status_code == 400
    assert (
        client.post("/settings/delete/", {"password": "a guess", "code": code_of(secret)}).status_code == 400
    )
    assert User.objects.get().is_active
    answer = client.post("/settings/delete/", {"password": PASSWORD, "code": code_of(secret)})
    assert answer.status_code == 302
    assert not User.objects.get().is_active
    assert not is_in(client)
