"""Who belongs to a room no more hears it no more, also where the order to show him out got lost."""

from __future__ import annotations

import asyncio
import time
import uuid

from tests.boards.drawing import rectangle
from tests.boards.test_on_the_wire import entered
from tests.support.line import Line, make_room
from tests.support.people import Person
from tests.support.server import Server


def forget_place(server: Server, person: Person, room: int) -> None:
    """Take somebody's place in a room away as another process did whose order never came here."""
    from samovar.rooms.models import Membership  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        places = Membership.objects.using(alias).filter(
            room=room, participant__user__username=person.username
        )
        assert places.delete()[0] == 1


async def heard(alice: Line, bob: Line, room: int, other: int) -> bool:
    """Say something in ``room``; tell whether Bob heard it before he heard something said later elsewhere."""
    word, later = str(uuid.uuid4()), str(uuid.uuid4())
    await alice.say(room, word)
    await alice.say(other, later)
    await bob.wait(lambda: later in bob.bodies(), "what was said elsewhere")
    return word in bob.bodies()


async def test_who_lost_his_place_hears_neither_the_room_nor_its_board(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, other = (make_room(alice, f"strangers {uuid.uuid4()}") for _ in range(2))
    async with Line.of(alice) as here, Line.of(bob) as there:
        for line in (here, there):
            await line.ask("room.enter", room=other)
            await line.ask("room.enter", room=room)
            state = await entered(line, room)
        assert await heard(here, there, room, other)
        forget_place(server, bob, room)
        deadline = time.monotonic() + 60
        while await heard(here, there, room, other):
            assert time.monotonic() < deadline, "Bob still hears the room"
            await asyncio.sleep(0.5)  # Nobody may write more often for long.
        already = len(there.events("board.changed"))
        await here.ask("board.op", board=state["board"], page=state["page"], elements=[rectangle()])
        for _ in range(3):
            assert not await heard(here, there, room, other)
        assert len(there.events("board.changed")) == already
        people = (await here.ask("room.enter", room=room))["people"]
        assert [person["username"] for person in people] == [alice.username]
