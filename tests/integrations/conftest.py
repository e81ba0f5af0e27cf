"""People at the doors of integrations, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from samovar.core.writer import writer
from samovar.integrations import actions


@pytest.fixture(autouse=True)
def _no_writer_left() -> Iterator[None]:
    """End the writer's thread, whose connection would keep the test's database in use."""
    yield
    writer.stop()


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    """Give a factory of browsers in which a person is logged in."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def api_of() -> Callable[..., APIClient]:
    """Give a factory of REST clients: ``api_of(alice, grants={"rooms": "read"})``, of a bot by its id."""

    def make(user: Any, *, grants: dict[str, str] | None = None, bot_id: int | None = None) -> APIClient:
        wish = grants or {"*": "write"}
        made = actions.create_token(actor=user, name="test", days=7, grants=wish, bot_id=bot_id)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.text}")
        return client

    return make
