"""Boards when there are several processes, when the pen moves, and when the server dies while people draw."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from typing import Any

import pytest

from tests.boards.drawing import rectangle, stroke
from tests.boards.test_on_the_wire import entered, ids
from tests.sockets.test_many_processes import on
from tests.support.line import Line, Refused, make_room
from tests.support.server import Server

DRAWERS = 6
logger = logging.getLogger(__name__)
INK = {"color": "#000000", "width": 2, "points": [[0, 0], [1, 1]]}


async def refusal(line: Line, op: str, **fields: Any) -> str:
    """Return the code by which this is refused, "" when it is not."""
    try:
        await line.ask(op, **fields)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.rows("S0-05", "S0-09")
async def test_what_is_drawn_at_one_process_is_seen_at_the_other_with_ink_and_cursors(
    pair: tuple[Server, Server],
) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with on(first, alice.tokens()["access"]) as here, on(second, bob.tokens()["access"]) as there:
        state = await entered(here, room)
        board = state["board"]
        assert (await entered(there, room))["can_draw"] is False
        line = stroke()
        await here.ask("board.cursor", board=board, x=3, y=4)
        await here.ask("board.live", board=board, stroke=line["id"], **INK)
        await there.wait(lambda: there.events("board.cursor"), "the cursor")
        await there.wait(lambda: there.events("board.ink"), "the ink")
        assert there.events("board.ink")[0]["d"]["stroke"] == line["id"]
        await here.ask("board.op", board=board, elements=[line])
        await there.wait(lambda: line["id"] in ids(there), "the stroke")
        await here.ask("board.policy", board=board, policy="everybody")
        await there.wait(lambda: there.events("board.role"), "the pen")
        box = rectangle()
        await there.ask("board.op", board=board, elements=[box])
        await here.wait(lambda: box["id"] in ids(here), "the box")
        assert [told["d"]["seq"] for told in here.events("board.changed")] == [1, 2]


@pytest.mark.rows("S0-C1", "S0-25")
async def test_a_pen_taken_at_one_process_is_gone_at_the_other_at_once(
    pair: tuple[Server, Server],
) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    access = bob.tokens()["access"]
    async with on(first, alice.tokens()["access"]) as host, on(second, access) as other:
        board = (await entered(host, room))["board"]
        me = (await entered(other, room))["me"]
        for turn in range(1, 6):
            begun = time.perf_counter()
            await host.ask("board.pen", room=room, participant=me, on=True)
            await other.wait(lambda turn=turn: len(other.events("board.role")) == 2 * turn - 1, "the pen")  # type: ignore[misc]  # a lambda's default
            logger.info("pen given and known in %.0f ms", (time.perf_counter() - begun) * 1000)
            assert await refusal(other, "board.op", board=board, elements=[rectangle()]) == ""
            assert await refusal(other, "board.live", board=board, **INK) == ""
            begun = time.perf_counter()
            await host.ask("board.pen", room=room, participant=me, on=False)
            await other.wait(lambda turn=turn: len(other.events("board.role")) == 2 * turn, "no pen")  # type: ignore[misc]  # as above
            logger.info("pen taken and known in %.0f ms", (time.perf_counter() - begun) * 1000)
            # What was allowed a moment ago is refused, whichever process is asked.
            assert await refusal(other, "board.op", board=board, elements=[rectangle()]) == "no_pen"
            assert await refusal(other, "board.live", board=board, **INK) == "no_pen"
        await host.ask("board.pen", room=room, participant=me, on=True)
        async with on(first, access) as late:
            assert (await entered(late, room))["can_draw"]
            await late.ask("board.op", board=board, elements=[rectangle()])


@pytest.mark.rows("S0-23", "S0-C1")
async def test_drawing_and_pen_outlive_the_server(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    room = make_room(alice, "board")
    box = rectangle()
    async with Line.of(alice) as host, Line.of(bob) as other:
        board = (await entered(host, room))["board"]
        me = (await entered(other, room))["me"]
        await host.ask("board.pen", room=room, participant=me, on=True)
        await other.ask("board.op", board=board, elements=[box])
    own_server.stop()
    own_server.start()
    async with Line.of(bob) as again, Line.of(alice) as host:
        state = await entered(again, room)
        assert (state["policy"], state["pens"], state["can_draw"]) == ("chosen", [me], True)
        assert [one["id"] for one in state["elements"]] == [box["id"]]
        await entered(host, room)
        await host.ask("board.pen", room=room, participant=me, on=False)
        assert await refusal(again, "board.op", board=board, elements=[rectangle()]) == "no_pen"


class Drawer:
    """Draws boxes and moves them, each until it is acknowledged, over restarts of the server."""

    def __init__(self, number: int) -> None:
        self.boxes = [rectangle(index=f"a{number}{turn}V") for turn in range(1, 9)]
        self.acknowledged: dict[str, int] = {}
        self.turn = 0

    async def draw(self, line: Line, board: int) -> None:
        """Go on where the last line broke, with what was sent and not acknowledged."""
        with contextlib.suppress(ConnectionError, OSError):
            while True:
                box = self.boxes[self.turn % len(self.boxes)]
                version = self.turn // len(self.boxes) + 1
                moved = {**box, "version": version, "x": version}
                code = await refusal(line, "board.op", board=board, elements=[moved])
                assert code in {"", "too_many", "unavailable"}
                if code == "":
                    self.acknowledged[box["id"]] = version
                    self.turn += 1


async def draw_until_killed(server: Server, drawers: list[Drawer], access: str, room: int) -> int:
    """Let all draw at once, kill the server when 30 more edits were acknowledged; return the board."""
    lines = [Line(server, query=f"?token={access}") for _drawer in drawers]
    await asyncio.gather(*(line.__aenter__() for line in lines))
    boards = [(await entered(line, room))["board"] for line in lines]
    before = sum(drawer.turn for drawer in drawers)
    tasks = [
        asyncio.create_task(drawer.draw(line, boards[0])) for drawer, line in zip(drawers, lines, strict=True)
    ]
    await lines[0].wait(lambda: sum(drawer.turn for drawer in drawers) >= before + 30, "30 edits")
    server.kill9()
    await asyncio.gather(*tasks)
    await asyncio.gather(*(line.__aexit__(None, None, None) for line in lines))
    return int(boards[0])


@pytest.mark.rows("S0-23")
@pytest.mark.timeout(300)
async def test_kill_9_while_people_draw_loses_no_acknowledged_edit(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    room = make_room(alice, "board")
    drawers = [Drawer(number) for number in range(DRAWERS)]
    async with Line.of(bob) as watcher:
        known = await entered(watcher, room)
    for _ in range(2):
        await draw_until_killed(own_server, drawers, alice.tokens()["access"], room)
        own_server.start()
    async with Line.of(alice) as line, Line.of(bob) as watcher:
        state = await entered(line, room)
        stored = {one["id"]: one for one in state["elements"]}
        for drawer in drawers:
            assert drawer.acknowledged, "everybody drew"
            for eid, version in drawer.acknowledged.items():
                assert stored[eid]["version"] >= version
        # Who watched before the kills asks for what was missed, and sees the same.
        back = await entered(watcher, room, epoch=known["epoch"], since=known["seq"])
        assert (back["seq"], {one["id"]: one for one in back["elements"]}) == (state["seq"], stored)
