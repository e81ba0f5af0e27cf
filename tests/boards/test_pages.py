"""Several pages on a board: each is drawn on by itself, and all see the same list."""

from __future__ import annotations

import uuid
from contextlib import closing

import pytest

from tests.boards.drawing import rectangle
from tests.boards.test_on_the_wire import entered, ids
from tests.support.line import Line, Refused, make_room
from tests.support.server import Server


async def test_what_is_on_one_page_is_not_on_another(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        first = await entered(one, room)
        await entered(two, room)
        board = first["board"]
        added = (await one.ask("board.add_page", board=board, title="Second"))["page"]
        await two.wait(lambda: two.events("board.pages"), "the new page")
        told = two.events("board.pages")[-1]["d"]["pages"]
        assert [page["title"] for page in told] == ["", "Second"]
        await one.ask("board.enter", room=room, page=added)
        drawn, other = rectangle(), rectangle()
        await one.ask("board.op", board=board, page=added, elements=[drawn])
        await one.ask("board.op", board=board, elements=[other])
        await two.wait(lambda: other["id"] in ids(two), "what is on the page that is open")
        assert drawn["id"] not in ids(two)
        state = await two.ask("board.enter", room=room, page=added)
        assert [element["id"] for element in state["elements"]] == [drawn["id"]]


async def test_hosts_name_move_and_remove_pages_and_the_last_one_stays(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        state = await entered(one, room)
        board, first = state["board"], state["page"]
        await entered(two, room)
        second = (await one.ask("board.add_page", board=board))["page"]
        third = (await one.ask("board.add_page", board=board, after=first))["page"]
        await one.ask("board.change_page", board=board, page=second, title="دوم", place=1)
        await one.ask("board.rename", board=board, title="Algebra")
        pages = (await one.ask("board.enter", room=room))["pages"]
        assert [page["id"] for page in pages] == [second, first, third]
        assert pages[0]["title"] == "دوم"
        for op, fields in (
            ("board.add_page", {}),
            ("board.change_page", {"page": first, "title": "x"}),
            ("board.remove_page", {"page": first}),
            ("board.rename", {"title": "x"}),
        ):
            with pytest.raises(Refused) as refused:
                await two.ask(op, board=board, **fields)
            assert refused.value.code in {"not_host", "no_pen"}
        await one.ask("board.remove_page", board=board, page=first)
        await one.ask("board.remove_page", board=board, page=second)
        with pytest.raises(Refused) as refused:
            await one.ask("board.remove_page", board=board, page=third)
        assert refused.value.code == "last_page"
        with pytest.raises(Refused) as refused:
            await one.ask("board.enter", room=room, page=first)
        assert refused.value.code == "page_not_found"
    with closing(alice.browser()) as page:
        assert "Algebra" in page.get("/boards/").text


async def test_a_page_of_another_board_is_not_there(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, other = (make_room(person, f"board {uuid.uuid4()}", private=True) for person in (alice, bob))
    async with Line.of(alice) as one, Line.of(bob) as two:
        board = (await entered(one, room))["board"]
        theirs = await entered(two, other)
        for op, fields in (
            ("board.op", {"elements": [rectangle()]}),
            ("board.change_page", {"title": "x"}),
            ("board.remove_page", {}),
            ("board.restore", {"seq": 0}),
        ):
            with pytest.raises(Refused) as refused:
                await one.ask(op, board=board, page=theirs["page"], **fields)
            assert refused.value.code == "page_not_found"


async def test_the_presenter_leads_and_loses_that_with_the_pen(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    view = {"x": 0, "y": 0, "width": 800, "height": 600}
    async with Line.of(alice) as one, Line.of(bob) as two:
        board = (await entered(one, room))["board"]
        me = (await entered(two, room))["me"]
        with pytest.raises(Refused) as refused:
            await two.ask("board.present", board=board, on=True)
        assert refused.value.code == "no_pen"
        await one.ask("board.pen", room=room, participant=me, on=True)
        await two.ask("board.present", board=board, on=True)
        await two.ask("board.view", board=board, **view)
        await one.wait(lambda: one.events("board.view"), "what bob sees")
        assert one.events("board.view")[0]["d"]["participant"] == me
        # The presenter's other tabs hear it too: only one of them leads.
        await two.wait(lambda: two.events("board.view"), "what bob's tabs see")
        async with Line.of(alice) as late:
            assert (await entered(late, room))["presenter"] == me
        await one.ask("board.pen", room=room, participant=me, on=False)
        assert (await one.ask("board.enter", room=room))["presenter"] is None
        with pytest.raises(Refused) as refused:
            await two.ask("board.view", board=board, **view)
        assert refused.value.code == "not_presenter"
