"""How often accounts may be tried (decision C1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.accounts.conftest import ALICE
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.rows("S4-1.4")]
RIGHT = {"username": "alice", "password": PASSWORD}
WRONG = {"username": "alice", "password": "wrong and long"}


def assert_too_many(answer: Any) -> None:
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 600


def test_sixty_logins_a_minute_pass_and_the_next_is_told_when_to_come_back(
    person: Callable[..., Any], api: APIClient, client: Client
) -> None:
    person("alice")
    assert {api.post("/api/login/", RIGHT, format="json").status_code for _ in range(60)} == {200}
    refused = api.post("/api/login/", RIGHT, format="json")
    assert_too_many(refused)
    assert refused.json()["code"] == "too_many"
    assert_too_many(client.post("/login/", {"login": "alice", "password": PASSWORD}))


def test_sixty_sign_ups_a_minute_pass_and_the_next_is_told_when_to_come_back(
    db: None, api: APIClient
) -> None:
    codes = set()
    for number in range(60):
        body = {"username": f"bob{number}", "email": f"bob{number}@example.org", "password": PASSWORD}
        codes.add(api.post("/api/register/", body, format="json").status_code)
    assert codes == {201}
    body = {"username": "charlie", "email": "charlie@example.org", "password": PASSWORD}
    assert_too_many(api.post("/api/register/", body, format="json"))
    assert_too_many(Client().post("/signup/", ALICE))


def test_another_address_is_not_held_up(person: Callable[..., Any], api: APIClient) -> None:
    person("alice")
    for _ in range(60):
        api.post("/api/login/", {**WRONG, "username": "nobody"}, format="json")
    assert_too_many(api.post("/api/login/", RIGHT, format="json"))
    assert api.post("/api/login/", RIGHT, format="json", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_a_thousand_wrong_passwords_do_not_lock_the_owner_out_of_a_known_device(
    logged_in: Callable[..., Client], api: APIClient
) -> None:
    owner = logged_in("alice")
    owner.post("/logout/")
    codes = Counter(
        api.post("/api/login/", WRONG, format="json", REMOTE_ADDR=f"10.0.{number // 20}.1").status_code
        for number in range(1000)
    )
    assert codes == {401: 100, 429: 900}
    stranger = api.post("/api/login/", RIGHT, format="json", REMOTE_ADDR="10.9.9.9")
    assert_too_many(stranger)
    assert owner.post("/login/", {"login": "alice", "password": PASSWORD}).status_code == 302


def test_a_known_device_is_known_only_for_its_own_account(
    logged_in: Callable[..., Client], person: Callable[..., Any], api: APIClient
) -> None:
    bob = logged_in("bob")
    bob.post("/logout/")
    person("alice")
    for _ in range(60):
        api.post("/api/login/", WRONG, format="json")
    assert_too_many(bob.post("/login/", {"login": "alice", "password": PASSWORD}))


def test_a_forged_device_cookie_is_worth_nothing(person: Callable[..., Any], api: APIClient) -> None:
    alice = person("alice")
    for _ in range(60):
        api.post("/api/login/", WRONG, format="json")
    forger = Client()
    forger.cookies["samovar_device"] = f"[{alice.pk}]:forged:signature"
    assert_too_many(forger.post("/login/", {"login": "alice", "password": PASSWORD}))


def test_mail_can_be_asked_for_only_so_often(client: Client) -> None:
    for number in range(30):
        answer = client.post("/password/reset/", {"email": f"nobody{number}@example.org"})
        assert answer.status_code == 302
    assert_too_many(client.post("/password/reset/", {"email": "nobody@example.org"}))


def test_nobody_is_flooded_with_mail(
    person: Callable[..., Any], client: Client, mailoutbox: list[Any]
) -> None:
    person("alice")
    for _ in range(10):
        assert client.post("/password/reset/", {"email": "alice@example.org"}).status_code == 302
    assert len(mailoutbox) == 5


def test_a_proxy_is_believed_only_when_there_is_one(person: Callable[..., Any], settings: Any) -> None:
    person("alice")
    client = APIClient()
    for number in range(60):
        client.post("/api/login/", WRONG, format="json", headers={"X-Forwarded-For": f"10.1.1.{number}"})
    assert_too_many(
        client.post("/api/login/", RIGHT, format="json", headers={"X-Forwarded-For": "10.1.1.99"})
    )
    settings.TRUSTED_PROXIES = 1
    answer = client.post(
        "/api/login/", RIGHT, format="json", headers={"X-Forwarded-For": "1.2.3.4, 10.1.1.99"}
    )
    assert answer.status_code == 200
