"""What tests of accounts need: REST clients, and the links in mails."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from rest_framework.test import APIClient

from tests.support.people import PASSWORD

_numbers = count(1)
ALICE = {
    "username": "alice",
    "email": "alice@example.org",
    "first_name": "Alice",
    "last_name": "Keller",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def mailed_path(mail: EmailMessage) -> str:
    """Return the path of the first link in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.body))
    assert found, mail.body
    return found.group(1)


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def bearer() -> Callable[[str], APIClient]:
    """Give a factory of REST clients that send a token."""

    def make(access: str) -> APIClient:
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
        return client

    return make


@pytest.fixture
def register(db: None, api: APIClient) -> Callable[..., dict[str, str]]:
    """Give a factory of unverified accounts made by API: ``register("alice")`` -> its tokens."""

    def make(name: str, **more: Any) -> dict[str, str]:
        body = {"username": name, "email": f"{name}@example.org", "password": PASSWORD, **more}
        answer = api.post("/api/register/", body, format="json")
        assert answer.status_code == 201, answer.content
        tokens: dict[str, str] = answer.json()
        return tokens

    return make


@pytest.fixture
def logged_in(person: Callable[..., Any]) -> Callable[..., Client]:
    """Give a factory of browsers in which somebody went through the login page."""

    def make(name: str, *, exists: bool = False) -> Client:
        if not exists:
            person(name)
        client = Client()
        answer = client.post("/login/", {"login": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return make
