"""What tests of the feed need: a storage of their own, and somebody logged in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    """Give a factory of browsers: ``browser(alice)`` is logged in as her."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
