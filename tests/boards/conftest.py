"""A board to draw on in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.boards.actions import open_board
from samovar.boards.element_actions import change_board
from samovar.core.caller import Caller
from samovar.rooms.actions import RoomDraft, create_room

Draw = Callable[..., Any]


@pytest.fixture
def draw(person: Callable[..., Any]) -> Draw:
    """Give what draws elements on a new board as its host."""
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="tea"))
    actor = Caller(f"u:{alice.pk}", 0, user_id=alice.pk)
    board = open_board(actor=actor, room_id=room.pk)

    def put(*elements: dict[str, Any]) -> Any:
        return change_board(actor=actor, board_id=board.pk, elements=list(elements))

    return put
