"""Boards over real sockets of a real server."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import closing, suppress
from typing import Any

import pytest
from websockets import ConnectionClosed

from tests.boards.drawing import rectangle, stroke
from tests.support.line import Line, Refused, make_room
from tests.support.people import Person
from tests.support.server import Server


async def entered(line: Line, room: int, **fields: Any) -> dict[str, Any]:
    """Be in the room and look at its board."""
    await line.ask("room.enter", room=room)
    return await line.ask("board.enter", room=room, **fields)


def ids(line: Line) -> set[str]:
    return {one["id"] for told in line.events("board.changed") for one in told["d"]["elements"]}


@pytest.fixture
def three(server: Server) -> tuple[Person, Person, Person]:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    return alice, bob, charlie


@pytest.mark.rows("S0-05", "S0-09", "S0-20")
async def test_what_the_host_draws_is_seen_by_all_and_by_who_comes_late(
    three: tuple[Person, Person, Person],
) -> None:
    alice, bob, charlie = three
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as late:
        board = (await entered(one, room))["board"]
        await entered(two, room)
        drawn = stroke()
        answer = await one.ask("board.op", board=board, elements=[drawn])
        assert answer["lost"] == []
        await two.wait(lambda: drawn["id"] in ids(two), "the stroke")
        state = await entered(late, room)
        assert state["seq"] == answer["seq"] == two.events("board.changed")[0]["d"]["seq"]
        assert [element["id"] for element in state["elements"]] == [drawn["id"]]
        assert not state["can_draw"]
        again = await late.ask("board.enter", room=room, epoch=state["epoch"], since=state["seq"])
        assert again["elements"] == []


@pytest.mark.rows("S0-25")
async def test_who_has_no_pen_is_refused_and_goes_on_watching(three: tuple[Person, Person, Person]) -> None:
    alice, bob, charlie = three
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as other:
        board = (await entered(one, room))["board"]
        await entered(two, room)
        await entered(other, room)
        forged = stroke()
        for op, fields in (
            ("board.op", {"elements": [forged]}),
            ("board.live", {"color": "#000000", "width": 2, "points": [[0, 0]]}),
        ):
            with pytest.raises(Refused) as refused:
                await two.ask(op, board=board, **fields)
            assert refused.value.code == "no_pen"
            assert refused.value.failure.get("current", []) == []
        with pytest.raises(Refused) as refused:
            await two.ask("board.policy", board=board, policy="everybody")
        assert refused.value.code == "not_host"
        await one.ask("board.op", board=board, elements=[(right := stroke())])
        await two.wait(lambda: right["id"] in ids(two), "the host's stroke")
        await other.wait(lambda: right["id"] in ids(other), "the host's stroke")
        assert forged["id"] not in ids(one) | ids(two) | ids(other)
        assert not other.events("board.ink")


@pytest.mark.rows("S0-C1")
async def test_the_pen_is_given_and_taken_at_once(three: tuple[Person, Person, Person]) -> None:
    alice, bob, _charlie = three
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        board = (await entered(one, room))["board"]
        me = (await entered(two, room))["me"]
        await one.ask("board.pen", room=room, participant=me, on=True)
        await two.wait(lambda: two.events("board.role"), "the pen")
        told = two.events("board.role")[-1]["d"]
        assert (told["policy"], told["pens"]) == ("chosen", [me])
        await two.ask("board.op", board=board, elements=[rectangle()])
        async with Line.of(bob) as later:
            assert (await entered(later, room))["can_draw"]
        await one.ask("board.pen", room=room, participant=me, on=False)
        with pytest.raises(Refused):
            await two.ask("board.op", board=board, elements=[rectangle()])
        await one.ask("board.policy", board=board, policy="everybody")
        await two.ask("board.op", board=board, elements=[rectangle()])
        await one.ask("board.policy", board=board, policy="host")
        with pytest.raises(Refused):
            await two.ask("board.op", board=board, elements=[rectangle()])


async def test_the_higher_version_wins_then_the_lower_nonce(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one:
        board = (await entered(one, room))["board"]
        first = rectangle(version=5, versionNonce=50)

        async def put(**fields: Any) -> list[dict[str, Any]]:
            answer = await one.ask("board.op", board=board, elements=[{**first, **fields}])
            lost: list[dict[str, Any]] = answer["lost"]
            return lost

        assert await put() == []
        assert await put() == [], "the same twice is stored once"
        assert [now["x"] for now in await put(version=4, x=1)] == [10]
        assert [now["x"] for now in await put(versionNonce=60, x=2)] == [10]
        assert await put(versionNonce=40, x=3) == []
        assert await put(version=6, x=4, isDeleted=True) == []
        assert [now["isDeleted"] for now in await put(version=5, x=5)] == [True]
        assert (await one.ask("board.enter", room=room))["elements"] == []


async def test_who_knew_an_empty_page_hears_of_what_was_deleted_on_it(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one:
        state = await entered(one, room)
        drawn = rectangle()
        for fields in ({}, {"version": 2, "isDeleted": True}):
            await one.ask("board.op", board=state["board"], elements=[drawn | fields])
        again = await one.ask("board.enter", room=room, epoch=state["epoch"], since=0)
        assert [element["isDeleted"] for element in again["elements"]] == [True]
        assert (await one.ask("board.enter", room=room))["elements"] == []


@pytest.mark.parametrize(
    "bad",
    [
        {"index": "a00"},
        {"index": "!"},
        {"index": None},
        {"index": "b1"},
        {"points": None},
        {"points": [[0]]},
        {"points": [[0, 1e300]]},
        {"type": "iframe"},
        {"type": None},
        {"x": "1"},
        {"x": 1e9},
        {"link": "javascript:alert(1)"},
        {"strokeColor": "url(x)"},
        {"version": -1},
        {"id": ""},
        {"groupIds": "abc"},
    ],
)
async def test_what_would_break_other_editors_is_refused(server: Server, bad: dict[str, Any]) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one:
        board = (await entered(one, room))["board"]
        with pytest.raises(Refused) as refused:
            await one.ask("board.op", board=board, elements=[rectangle(), stroke(**bad)])
        assert refused.value.code == "bad_element"
        assert (await one.ask("board.enter", room=room))["elements"] == [], "a change is stored whole or not"


async def test_ink_and_cursors_are_seen_by_the_others(three: tuple[Person, Person, Person]) -> None:
    alice, bob, _charlie = three
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        board = (await entered(one, room))["board"]
        await entered(two, room)
        await asyncio.gather(
            one.ask(
                "board.live", board=board, color="#ff0000", width=2, points=[[-7, 2], [3.55, 4], [1, 6.04]]
            ),
            two.ask("board.cursor", board=board, x=1.5, y=2),
        )
        await two.wait(lambda: two.events("board.ink"), "ink")
        await one.wait(lambda: one.events("board.cursor"), "a cursor")
        assert two.events("board.ink")[0]["d"]["points"] == [-70, 20, 106, 20, -26, 20]
        assert one.events("board.cursor")[0]["d"]["name"]
        assert one.events("board.cursor")[0]["d"]["tool"] == "pointer"
        assert not one.events("board.ink")
        # The laser of the host is told from a cursor, and whether it leaves a trail.
        await one.ask("board.cursor", board=board, x=7, y=8, tool="laser", down=True)
        await two.wait(lambda: two.events("board.cursor"), "the laser")
        laser = two.events("board.cursor")[0]["d"]
        assert (laser["tool"], laser["down"], laser["x"], laser["y"]) == ("laser", True, 7, 8)


async def strokes_until_killed(line: Line, board: int, stored: set[str]) -> None:
    """Draw until nobody answers any more, and remember what was acknowledged."""
    with suppress(ConnectionError, ConnectionClosed):
        while True:
            element = stroke()
            await line.ask("board.op", board=board, elements=[element])
            stored.add(element["id"])


@pytest.mark.rows("S0-23")
async def test_nothing_acknowledged_is_lost_when_the_server_is_killed_while_people_draw(
    own_server: Server,
) -> None:
    alice = own_server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    stored: set[str] = set()
    async with Line.of(alice) as one, Line.of(alice) as two, Line.of(alice) as three:
        board = (await entered(one, room))["board"]
        drawing = [
            asyncio.create_task(strokes_until_killed(line, board, stored)) for line in (one, two, three)
        ]
        await one.wait(lambda: len(one.events("board.changed")) > 20, "strokes")
        own_server.kill9()
        await asyncio.gather(*drawing)
    own_server.start()
    with closing(alice.browser()) as page:
        there = page.get(f"/boards/{board}/scene/").json()["elements"]
    assert len(stored) > 10
    assert stored <= {element["id"] for element in there}
    assert len({element["index"] for element in there}) == len(there)
