"""Redis and PostgreSQL are killed under two processes: nothing acknowledged is lost, and all heals."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Iterator

import pytest

from tests.api.plain import Wscat
from tests.sockets.pairs import two_processes
from tests.sockets.test_many_processes import on
from tests.support.line import Frame, Line, Refused, room_of
from tests.support.postgres import Cluster
from tests.support.redis import RedisServer
from tests.support.server import Server


@pytest.fixture
def engines() -> Iterator[tuple[Cluster, RedisServer]]:
    """A PostgreSQL and a Redis of this test's own, to kill."""
    cluster, store = Cluster(durable=True).start(), RedisServer()
    yield cluster, store
    store.stop()
    cluster.stop()


@pytest.fixture
def mortal(
    _make_server: Callable[..., Server], engines: tuple[Cluster, RedisServer]
) -> Iterator[tuple[Server, Server]]:
    with two_processes(_make_server, engines[0], engines[1].url) as both:
        yield both


async def say_until_taken(line: Line, room: int, body: str) -> Frame:
    """Send a message again under one client id, as a page does, until it is acknowledged."""
    cid = str(uuid.uuid4())
    while True:
        answer = await (await line.send("message.send", room=room, cid=cid, body=body))
        if "ok" in answer:
            return dict(answer["ok"])
        assert answer["err"]["code"] == "unavailable", answer
        # As long as the server asks one to wait.
        await asyncio.sleep(answer["err"]["retry"])


async def test_without_redis_kept_rooms_go_on_and_unkept_ones_say_so(
    mortal: tuple[Server, Server], engines: tuple[Cluster, RedisServer]
) -> None:
    first, second = mortal
    alice, bob = first.person("alice"), first.person("bob")
    kept, unkept = room_of(alice, kept=True), room_of(alice, kept=False)
    async with on(first, alice.tokens()["access"]) as here, on(second, bob.tokens()["access"]) as there:
        places = {room: (await there.ask("room.enter", room=room))["pos"] for room in (kept, unkept)}
        for room in (kept, unkept):
            await here.ask("room.enter", room=room)
        await here.say(kept, "before")
        await there.see("before")
        await asyncio.to_thread(engines[1].stop)
        said = [await here.say(kept, f"without redis {number}") for number in range(3)]
        assert [answer["n"] for answer in said] == [2, 3, 4]
        with pytest.raises(Refused) as refused:
            await here.say(unkept, "lost?")
        assert refused.value.code == "unavailable"
        assert there.code is None
        await there.ask("resume", pos={f"r:{kept}": places[kept]})
        assert [body for body in there.bodies() if body.startswith("without")] == [
            f"without redis {number}" for number in range(3)
        ]
        await asyncio.to_thread(engines[1].start)
        await say_until_taken(here, unkept, "unkept again")
        # Told live again as soon as both processes have found it.
        for number in range(300):
            await here.say(kept, f"after {number}")
            # A socket may say only so much in a second, and the longest pause between two tries is five.
            await asyncio.sleep(0.1)
            if any(body.startswith("after") for body in there.bodies()):
                break
        assert any(body.startswith("after") for body in there.bodies())


async def test_while_postgresql_is_away_nothing_is_acknowledged_and_then_everything_is_stored_once(
    mortal: tuple[Server, Server], engines: tuple[Cluster, RedisServer]
) -> None:
    first, second = mortal
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    with alice.api() as api:
        code = api.get(f"/api/chatrooms/{room}/").json()["code"]
    async with (
        on(first, alice.tokens()["access"]) as here,
        on(second, bob.tokens()["access"]) as there,
        Wscat.of(alice, code) as plain,
    ):
        await plain.ready()
        for line in (here, there):
            await line.ask("room.enter", room=room)
        acknowledged = [await here.say(room, f"before {number}") for number in range(5)]
        await asyncio.to_thread(engines[0].crash)
        waiting = asyncio.ensure_future(say_until_taken(here, room, "across the crash"))
        with pytest.raises(Refused) as refused:
            await there.say(room, "refused")
        assert refused.value.code == "unavailable"
        # The simple socket says the same, and stays open.
        await plain.send("also refused")
        told = await plain.next("error")
        assert (told["code"], told["retry"]) == ("unavailable", 1)
        await asyncio.to_thread(engines[0].resume)
        answer = await waiting
        assert answer["n"] == len(acknowledged) + 1
        await there.see(*(f"before {number}" for number in range(5)), "across the crash")
        assert there.bodies().count("across the crash") == 1
        assert (await say_until_taken(there, room, "and on"))["n"] == answer["n"] + 1
        await here.see("and on")
