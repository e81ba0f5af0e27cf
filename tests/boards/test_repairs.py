"""What belongs together is made to fit by the server, and only by it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.boards.drawing import rectangle
from tests.boards.test_on_the_wire import entered, ids
from tests.support.line import Line, Refused, make_room
from tests.support.server import Server

Element = dict[str, Any]


class Sheet:
    """A page with its host's line."""

    def __init__(self, line: Line, room: int, board: int) -> None:
        self.line, self.room, self.board = line, room, board

    async def put(self, *elements: Element) -> None:
        await self.line.ask("board.op", board=self.board, elements=list(elements))

    async def now(self) -> dict[str, Element]:
        state = await self.line.ask("board.enter", room=self.room)
        return {element["id"]: element for element in state["elements"]}


@pytest.fixture
async def sheet(server: Server) -> AsyncIterator[Sheet]:
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as line:
        yield Sheet(line, room, (await entered(line, room))["board"])


def arrow(target: str, **fields: Any) -> Element:
    line = {"type": "arrow", "points": [[0, 0], [50, 5]], "roundness": None, "elbowed": False}
    return rectangle(**{**line, "startBinding": {"elementId": target, "focus": 0, "gap": 1}, **fields})


def words(container: str | None, **fields: Any) -> Element:
    text: Element = {
        "type": "text", "text": "سلام", "originalText": "سلام", "fontSize": 20, "fontFamily": 5,
        "textAlign": "center", "verticalAlign": "middle", "containerId": container, "autoResize": True,
        "lineHeight": 1.25,
    }  # fmt: skip
    return rectangle(**{**text, **fields})


async def test_two_on_the_same_place_get_an_order_that_everybody_is_told(sheet: Sheet) -> None:
    first, second, above = rectangle(index="a1"), rectangle(index="a1"), rectangle(index="a2")
    await sheet.put(first)
    await sheet.put(above)
    await sheet.put(second)
    now = await sheet.now()
    assert now[first["id"]] == first
    assert "a1" < now[second["id"]]["index"] < "a2"
    assert now[second["id"]]["version"] > second["version"], "so that the one who drew it takes it"
    await sheet.line.wait(lambda: second["id"] in ids(sheet.line), "the second one with its place")
    told = sheet.line.events("board.changed")[-1]["d"]["elements"]
    assert [one["index"] for one in told] == [now[second["id"]]["index"]]


async def test_an_arrow_and_what_it_touches_know_each_other(sheet: Sheet) -> None:
    box = rectangle(index="a1")
    await sheet.put(box)
    line = arrow(box["id"], index="a2")
    await sheet.put(line)
    assert (await sheet.now())[box["id"]]["boundElements"] == [{"id": line["id"], "type": "arrow"}]
    await sheet.put({**box, "version": 9, "isDeleted": True})
    assert (await sheet.now())[line["id"]]["startBinding"] is None


async def test_an_edit_that_did_not_know_of_an_arrow_does_not_tear_it_off(sheet: Sheet) -> None:
    box = rectangle(index="a1")
    await sheet.put(box)
    line = arrow(box["id"], index="a2")
    await sheet.put(line)
    # Somebody moved the box before the arrow was known there.
    await sheet.put({**box, "version": 7, "x": 500})
    assert (await sheet.now())[box["id"]]["boundElements"] == [{"id": line["id"], "type": "arrow"}]
    await sheet.put({**box, "version": 9, "isDeleted": True})
    assert (await sheet.now())[line["id"]]["startBinding"] is None


async def test_an_arrow_that_goes_tears_no_other_off(sheet: Sheet) -> None:
    box = rectangle(index="a1")
    one, other = arrow(box["id"], index="a2"), arrow(box["id"], index="a3")
    for element in (box, one, other):
        await sheet.put(element)
    await sheet.put({**one, "version": 9, "isDeleted": True})
    now = await sheet.now()
    assert now[box["id"]]["boundElements"] == [{"id": other["id"], "type": "arrow"}]
    # A text that finds no place in the shape tears none off either.
    await sheet.put(words(box["id"], index="a4"))
    await sheet.put(words(box["id"], index="a5"))
    assert {"id": other["id"], "type": "arrow"} in (await sheet.now())[box["id"]]["boundElements"]
    await sheet.put({**now[box["id"]], "version": 20, "isDeleted": True})
    assert (await sheet.now())[other["id"]]["startBinding"] is None


async def test_an_arrow_that_moves_to_another_shape_leaves_the_first(sheet: Sheet) -> None:
    first, second = rectangle(index="a1"), rectangle(index="a2")
    await sheet.put(first, second)
    line = arrow(first["id"], index="a3")
    await sheet.put(line)
    await sheet.put(
        {**line, "version": 9, "startBinding": {**line["startBinding"], "elementId": second["id"]}}
    )
    now = await sheet.now()
    assert now[first["id"]]["boundElements"] == []
    assert now[second["id"]]["boundElements"] == [{"id": line["id"], "type": "arrow"}]


async def test_what_names_something_that_is_not_there_names_it_no_more(sheet: Sheet) -> None:
    lost = [{"id": "nobody", "type": "arrow"}]
    box = rectangle(index="a1", boundElements=lost, frameId="nowhere")
    line, text = arrow("nobody", index="a2"), words("nobody", index="a3")
    await sheet.put(box, line, text)
    now = await sheet.now()
    assert (now[box["id"]]["boundElements"], now[box["id"]]["frameId"]) == ([], None)
    assert now[line["id"]]["startBinding"] is None
    assert (now[text["id"]]["containerId"], now[text["id"]]["text"]) == (None, "سلام")


async def test_of_two_texts_in_one_shape_the_first_stays_in_it(sheet: Sheet) -> None:
    box = rectangle(index="a1")
    one, other = words(box["id"], index="a2"), words(box["id"], index="a3")
    await sheet.put(box, one)
    await sheet.put(other)
    now = await sheet.now()
    assert now[one["id"]]["containerId"] == box["id"]
    assert now[other["id"]]["containerId"] is None


async def test_a_frame_that_goes_lets_go_of_what_is_in_it(sheet: Sheet) -> None:
    frame = rectangle(type="frame", name=None, index="a1")
    inside = rectangle(frameId=frame["id"], index="a2")
    await sheet.put(frame, inside)
    assert (await sheet.now())[inside["id"]]["frameId"] == frame["id"]
    await sheet.put({**frame, "version": 5, "isDeleted": True})
    assert (await sheet.now())[inside["id"]]["frameId"] is None


@pytest.mark.rows("S0-25")
async def test_who_has_no_pen_is_told_what_is_there(server: Server, sheet: Sheet) -> None:
    bob = server.person("bob")
    mine = rectangle(index="a1")
    await sheet.put(mine)
    async with Line.of(bob) as two:
        await entered(two, sheet.room)
        with pytest.raises(Refused) as refused:
            await two.ask("board.op", board=sheet.board, elements=[{**mine, "version": 9, "x": 500}])
        assert refused.value.failure["current"] == [mine]
    assert (await sheet.now())[mine["id"]] == mine


async def test_many_at_once_from_two_people_end_in_one_order(server: Server, sheet: Sheet) -> None:
    bob = server.person("bob")
    async with Line.of(bob) as two:
        await entered(two, sheet.room)
        await sheet.line.ask("board.policy", board=sheet.board, policy="everybody")
        ask = [
            line.ask("board.op", board=sheet.board, elements=[rectangle(index=f"a{n}")])
            for n in range(10)
            for line in (sheet.line, two)
        ]
        await asyncio.gather(*ask)
        places = [element["index"] for element in (await sheet.now()).values()]
        assert len(set(places)) == len(places) == 20
