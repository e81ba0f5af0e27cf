"""People in rooms whose tabs are bare sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest

from tests.calls.tab import Tab, tab_of
from tests.support.people import Person
from tests.support.server import Server

_numbers = count(1)


@pytest.fixture
def make_room() -> Callable[..., dict[str, Any]]:
    """Give a factory of rooms: ``make_room(owner)`` -> ``{"id", "name", ...}`` as REST shows it."""

    def make(owner: Person, **fields: Any) -> dict[str, Any]:
        with owner.api() as client:
            answer = client.post(
                "/api/chatrooms/", json={"name": f"Tea {next(_numbers)}", "users": [], **fields}
            )
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    return make


@pytest.fixture
def open_tab() -> Iterator[Callable[..., Tab]]:
    """Give a factory of tabs that close with the test: ``open_tab(person, room_id?)``."""
    with ExitStack() as stack:

        def make(person: Person, room_id: int | None = None) -> Tab:
            tab = stack.enter_context(tab_of(person))
            if room_id is not None:
                tab.ask("room.enter", room=room_id)
            return tab

        yield make


@pytest.fixture
def alice(server: Server) -> Person:
    return server.person("alice")


@pytest.fixture
def bob(server: Server) -> Person:
    return server.person("bob")


@pytest.fixture
def charlie(server: Server) -> Person:
    return server.person("charlie")
