"""People who are told things."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.notifications.actions import notify
from samovar.notifications.models import Notification


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    """Give a factory of browsers in which a person is logged in."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def invite() -> Callable[..., Notification | None]:
    """Give what rooms do when somebody is invited: ``invite(by, whom, key="1")``."""

    def tell(by: Any, whom: Any, *, room: str = "Tea at four", key: str = "1") -> Notification | None:
        return notify(
            actor=by, user=whom, kind="invitation", subject=room, target="/r/abc-defg-hij/", key=key
        )

    return tell
