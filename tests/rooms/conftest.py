"""People at the doors of rooms: a browser's pages and a REST client in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.support.people import PASSWORD


@pytest.fixture
def api_of() -> Callable[..., APIClient]:
    """Give a factory of REST clients that send a person's token."""

    def make(user: Any) -> APIClient:
        client = APIClient()
        answer = client.post("/api/login/", {"username": user.username, "password": PASSWORD}, format="json")
        assert answer.status_code == 200, answer.content
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
        return client

    return make
