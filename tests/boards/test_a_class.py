"""One draws, a class of thirty watches: everybody gets everything, in order and once."""

from __future__ import annotations

import uuid
from contextlib import AsyncExitStack
from functools import partial

import pytest

from tests.boards.drawing import stroke
from tests.boards.test_on_the_wire import entered
from tests.support.line import Line, make_room
from tests.support.server import Server

WATCHERS = 30


@pytest.mark.rows("S0-26")
async def test_thirty_watchers_get_each_stroke_once_and_in_order(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with AsyncExitStack() as stack:
        teacher = await stack.enter_async_context(Line.of(alice))
        board = (await entered(teacher, room))["board"]
        watchers = [
            await stack.enter_async_context(Line.of((bob, charlie)[number % 2])) for number in range(WATCHERS)
        ]
        for watcher in watchers:
            await entered(watcher, room)
        drawn = [stroke(index=f"a{number}") for number in range(9)]
        for element in drawn:
            await teacher.ask("board.op", board=board, elements=[element])
        last = drawn[-1]["id"]
        for watcher in watchers:
            await watcher.wait(partial(has_seen, watcher, last), "the last stroke")
            assert seen(watcher) == [element["id"] for element in drawn]


def has_seen(line: Line, eid: str) -> bool:
    return eid in seen(line)


def seen(line: Line) -> list[str]:
    return [one["id"] for told in line.events("board.changed") for one in told["d"]["elements"]]
