"""People for tests: made straight in a server's database, logged in through its doors."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from tests.support.server import Server

PASSWORD = "correct horse battery"
_addresses = count(1)


@cache
def password_hash() -> str:
    """Return the hash of ``PASSWORD``, computed once: a real one is slow on purpose."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415 - after the settings were read

    return make_password(PASSWORD, hasher="argon2")


def fresh_address() -> str:
    """Return another address each time, so that no test meets the limits of another."""
    number = next(_addresses)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@dataclass
class Person:
    """Somebody with an account on ``server``; ``PASSWORD`` is everybody's password."""

    server: Server
    id: int
    username: str
    email: str
    password: str = PASSWORD
    address: str = field(default_factory=fresh_address)

    def browser(self) -> httpx.Client:
        """Return a client that went through the login page and holds its cookies."""
        client = self.server.client(self.address)
        page = client.get("/login/")
        form = {
            "login": self.username,
            "password": self.password,
            "csrfmiddlewaretoken": csrf_token(page.text),
        }
        answer = client.post("/login/", data=form)
        assert answer.status_code == 302, (
            f"login of {self.username}: {answer.status_code} {answer.text[:500]}"
        )
        return client

    def cookies(self) -> dict[str, str]:
        """Return the cookies of a new login."""
        with closing(self.browser()) as client:
            return dict(client.cookies)

    def tokens(self) -> dict[str, str]:
        """Return ``{"refresh", "access"}`` of a new login through the API."""
        with self.server.client(self.address) as client:
            answer = client.post("/api/login/", json={"username": self.username, "password": self.password})
        assert answer.status_code == 200, (
            f"API login of {self.username}: {answer.status_code} {answer.text[:500]}"
        )
        tokens: dict[str, Any] = answer.json()
        return {"refresh": tokens["refresh"], "access": tokens["access"]}

    def api(self) -> httpx.Client:
        """Return a client that sends a fresh access token."""
        client = self.server.client(self.address)
        client.headers["Authorization"] = f"Bearer {self.tokens()['access']}"
        return client


def csrf_token(page: str) -> str:
    """Return the token of the first form on ``page``."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, f"no form with a csrf token: {page[:500]}"
    return found.group(1)
