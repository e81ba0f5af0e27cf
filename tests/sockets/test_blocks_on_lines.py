"""Two people of a block in one room, on lines that were open before: neither is shown what the other does."""

from __future__ import annotations

import uuid

import pytest

from tests.boards.test_on_the_wire import entered
from tests.people.test_blocks_live import press
from tests.support.line import Line, make_room
from tests.support.server import Server

SHOWN = ("chat.typing", "chat.read", "board.cursor")


async def do_something(line: Line, room: int, board: int, n: int) -> None:
    """Type, read up to the message ``n``, and point at the board."""
    await line.ask("message.typing", room=room)
    await line.ask("message.read", room=room, n=n)
    await line.ask("board.cursor", board=board, x=3, y=4)


def shown(line: Line, participant: int) -> set[str]:
    """Return the kinds of what this line was shown of a participant."""
    return {name for name in SHOWN for told in line.events(name) if told["d"]["participant"] == participant}


@pytest.mark.rows("B29", "B35", "B37")
async def test_typing_reading_and_pointing_are_shown_to_third_people_alone(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        states = [await entered(line, room) for line in (one, two, three)]
        board, places = states[0]["board"], [state["me"] for state in states]
        n = (await three.say(room, "tea"))["n"]
        press(alice, f"/@{bob.username}/block/")
        await do_something(one, room, board, n)
        await do_something(two, room, board, n)
        for place in places[:2]:
            await three.wait(lambda place=place: shown(three, place) == set(SHOWN), "both")  # type: ignore[misc]  # a lambda's default
        await three.say(room, "end")
        for line in (one, two):
            await line.see("tea", "end")
        assert shown(one, places[1]) == set()
        assert shown(two, places[0]) == set()
