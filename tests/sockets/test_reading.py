"""Reading over real sockets: told to the others, and to one's own other tabs."""

from __future__ import annotations

import re
from contextlib import closing

import pytest

from tests.support.line import Line
from tests.support.people import Person
from tests.support.server import Server


def talk_of(one: Person, other: Person) -> int:
    """Open the conversation of two people by its page and return its room."""
    with closing(one.browser()) as browser:
        page = browser.get(f"/messages/{other.username}/").text
    found = re.search(r'<samovar-chat room="(\d+)"', page)
    assert found, page[:500]
    return int(found[1])


@pytest.mark.rows("S4-7.1", "S1-09")
async def test_reading_is_told_to_the_other_one(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = talk_of(alice, bob)
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=room)
        await one.say(room, "hello")
        await two.wait(lambda: two.events("chat.inbox_changed"), "a changed inbox")
        assert (await two.ask("inbox.unread"))["unread"] == 1
        await two.ask("message.read", room=room, n=1)
        await one.wait(lambda: one.events("chat.read"), "that it was read")
        assert (await two.ask("inbox.unread"))["unread"] == 0
