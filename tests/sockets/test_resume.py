"""Coming back after a lost line: nothing lost, nothing twice, everything in order."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import pytest

from tests.support.line import Line, make_room
from tests.support.people import Person
from tests.support.server import Server


def fill(server: Server, room: int, amount: int, body: str = "x") -> None:
    """Store ``amount`` more events, as if so much had happened while somebody was away."""
    from django.db import transaction  # noqa: PLC0415

    from samovar.core.models import Stream, StreamEvent  # noqa: PLC0415

    key = f"r:{room}"
    with server.database() as alias, transaction.atomic(using=alias):
        stream = Stream.objects.using(alias).select_for_update().get(pk=key)
        events = [
            StreamEvent(stream_id=key, seq=stream.seq + number, name="test.filled", data={"body": body})
            for number in range(1, amount + 1)
        ]
        StreamEvent.objects.using(alias).bulk_create(events)
        Stream.objects.using(alias).filter(pk=key).update(seq=stream.seq + amount)


async def filled(server: Server, room: int, amount: int, body: str = "x") -> None:
    """The same while a line is open, whose pings want an answer meanwhile."""
    await asyncio.to_thread(fill, server, room, amount, body)


async def away(server: Server, alice: Person, bob: Person) -> tuple[int, dict[str, Any]]:
    """Bob was in a kept room and lost the line; return the room and where he stood."""
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(bob) as line:
        await line.ask("room.enter", room=room)
        await line.say(room, "before")
        await line.see("before")
        [told] = line.events("chat.message_sent")
    return room, {"epoch": "e1", "seq": told["q"]}


def numbers(line: Line, room: int) -> list[int]:
    return [frame["q"] for frame in line.frames if frame["s"] == f"r:{room}" and "q" in frame]


async def test_what_happened_meanwhile_comes_in_order_and_then_live(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        for number in range(5):
            await one.say(room, f"missed {number}")
        async with Line.of(bob) as line:
            answer = await line.ask("resume", pos={f"r:{room}": place})
            assert answer["reset"] == []
            assert line.bodies()[-5:] == [f"missed {number}" for number in range(5)]
            head = answer["pos"][f"r:{room}"]["seq"]
            seen = numbers(line, room)
            # Who was away long enough to be missed is told of live, which may come before what was missed.
            missed = seen[seen.index(place["seq"] + 1) :]
            assert missed[: head - place["seq"]] == list(range(place["seq"] + 1, head + 1))
            await one.say(room, "live again")
            await line.see("live again")


async def test_a_thousand_events_come_back(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    async with Line.of(alice) as one:
        # Who is away is told to have left after some seconds: only then the head stays where it is.
        await one.ask("resume", pos={f"r:{room}": place})
        await one.wait(lambda: one.events("rooms.person_left"), "bob is gone")
        head = (await one.ask("ping"))["heads"][f"r:{room}"]["seq"]
        await filled(server, room, 1000 - (head - place["seq"]))
        async with Line.of(bob) as line:
            # Bob's own return is one more.
            answer = await line.ask("resume", pos={f"r:{room}": {**place, "seq": place["seq"] + 1}})
            assert answer["reset"] == []
            reached = answer["pos"][f"r:{room}"]["seq"]
            missed = {number for number in numbers(line, room) if number <= reached}
            assert sorted(missed) == list(range(place["seq"] + 2, reached + 1))
            assert reached >= place["seq"] + 1000


@pytest.mark.parametrize(("behind", "reset"), [(1000, False), (1001, True)])
async def test_exactly_a_thousand_is_the_most(server: Server, behind: int, reset: bool) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, _place = await away(server, alice, bob)
    async with Line.of(bob) as line:
        # In the room already, so that coming back is told to nobody and the head stays.
        head = (await line.ask("room.enter", room=room))["pos"]["seq"]
        await filled(server, room, 1100)
        place = {"epoch": "e1", "seq": head + 1100 - behind}
        answer = await line.ask("resume", pos={f"r:{room}": place})
        assert answer["reset"] == ([f"r:{room}"] if reset else [])
        got = set(numbers(line, room))
        assert reset or got >= set(range(place["seq"] + 1, head + 1101))


async def test_pages_are_short_also_when_events_are_long(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, _place = await away(server, alice, bob)
    sizes: list[int] = []
    async with Line.of(bob) as line:
        head = (await line.ask("room.enter", room=room))["pos"]["seq"]
        await filled(server, room, 300, "س" * 8000)
        take = line._take

        def note(frame: dict[str, Any]) -> None:
            sizes.append(len(json.dumps(frame, ensure_ascii=False).encode()))
            take(frame)

        line._take = note  # type: ignore[method-assign]  # looks over the shoulder
        await line.ask("resume", pos={f"r:{room}": {"epoch": "e1", "seq": head}})
        assert sorted(set(numbers(line, room)))[-300:] == list(range(head + 1, head + 301))
        assert max(sizes) < 256 * 1024


async def test_another_epoch_or_a_place_ahead_has_to_be_loaded_anew(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    key = f"r:{room}"
    async with Line.of(bob) as line:
        for wrong in ({**place, "epoch": "e0"}, {**place, "seq": place["seq"] + 1000}, {**place, "seq": -1}):
            assert (await line.ask("resume", pos={key: wrong}))["reset"] == [key]


async def test_a_log_that_was_pruned_has_to_be_loaded_anew(server: Server) -> None:
    from samovar.core.models import StreamEvent  # noqa: PLC0415

    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    fill(server, room, 10)
    with server.database() as alias:
        StreamEvent.objects.using(alias).filter(stream_id=f"r:{room}", seq__lte=place["seq"] + 3).delete()
    async with Line.of(bob) as line:
        assert (await line.ask("resume", pos={f"r:{room}": place}))["reset"] == [f"r:{room}"]


async def test_nothing_falls_between_coming_back_and_going_on(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)

        async def talk() -> None:
            for number in range(150):
                await one.say(room, f"word {number}")

        talking = asyncio.create_task(talk())
        last = place["seq"]
        for _ in range(4):
            async with Line.of(bob) as line:
                answer = await line.ask("resume", pos={f"r:{room}": {**place, "seq": last}})
                assert answer["reset"] == []
                await line.wait(lambda line=line: len(numbers(line, room)) >= 10 or talking.done(), "more")  # type: ignore[misc]
                got = sorted(set(numbers(line, room)))
                assert got == list(range(last + 1, last + 1 + len(got)))
                last = got[-1] if got else last
        await talking
        async with Line.of(bob) as line:
            await line.ask("resume", pos={f"r:{room}": {**place, "seq": last}})
            head = (await line.ask("ping"))["heads"][f"r:{room}"]["seq"]
            await line.wait(lambda: head in numbers(line, room) or head == last, "the last event")


async def test_pings_carry_the_heads(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        answer = await line.say(room, "one")
        heads = (await line.ask("ping"))["heads"]
        assert heads[f"r:{room}"] == {"epoch": "e1", "seq": answer["seq"]}
        assert set(heads) == {f"r:{room}", f"u:{alice.id}"}


async def test_a_slow_reader_is_closed_and_loses_nothing(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, place = await away(server, alice, bob)
    async with Line.of(alice) as one:
        await one.ask("room.enter", room=room)
        narrow = Line.of(bob)
        narrow.window = 4096
        async with narrow as slow:
            await slow.ask("room.enter", room=room)
            slow.socket.transport.pause_reading()
            # More than the kernel takes on both sides, and the queue after it.
            writing = asyncio.gather(*(one.say(room, "x" * 8000) for _ in range(280)))
            # For the others he is gone as soon as he is too slow, before he can hear it.
            await one.wait(lambda: one.events("rooms.person_left"), "bob is gone")
            slow.socket.transport.resume_reading()
            await slow.wait(lambda: slow.code is not None, "closed")
            assert slow.code == 4408
            last = max(numbers(slow, room))
            await writing
        async with Line.of(bob) as line:
            reached = await line.ask("resume", pos={f"r:{room}": {**place, "seq": last}})
            assert reached["reset"] == []
            head = reached["pos"][f"r:{room}"]["seq"]
            got = sorted({*numbers(slow, room), *numbers(line, room)})
            assert got == list(range(got[0], got[0] + len(got)))
            assert got[-1] >= head > last
