"""What the tests of the public API share."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from tests.support.people import Person
from tests.support.server import Server


@pytest.fixture
def alice(server: Server) -> Person:
    return server.person("alice")


@pytest.fixture
def bob(server: Server) -> Person:
    return server.person("bob")


@pytest.fixture
def charlie(server: Server) -> Person:
    return server.person("charlie")


@pytest.fixture
def name() -> Callable[[str], str]:
    """Give names nobody else uses: ``name("tea")``."""
    return lambda text: f"{text} {uuid.uuid4().hex[:10]}"
