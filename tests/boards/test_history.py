"""How a page was: every state is found again, named, and made so once more."""

from __future__ import annotations

import uuid
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest

from samovar.boards.models import Element, Past
from tests.boards.drawing import rectangle
from tests.boards.test_on_the_wire import entered
from tests.support.line import Line, Refused, make_room
from tests.support.people import csrf_token
from tests.support.server import Server


def at(page: httpx.Client, state: dict[str, Any], seq: int) -> dict[str, Any]:
    address = f"/boards/{state['board']}/pages/{state['page']}/history/{seq}/"
    return {element["id"]: element for element in page.get(address).json()["elements"]}


def age(server: Server, page: int) -> None:
    """Let what is on the page have been so for a while."""
    with server.database() as alias:
        for element in Element.objects.using(alias).filter(page_id=page):
            element.at -= timedelta(minutes=1)
            element.save(using=alias)


async def test_each_state_is_found_again_and_can_be_restored(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        state = await entered(one, room)
        await entered(two, room)
        board, page = state["board"], state["page"]
        box, other = rectangle(index="a1"), rectangle(index="a2")

        async def put(*elements: dict[str, Any]) -> int:
            seq: int = (await one.ask("board.op", board=board, elements=list(elements)))["seq"]
            age(server, page)
            return seq

        first = await put(box)
        second = await put({**box, "x": 99, "version": 2}, other)
        third = await put({**box, "x": 99, "version": 3, "isDeleted": True})
        with closing(alice.browser()) as browser:
            assert {eid: element["x"] for eid, element in at(browser, state, first).items()} == {
                box["id"]: 10
            }
            then = at(browser, state, second)
            assert (then[box["id"]]["x"], set(then)) == (99, {box["id"], other["id"]})
            assert set(at(browser, state, third)) == {other["id"]}
            await one.ask("board.name_version", board=board, page=page, name="Lesson 1", seq=second)
            told = browser.get(f"/boards/{board}/pages/{page}/history/").json()
            assert [version["name"] for version in told["versions"]] == ["Lesson 1"]
            assert [moment["seq"] for moment in told["moments"]] == [first, second, third]
        with pytest.raises(Refused) as refused:
            await two.ask("board.restore", board=board, page=page, seq=first)
        assert refused.value.code == "not_host"
        await one.ask("board.restore", board=board, page=page, seq=first)
        now = {one["id"]: one for one in (await two.ask("board.enter", room=room))["elements"]}
        assert {eid: element["x"] for eid, element in now.items()} == {box["id"]: 10}
        assert now[box["id"]]["version"] == 4, "it is a change like any other"
        await two.wait(
            lambda: third + 1 in [told["d"]["seq"] for told in two.events("board.changed")], "the restoring"
        )


async def test_what_one_person_moves_in_one_go_is_one_state(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one:
        state = await entered(one, room)
        box = rectangle()
        for turn in range(1, 20):
            moved = {**box, "x": turn, "version": turn}
            await one.ask("board.op", board=state["board"], elements=[moved])
    with server.database() as alias:
        assert Past.objects.using(alias).filter(page_id=state["page"]).count() < 10


async def test_an_edit_that_lost_is_kept_for_its_author_and_the_hosts(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        state = await entered(one, room)
        await entered(two, room)
        await entered(three, room)
        board, page, box = state["board"], state["page"], rectangle(version=5)
        address = f"/boards/{board}/pages/{page}/lost/"
        await one.ask("board.policy", board=board, policy="everybody")
        await one.ask("board.op", board=board, elements=[box])
        for version in (2, 3):
            await two.ask("board.op", board=board, elements=[{**box, "version": version, "x": version}])

        def lost(browser: httpx.Client) -> list[tuple[str, int]]:
            return [(edit["by"], edit["element"]["x"]) for edit in browser.get(address).json()["lost"]]

        with closing(alice.browser()) as host, closing(bob.browser()) as author:
            with closing(charlie.browser()) as other:
                assert lost(other) == []
            # Of many edits of one element the last one is worth having.
            assert lost(host) == lost(author) == [(bob.username, 3)]
            edit = author.get(address).json()["lost"][0]["id"]
            with pytest.raises(Refused) as refused:
                await three.ask("board.forget_lost", board=board, page=page, edit=edit)
            assert refused.value.code == "not_found"
            await two.ask("board.forget_lost", board=board, page=page, edit=edit)
            assert lost(host) == lost(author) == []


async def test_a_room_without_history_keeps_the_board_but_not_how_it_was(server: Server) -> None:
    alice = server.person("alice")
    async with Line.of(alice) as one:
        with closing(alice.browser()) as page:
            room = open_room(page)
            state = await entered(one, room)
            assert not state["history"]
            box = rectangle()
            await one.ask("board.op", board=state["board"], elements=[box])
            age(server, state["page"])
            await one.ask("board.op", board=state["board"], elements=[{**box, "version": 2}])
            address = f"/boards/{state['board']}/pages/{state['page']}/history/"
            assert page.get(address).json()["code"] == "no_history"
            with pytest.raises(Refused) as refused:
                await one.ask("board.restore", board=state["board"], page=state["page"], seq=1)
            assert refused.value.code == "no_history"
    with server.database() as alias:
        assert not Past.objects.using(alias).filter(page_id=state["page"]).exists()


def open_room(page: httpx.Client) -> int:
    """Host a meeting, which keeps no history, and return the id of its room."""
    token = csrf_token(page.get("/rooms/").text)
    answer = page.post("/rooms/meeting/", data={"csrfmiddlewaretoken": token}, follow_redirects=True)
    return int(answer.text.split('data-room-id="')[1].split('"')[0])
