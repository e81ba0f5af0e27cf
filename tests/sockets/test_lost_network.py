"""A network that is gone says no goodbye: nothing arrives any more, no end of the connection either."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator

import pytest

from samovar.config.asgi import UVICORN
from samovar.rooms.presence import LOST
from samovar.rooms.socket import SLACK
from tests.support.line import Line, make_room
from tests.support.server import Server
from tests.support.wire import Wire


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    async with Wire(server.port) as made:
        yield made


@pytest.mark.rows("S2-08")
async def test_who_lost_the_network_has_left_for_the_others(server: Server, wire: Wire) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"lost {uuid.uuid4()}")
    query = f"?token={bob.tokens()['access']}"
    async with Line.of(alice) as watching, Line(server, query=query, port=wire.port) as losing:
        await watching.ask("room.enter", room=room)
        await losing.ask("room.enter", room=room)
        await watching.wait(lambda: watching.events("rooms.person_joined"), "bob joined")
        wire.cut()
        await watching.wait(lambda: watching.events("rooms.person_left"), "bob is told to be lost")
        [left] = watching.events("rooms.person_left")
        assert left["d"]["person"]["user"] == bob.id
        assert left["d"]["lost"]
        wire.mend()
        await losing.wait(lambda: losing.code is not None, "bob learns of it")


async def test_a_silence_shorter_than_the_pings_is_told_to_nobody(server: Server, wire: Wire) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"silent {uuid.uuid4()}")
    async with Line(server, query=f"?token={alice.tokens()['access']}", port=wire.port) as line:
        await line.ask("room.enter", room=room)
        wire.cut()
        answer = await line.send("message.send", room=room, cid="1", body="held up")
        wire.mend()
        assert (await answer)["ok"]["n"] == 1
        assert line.code is None


def test_the_pings_find_it_within_five_seconds() -> None:
    """C14: told to the others within 5 s, whenever in the rhythm of the pings it happens."""
    assert UVICORN["ws_ping_interval"] + UVICORN["ws_ping_timeout"] + LOST + SLACK < 5
