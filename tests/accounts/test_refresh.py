"""``POST /api/token/refresh/`` and the session behind the tokens (decision C18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.accounts.models import Session
from samovar.accounts.queries import caller_for_token

pytestmark = pytest.mark.django_db


def refresh(api: APIClient, token: str) -> Any:
    return api.post("/api/token/refresh/", {"refresh": token}, format="json")


def test_refreshing_rotates_and_the_new_pair_opens(
    register: Callable[..., Any], api: APIClient, bearer: Callable[..., APIClient]
) -> None:
    first = register("alice")
    second = refresh(api, first["refresh"]).json()
    assert set(second) == {"refresh", "access"}
    assert second["refresh"] != first["refresh"]
    assert bearer(second["access"]).get("/api/me/").status_code == 200
    assert refresh(api, second["refresh"]).status_code == 200
    assert Session.objects.count() == 1


def test_the_token_used_last_gives_the_same_pair_while_its_answer_may_be_lost(
    register: Callable[..., Any], api: APIClient
) -> None:
    first = register("alice")["refresh"]
    assert refresh(api, first).json() == refresh(api, first).json()


def test_later_it_ends_the_session(
    register: Callable[..., Any], api: APIClient, bearer: Callable[..., APIClient]
) -> None:
    first = register("alice")["refresh"]
    second = refresh(api, first).json()
    Session.objects.update(rotated_at=timezone.now() - timedelta(seconds=31))
    assert refresh(api, first).status_code == 401
    assert Session.objects.get().ended_at is not None
    assert refresh(api, second["refresh"]).status_code == 401
    assert bearer(second["access"]).get("/api/me/").status_code == 401


def test_an_older_token_ends_the_session(register: Callable[..., Any], api: APIClient) -> None:
    first = register("alice")["refresh"]
    second = refresh(api, first).json()["refresh"]
    third = refresh(api, second).json()["refresh"]
    assert refresh(api, first).status_code == 401
    assert refresh(api, third).status_code == 401


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", ""])
def test_a_forged_token_refreshes_nothing(api: APIClient, token: str) -> None:
    assert refresh(api, token).status_code in {400, 401}


def test_an_access_token_refreshes_nothing(register: Callable[..., Any], api: APIClient) -> None:
    assert refresh(api, register("alice")["access"]).status_code == 401


def test_an_expired_session_refreshes_nothing(register: Callable[..., Any], api: APIClient) -> None:
    token = register("alice")["refresh"]
    Session.objects.update(expires_at=timezone.now())
    assert refresh(api, token).status_code == 401


def test_logging_out_ends_both_tokens(
    register: Callable[..., Any], api: APIClient, bearer: Callable[..., APIClient]
) -> None:
    tokens = register("alice")
    caller = bearer(tokens["access"])
    assert caller.post("/api/logout/", {"refresh": tokens["refresh"]}, format="json").status_code == 204
    assert caller.get("/api/me/").status_code == 401
    assert refresh(api, tokens["refresh"]).status_code == 401
    assert caller_for_token(tokens["access"]) is None


def test_the_gateway_learns_who_holds_a_token(register: Callable[..., Any]) -> None:
    caller = caller_for_token(register("alice")["access"])
    row = Session.objects.get()
    assert caller is not None
    assert (caller.key, caller.session_id, caller.verified) == (f"u:{row.user_id}", row.pk, False)
    assert caller_for_token("nonsense") is None
