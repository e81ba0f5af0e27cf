"""Two processes on one PostgreSQL and one Redis: it does not matter on which of them somebody is."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from tests.support.line import Line, room_of
from tests.support.server import Server


def on(server: Server, access: str) -> Line:
    """Open a socket on this process by a token that any of them takes."""
    return Line(server, query=f"?token={access}")


@pytest.mark.parametrize("kept", [True, False])
async def test_messages_cross_in_both_directions_in_order_and_once(
    pair: tuple[Server, Server], kept: bool
) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=kept)
    async with on(first, alice.tokens()["access"]) as here, on(second, bob.tokens()["access"]) as there:
        await here.ask("room.enter", room=room)
        await there.ask("room.enter", room=room)
        for number in range(20):
            await (here, there)[number % 2].say(room, f"{number}")
        for line in (here, there):
            await line.see(*(f"{number}" for number in range(20)))
            # What two processes tell may overtake each other; by its place in the stream a page orders it.
            told = sorted(line.events("chat.message_sent"), key=lambda frame: int(frame["q"]))
            said = [frame["d"]["message"] for frame in told]
            assert [(message["n"], message["body"]) for message in said] == [
                (number + 1, f"{number}") for number in range(20)
            ]


@pytest.mark.parametrize("kept", [True, False])
async def test_the_same_message_sent_to_both_counts_once(pair: tuple[Server, Server], kept: bool) -> None:
    first, second = pair
    alice = first.person("alice")
    room, cid = room_of(alice, kept=kept), str(uuid.uuid4())
    access = alice.tokens()["access"]
    async with on(first, access) as here, on(second, access) as there:
        answers = await asyncio.gather(
            *(line.say(room, "once", cid) for line in (here, there) for _ in range(3))
        )
        assert all(answer == answers[0] for answer in answers)
        assert (await here.say(room, "twice"))["n"] == answers[0]["n"] + 1


@pytest.mark.parametrize("kept", [True, False])
async def test_who_lost_one_process_goes_on_at_the_other(pair: tuple[Server, Server], kept: bool) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=kept)
    access = bob.tokens()["access"]
    async with on(first, alice.tokens()["access"]) as here:
        await here.ask("room.enter", room=room)
        async with on(first, access) as lost:
            place = (await lost.ask("room.enter", room=room))["pos"]
        for number in range(5):
            await here.say(room, f"missed {number}")
        async with on(second, access) as back:
            answer = await back.ask("resume", pos={f"r:{room}": place})
            assert answer["reset"] == []
            assert back.bodies() == [f"missed {number}" for number in range(5)]
            await here.say(room, "live")
            await back.see("live")


async def test_logging_out_at_one_closes_the_sockets_of_the_other(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice = first.person("alice")
    tokens = alice.tokens()
    async with on(second, tokens["access"]) as line:
        with first.client() as client:
            client.headers["Authorization"] = f"Bearer {tokens['access']}"
            assert client.post("/api/logout/", json={"refresh": tokens["refresh"]}).status_code < 300
        await line.wait(lambda: line.code is not None, "the socket is closed")
        assert line.code == 4401
        assert line.events("accounts.session_ended")


async def test_who_is_taken_out_at_one_hears_nothing_more_at_the_other(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    access = alice.tokens()["access"]
    async with (
        on(first, access) as here,
        on(second, access) as beside,
        on(second, bob.tokens()["access"]) as there,
    ):
        for line in (here, beside, there):
            await line.ask("room.enter", room=room)
        with alice.api() as api:
            assert api.patch(f"/api/chatrooms/{room}/", json={"users": []}).status_code == 200
        await there.wait(lambda: there.events("rooms.member_removed"), "bob is told")
        await here.say(room, "without bob")
        # The hints come in order: with this one bob's process has heard that he is out.
        await beside.see("without bob")
        assert f"r:{room}" not in (await there.ask("ping"))["heads"]
        assert "without bob" not in there.bodies()


async def test_an_ended_room_ends_at_both(pair: tuple[Server, Server]) -> None:
    first, second = pair
    alice, bob = first.person("alice"), first.person("bob")
    room = room_of(alice, kept=True)
    async with on(second, bob.tokens()["access"]) as there:
        await there.ask("room.enter", room=room)
        with alice.api() as api:
            assert api.delete(f"/api/chatrooms/{room}/").status_code == 204
        await there.wait(lambda: there.events("rooms.room_closed"), "the end is told")
