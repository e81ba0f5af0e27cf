"""What the shell hears of conversations that are not open."""

from __future__ import annotations

import uuid

import pytest

from tests.support.line import Line, make_room
from tests.support.server import Server


@pytest.mark.rows("S4-7.2")
async def test_members_of_a_group_hear_of_it_wherever_they_are_and_strangers_do_not(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"room {uuid.uuid4()}", users=[bob.id])
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        await one.ask("room.enter", room=room)
        for line in (two, three):
            await line.ask("inbox.unread")
        await one.say(room, "hello")
        await two.wait(lambda: two.events("chat.inbox_changed"), "word of the message")
        assert [event["d"]["room"] for event in two.events("chat.inbox_changed")] == [room]
        assert (await two.ask("inbox.unread"))["unread"] == 1
        await one.say(room, "again")
        await two.wait(lambda: len(two.events("chat.inbox_changed")) > 1, "word of the second")
        assert three.events("chat.inbox_changed") == []
        assert (await three.ask("inbox.unread"))["unread"] == 0


@pytest.mark.rows("S4-7.2")
async def test_who_closes_a_group_as_something_is_written_hears_of_it(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}", users=[bob.id])
    async with Line.of(bob) as elsewhere, Line.of(alice) as one:
        async with Line.of(bob) as tab:
            await tab.ask("room.enter", room=room)
            await one.say(room, "hello")
            await tab.see("hello")
        await elsewhere.wait(lambda: elsewhere.events("chat.inbox_changed"), "word of it")
        assert (await elsewhere.ask("inbox.unread"))["unread"] == 1
