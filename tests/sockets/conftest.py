"""What the socket tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from tests.sockets.pairs import two_processes
from tests.support.line import Line
from tests.support.people import Person
from tests.support.postgres import Cluster
from tests.support.server import Server


@pytest.fixture(scope="module")
def somebody(server: Server) -> Person:
    """A person for tests that need no more than a socket."""
    return server.person("alice")


@pytest.fixture(scope="module")
def somebodys_token(somebody: Person) -> str:
    return somebody.tokens()["access"]


@pytest.fixture
async def shared_line(server: Server, somebodys_token: str) -> AsyncIterator[Line]:
    """A socket whose login is shared by the tests of a module."""
    async with Line(server, query=f"?token={somebodys_token}") as line:
        yield line


@pytest.fixture(scope="module")
def pair(
    _make_server: Callable[..., Server], postgres: Cluster, redis_url: str
) -> Iterator[tuple[Server, Server]]:
    """Two processes that the tests of a module share."""
    with two_processes(_make_server, postgres, redis_url) as both:
        yield both


@pytest.fixture
def mortal(
    _make_server: Callable[..., Server], postgres: Cluster, redis_url: str
) -> Iterator[tuple[Server, Server]]:
    """Two processes of this test's own, to kill or to start again."""
    with two_processes(_make_server, postgres, redis_url) as both:
        yield both
