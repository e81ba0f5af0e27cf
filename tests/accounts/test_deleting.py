"""Deleting an account: asked for, hidden, restored, gone (docs: social matrices, D01 to D18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.accounts import actions, signals
from samovar.accounts.models import Erasure, Session, User
from samovar.accounts.queries import verified_people
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db


def ask(client: Client, **more: str) -> Any:
    return client.post("/settings/delete/", {"password": PASSWORD, **more})


def log_in(name: str = "alice") -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/login/", {"login": name, "password": PASSWORD})


@pytest.mark.rows("D01", "S4-U11")
def test_asking_takes_the_password(logged_in: Callable[..., Client]) -> None:
    client = logged_in("alice")
    assert client.post("/settings/delete/", {"password": "a guess"}).status_code == 400
    assert client.get("/settings/delete/").status_code == 200
    assert User.objects.get().is_active
    assert Client().post("/settings/delete/", {"password": PASSWORD}).status_code == 302
    assert not Erasure.objects.exists()


@pytest.mark.rows("D02", "D03", "S4-U11")
def test_who_asked_is_hidden_at_once_and_logged_out_everywhere(
    logged_in: Callable[..., Client], api: APIClient
) -> None:
    phone, desk = logged_in("alice"), logged_in("alice", exists=True)
    pair = api.post("/api/login/", {"username": "alice", "password": PASSWORD}, format="json").json()
    assert ask(desk).status_code == 302
    assert not verified_people().exists()
    assert not Session.objects.filter(ended_at=None).exists()
    assert phone.get("/settings/").status_code == 302
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {pair['access']}")
    assert api.get("/api/me/").status_code == 401
    refreshed = APIClient().post("/api/token/refresh/", {"refresh": pair["refresh"]}, format="json")
    assert refreshed.status_code == 401


@pytest.mark.rows("D02")
def test_in_the_grace_a_login_offers_only_to_restore(logged_in: Callable[..., Client]) -> None:
    ask(logged_in("alice"))
    client, answer = log_in()
    assert answer.status_code == 403
    assert "Restore" in answer.content.decode()
    assert client.get("/settings/").status_code == 302
    assert client.post("/login/restore/").status_code == 302
    assert log_in()[1].status_code == 302
    assert not Erasure.objects.exists()


def test_by_api_the_account_is_told_to_be_deleted(logged_in: Callable[..., Client], api: APIClient) -> None:
    ask(logged_in("alice"))
    answer = api.post("/api/login/", {"username": "alice", "password": PASSWORD}, format="json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "account_deleted"
    wrong = api.post("/api/login/", {"username": "alice", "password": "a guess"}, format="json")
    assert wrong.status_code == 401


def test_nobody_restores_without_the_password(logged_in: Callable[..., Client]) -> None:
    ask(logged_in("alice"))
    assert Client().post("/login/restore/").status_code == 302
    client = Client()
    client.post("/login/", {"login": "alice", "password": "a guess"})
    client.post("/login/restore/")
    assert not User.objects.get().is_active


@pytest.mark.rows("D02")
def test_after_the_grace_everything_is_gone(logged_in: Callable[..., Client]) -> None:
    ask(logged_in("alice"))
    assert actions.erase_due_accounts(actor=None) == 0
    Erasure.objects.update(due_at=timezone.now())
    _client, answer = log_in()
    assert "cannot be restored" in answer.content.decode()
    assert actions.erase_due_accounts(actor=None) == 1
    assert not User.objects.filter(erased=False).exists()
    assert log_in()[1].status_code == 401


@pytest.mark.rows("D04", "D05")
def test_the_username_stays_reserved_for_a_year_and_the_address_is_free(
    logged_in: Callable[..., Client], register: Callable[..., Any], api: APIClient
) -> None:
    ask(logged_in("alice"), delete_now="on")
    actions.erase_due_accounts(actor=None)
    body = {"username": "Alice", "email": "alice@example.org", "password": PASSWORD}
    assert set(api.post("/api/register/", body, format="json").json()) == {"username"}
    Erasure.objects.update(finished_at=timezone.now() - timedelta(days=366))
    actions.forget_erasures(actor=None)
    assert api.post("/api/register/", body, format="json").status_code == 201


@pytest.mark.rows("D14")
def test_after_ninety_days_nothing_tells_who_it_was(logged_in: Callable[..., Client]) -> None:
    ask(logged_in("alice"), delete_now="on")
    actions.erase_due_accounts(actor=None)
    erasure = Erasure.objects.get()
    assert erasure.user_id is None
    assert erasure.person_digest
    Erasure.objects.update(finished_at=timezone.now() - timedelta(days=91))
    actions.forget_erasures(actor=None)
    assert not Erasure.objects.get().person_digest


@pytest.mark.rows("D17")
def test_a_deletion_that_was_interrupted_goes_on(logged_in: Callable[..., Client]) -> None:
    ask(logged_in("alice"), delete_now="on")
    rounds: list[int] = []

    def stumble(**_signal: Any) -> bool:
        rounds.append(1)
        if len(rounds) == 2:
            raise OSError("stumbled")
        return len(rounds) < 4

    signals.erasing.connect(stumble)
    try:
        with pytest.raises(OSError, match="stumbled"):
            actions.erase_due_accounts(actor=None)
        assert User.objects.filter(username="alice").exists()
        ghost = Erasure.objects.get().ghost
        assert actions.erase_due_accounts(actor=None) == 1
    finally:
        signals.erasing.disconnect(stumble)
    assert Erasure.objects.get().ghost == ghost
    assert not User.objects.filter(username="alice").exists()


@pytest.mark.rows("D18")
def test_the_last_administrator_stays(logged_in: Callable[..., Client], person: Callable[..., Any]) -> None:
    client = logged_in("alice")
    User.objects.update(is_superuser=True, is_staff=True)
    answer = ask(client)
    assert answer.status_code == 409
    assert "last administrator" in answer.content.decode()
    person("bob", is_superuser=True)
    assert ask(client).status_code == 302
