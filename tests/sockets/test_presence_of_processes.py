"""Who is there, online, in a call or looking: the same on whichever process, also when one dies."""

from __future__ import annotations

import asyncio
import time
import uuid
from typing import cast

import pytest
import redis

from tests.sockets.test_every_door import conversation
from tests.sockets.test_many_processes import on
from tests.sockets.test_strangers import forget_place
from tests.support.line import Frame, Line, Refused, room_of
from tests.support.people import Person
from tests.support.server import Server
from tests.support.waiting import wait_until

SAID = [f"acknowledged {number}" for number in range(5)]


def names(people: list[Frame]) -> list[str]:
    return [person["username"] for person in people]


def token(person: Person) -> str:
    return str(person.tokens()["access"])


def told_of(line: Line, person: Person) -> list[str]:
    """What was told of somebody's coming and going, in order."""
    return [
        frame["e"].removeprefix("rooms.person_")
        for frame in line.frames
        if frame["e"].startswith("rooms.person_") and frame["d"]["person"]["user"] == person.id
    ]


async def joined(line: Line, room: int) -> str:
    """Join the call of a room; return the peer."""
    peer = str(uuid.uuid4())
    await line.ask("call.join", room=room, peer=peer, microphone=True, camera=True)
    return peer


@pytest.mark.parametrize("kept", [True, False])
async def test_who_enters_sees_everybody_wherever_they_are(pair: tuple[Server, Server], kept: bool) -> None:
    first, second = pair
    alice, bob, charlie = (first.person(name) for name in ("alice", "bob", "charlie"))
    room = room_of(alice, kept=kept)
    async with on(first, token(alice)) as one, on(second, token(bob)) as two:
        assert names((await one.ask("room.enter", room=room))["people"]) == [alice.username]
        assert names((await two.ask("room.enter", room=room))["people"]) == [alice.username, bob.username]
        await one.wait(lambda: told_of(one, bob), "alice is told of bob")
        async with on(first, token(charlie)) as three:
            people = names((await three.ask("room.enter", room=room))["people"])
            assert people == [alice.username, bob.username, charlie.username]


async def test_one_person_at_two_processes_comes_once_and_leaves_once(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    async with on(first, token(alice)) as line:
        await line.ask("room.enter", room=room)
        async with on(second, token(bob)) as here:
            await here.ask("room.enter", room=room)
            await line.wait(lambda: told_of(line, bob), "bob came")
            async with on(first, token(bob)) as there:
                await there.ask("room.enter", room=room)
            async with on(second, token(bob)) as there:
                await there.ask("room.enter", room=room)
                await there.ask("room.exit", room=room)
            await line.say(room, "still here")
        await line.wait(lambda: len(told_of(line, bob)) > 1, "bob left")
        assert told_of(line, bob) == ["joined", "left"]


async def test_leaving_by_hand_at_one_process_is_leaving_at_all(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    alices = token(alice)
    async with (
        on(first, alices) as line,
        on(second, alices) as beside,
        on(first, token(bob)) as here,
        on(second, token(bob)) as there,
    ):
        for one in (line, beside, here, there):
            await one.ask("room.enter", room=room)
        await here.ask("room.leave", room=room)
        await line.wait(lambda: line.events("rooms.person_left"), "bob left")
        assert names((await line.ask("room.enter", room=room))["people"]) == [alice.username]
        await line.say(room, "without bob")
        # What one process tells another comes in order: with this the second has heard that bob is out.
        await beside.see("without bob")
        assert f"r:{room}" not in (await there.ask("ping"))["heads"]


async def test_who_lost_his_place_unseen_is_listed_at_no_process(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    async with on(first, token(alice)) as here, on(second, token(bob)) as there:
        await here.ask("room.enter", room=room)
        await there.ask("room.enter", room=room)
        await here.wait(lambda: told_of(here, bob), "bob came")
        forget_place(first, bob, room)

        async def listed() -> list[str]:
            return names((await here.ask("room.enter", room=room))["people"])

        deadline = time.monotonic() + 60
        while await listed() != [alice.username]:
            assert time.monotonic() < deadline, "Bob is still listed"
            await asyncio.sleep(0.5)  # Nobody may ask more often for long.


async def test_all_processes_show_who_was_made_the_owner(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob, charlie = (first.person(name) for name in ("alice", "bob", "charlie"))
    room = room_of(alice, kept=True)
    async with (
        on(first, token(alice)) as here,
        on(second, token(bob)) as there,
        on(second, token(charlie)) as late,
    ):
        await here.ask("room.enter", room=room)
        bobs = (await there.ask("room.enter", room=room))["me"]["id"]
        await here.ask("room.hand_over", room=room, participant=bobs)
        people = (await late.ask("room.enter", room=room))["people"]
        assert {one["user"]: one["role"] for one in people} == {
            alice.id: "host",
            bob.id: "owner",
            charlie.id: "member",
        }


async def test_who_is_online_at_one_process_is_online_at_the_other(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    async with on(first, token(alice)) as line:

        def told(online: bool) -> bool:
            news = line.events("people.presence_changed")
            return any(one["d"]["user"] == bob.id and one["d"]["online"] is online for one in news)

        async with on(second, token(bob)):
            await line.wait(lambda: told(True), "bob is online")
            async with on(first, token(bob)):
                pass
            assert not told(False)
        await line.wait(lambda: told(False), "bob is offline")
        mine = [one for one in line.events("people.presence_changed") if one["d"]["user"] == bob.id]
        assert [one["d"]["online"] for one in mine] == [True, False]


async def test_who_is_away_at_one_process_and_busy_at_the_other_is_online(
    pair: tuple[Server, Server],
) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    async with on(first, token(alice)) as line:

        def told() -> list[tuple[bool, bool]]:
            news = [one["d"] for one in line.events("people.presence_changed")]
            return [(one["online"], one["away"]) for one in news if one["user"] == bob.id]

        async with on(second, token(bob)) as idle:
            await line.wait(lambda: told() == [(True, False)], "bob is online")
            await idle.ask("presence.idle", on=True)
            await line.wait(lambda: told()[1:] == [(True, True)], "bob is away")
            async with on(first, token(bob)):
                await line.wait(lambda: told()[2:] == [(True, False)], "bob is back, at the other process")
                assert (await line.ask("presence.of", users=[bob.id])) == {"online": [bob.id], "away": []}
            await line.wait(lambda: told()[3:] == [(True, True)], "away with the tab that is left")
            assert (await line.ask("presence.of", users=[bob.id]))["away"] == [bob.id]
            await idle.ask("presence.idle", on=False)
            await line.wait(lambda: told()[4:] == [(True, False)], "bob is back")
        await line.wait(lambda: told()[5:] == [(False, False)], "bob is offline")


@pytest.mark.parametrize("kept", [True, False])
async def test_a_call_and_its_hosts_reach_over_processes(pair: tuple[Server, Server], kept: bool) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=kept)
    async with on(first, token(alice)) as here, on(second, token(bob)) as there:
        for one in (here, there):
            await one.ask("room.enter", room=room)
        host, peer = await joined(here, room), await joined(there, room)
        await here.wait(lambda: here.events("calls.joined"), "alice is told of bob")
        await here.ask("call.signal", room=room, peer=host, to=peer, data={"ready": "a"})
        await there.wait(lambda: there.events("calls.signalled"), "the signal arrives")
        await here.ask("call.silence", room=room, peer=host, to=peer, source="camera")
        await there.wait(lambda: there.events("calls.silenced"), "bob is told")
        person = next(
            one for one in (await here.ask("room.enter", room=room))["people"] if one["user"] == bob.id
        )
        await here.ask("room.remove_person", room=room, participant=person["id"])
        await there.wait(lambda: there.events("rooms.member_removed"), "bob is told that he is out")
        await here.wait(lambda: here.events("calls.left"), "bob is out of the call")
        with pytest.raises(Refused) as refused:
            await there.ask("call.signal", room=room, peer=peer, to=host, data={"ready": "b"})
        assert refused.value.code == "not_in_call"
        assert names((await here.ask("room.enter", room=room))["people"]) == [alice.username]


async def shares(server: Server, room: int, looking: set[str]) -> None:
    """Wait until the processes share who looks at a room: a moment after it was said."""
    key = f"{server.environment['REDIS_PREFIX']}:held:looks:in:{room}"
    with redis.Redis.from_url(server.environment["REDIS_URL"], decode_responses=True) as store:

        def is_shared() -> bool:
            return set(cast("list[str]", store.hkeys(key))) == looking

        await asyncio.to_thread(wait_until, is_shared, what="who looks is shared")


async def test_who_looks_at_a_conversation_at_one_process_is_not_notified_by_the_other(
    pair: tuple[Server, Server],
) -> None:
    from samovar.notifications.models import Notification  # noqa: PLC0415 - after the settings were read

    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = conversation(alice, bob)
    async with on(first, token(alice)) as here, on(second, token(bob)) as there:
        for one in (here, there):
            await one.ask("room.enter", room=room)
        await there.ask("message.look", room=room, on=True)
        await shares(second, room, {f"u:{bob.id}"})
        await here.say(room, "seen at once")
        await there.see("seen at once")
        await there.ask("message.look", room=room, on=False)
        await shares(second, room, set())
        await here.say(room, "not seen")
        await there.see("not seen")
    with first.database() as alias:
        assert Notification.objects.using(alias).filter(user_id=bob.id, kind="message").count() == 1


@pytest.mark.parametrize("kept", [True, False])
async def test_who_was_at_a_killed_process_is_gone_unless_he_comes_back(
    mortal: tuple[Server, Server], kept: bool
) -> None:
    first, second = mortal
    alice, bob, charlie = (first.person(name) for name in ("alice", "bob", "charlie"))
    room = room_of(alice, kept=kept)
    bobs = token(bob)
    async with on(second, token(alice)) as line:

        def charlie_is(online: bool) -> bool:
            news = [one["d"] for one in line.events("people.presence_changed")]
            return any(one["user"] == charlie.id and one["online"] is online for one in news)

        await line.ask("room.enter", room=room)
        async with on(first, bobs) as lost, on(first, token(charlie)) as gone:
            place = (await lost.ask("room.enter", room=room))["pos"]
            await gone.ask("room.enter", room=room)
            await line.wait(lambda: told_of(line, bob) and told_of(line, charlie), "both came")
            await line.wait(lambda: charlie_is(True), "charlie is online")
            assert [(await lost.say(room, text))["n"] for text in SAID] == [1, 2, 3, 4, 5]
            first.kill9()
        async with on(second, bobs) as back:
            answer = await back.ask("resume", pos={f"r:{room}": place})
            assert answer["reset"] == []
            assert back.bodies() == SAID
            await line.wait(lambda: "left" in told_of(line, charlie), "charlie is gone")
            [left] = [frame["d"] for frame in line.events("rooms.person_left")]
            assert (left["person"]["user"], left["lost"]) == (charlie.id, True)
            people = (await line.ask("room.enter", room=room))["people"]
            assert sorted(names(people)) == sorted([alice.username, bob.username])
            await line.wait(lambda: charlie_is(False), "charlie is offline")
        # Not here: the lines have to answer the pings meanwhile.
        await asyncio.to_thread(first.start)
        async with on(first, token(charlie)) as anew:
            await anew.ask("room.enter", room=room)
            await anew.say(room, "back")
            await line.see("back")
