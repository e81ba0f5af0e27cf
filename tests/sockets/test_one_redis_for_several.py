"""Several installations on one Redis: rooms of the same number, and nothing of one is heard in the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.sockets.test_many_processes import on
from tests.support.line import room_of
from tests.support.server import Server

APART = {
    "by prefix": ({"REDIS_PREFIX": "one"}, {"REDIS_PREFIX": "two"}),
    "by database": ({"database": "/1"}, {"database": "/2"}),
}


@pytest.mark.parametrize("by", APART)
async def test_two_installations_on_one_redis_are_apart(
    make_server: Callable[..., Server], redis_url: str, by: str
) -> None:
    here, there = (
        make_server(
            REDIS_URL=redis_url.removesuffix("/0") + own.get("database", "/0"),
            REDIS_PREFIX=own.get("REDIS_PREFIX", "samovar"),
        )
        for own in APART[by]
    )
    alice, bob = here.person("alice"), there.person("bob")
    room = room_of(alice, kept=False)
    assert room_of(bob, kept=False) == room
    async with (
        on(here, str(alice.tokens()["access"])) as mine,
        on(there, str(bob.tokens()["access"])) as other,
    ):
        for line, person in ((mine, alice), (other, bob)):
            people = (await line.ask("room.enter", room=room))["people"]
            assert [one["username"] for one in people] == [person.username]
        assert (await other.say(room, "in the other house"))["n"] == 1
        assert (await mine.say(room, "in this house"))["n"] == 1
        await mine.see("in this house")
        # What another process tells comes by the subscription, so a second turn leaves it its time.
        assert (await other.say(room, "once more"))["n"] == 2
        await mine.ask("message.history", room=room)
        assert mine.bodies() == ["in this house"]
