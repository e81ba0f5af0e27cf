"""Who logged in when and from where: for oneself alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.accounts import actions
from samovar.accounts.history_queries import logins_for
from samovar.accounts.models import Login, Session, User
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.rows("S4-D11")]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def usage(client: Client) -> Any:
    page = client.get("/settings/history/usage/")
    assert page.status_code == 200
    return page


def test_a_login_and_its_logout_are_told_with_the_minutes_between(
    logged_in: Callable[..., Client],
) -> None:
    first, desk = logged_in("alice"), logged_in("alice", exists=True)
    Login.objects.filter(session=Session.objects.order_by("pk")[0]).update(
        at=timezone.now() - timedelta(minutes=90)
    )
    first.post("/logout/")
    newest, oldest = usage(desk).context["logins"]
    assert newest.active
    assert not oldest.active
    assert oldest.minutes == 90


def test_a_login_that_is_open_elsewhere_is_ended_in_the_history(
    logged_in: Callable[..., Client],
) -> None:
    first, desk = logged_in("alice"), logged_in("alice", exists=True)
    page = usage(desk).content.decode()
    assert page.count("This device") == 1
    (address,) = re.findall(r'action="(/settings/sessions/\d+/end/)"', page)
    answer = desk.post(address, {"next": "/settings/history/usage/"})
    assert answer.headers["Location"] == "/settings/history/usage/"
    assert "Active" in usage(desk).content.decode()
    assert first.get("/settings/history/usage/").status_code == 302
    assert "End session" not in usage(desk).content.decode()


def test_the_history_tells_from_where(person: Callable[..., Any]) -> None:
    person("alice")
    client = Client(headers={"User-Agent": FIREFOX})
    client.post("/login/", {"login": "alice", "password": PASSWORD})
    page = usage(client).content.decode()
    assert "Firefox · Linux" in page
    assert "127.0.0.1" in page
    assert "Active" in page


def test_a_wrong_password_is_told_to_the_owner(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    Client().post("/login/", {"login": "alice", "password": "a guess of mine"})
    APIClient().post("/api/login/", {"username": "alice", "password": "another"}, format="json")
    rows = usage(desk).context["logins"]
    assert [row.login.succeeded for row in rows] == [False, False, True]
    assert usage(desk).content.decode().count("Failed") == 2


def test_a_login_by_api_is_told_too(person: Callable[..., Any], api: APIClient) -> None:
    alice = person("alice")
    api.post("/api/login/", {"username": "alice", "password": PASSWORD}, format="json")
    (row,) = logins_for(viewer=alice)
    assert row.active


def test_nobody_sees_the_logins_of_others(logged_in: Callable[..., Client]) -> None:
    logged_in("alice")
    rows = usage(logged_in("bob")).context["logins"]
    assert [row.login.user.username for row in rows] == ["bob"]
    assert Client().get("/settings/history/usage/").status_code == 302


def test_an_expired_login_ended_when_it_expired(logged_in: Callable[..., Client]) -> None:
    logged_in("alice")
    Session.objects.update(expires_at=timezone.now())
    (row,) = logins_for(viewer=User.objects.get())
    assert not row.active


def test_logins_are_forgotten_after_a_year(logged_in: Callable[..., Client]) -> None:
    logged_in("alice")
    assert actions.forget_logins(actor=None) == 0
    Login.objects.update(at=timezone.now() - timedelta(days=366))
    assert actions.forget_logins(actor=None) == 1


def test_pages_of_a_long_history_go_on_where_the_last_one_ended(logged_in: Callable[..., Client]) -> None:
    desk = logged_in("alice")
    alice = User.objects.get()
    Login.objects.bulk_create([Login(user=alice, succeeded=False) for _ in range(60)])
    first = usage(desk).context
    second = desk.get(f"/settings/history/usage/?before={first['more']}").context
    assert len(first["logins"]) == 50
    assert len(second["logins"]) == 11
    assert second["more"] is None
