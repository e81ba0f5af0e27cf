"""People at the doors of chat, in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    """Give a factory of browsers in which a person is logged in."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
