"""Whispers on the wire: two people receive them, a third one's socket never carries a byte of it."""

from __future__ import annotations

import json
import uuid
from contextlib import closing

import pytest

from tests.support.line import Line, Refused, make_room, room_of
from tests.support.people import csrf_token
from tests.support.server import Server

SECRET = "only for bob 7f3a"


async def whisper(
    line: Line, room: int, to: int, body: str = SECRET, cid: str | None = None
) -> dict[str, object]:
    """Say something to one participant of the room."""
    return await line.ask("message.whisper", room=room, to=to, body=body, cid=cid or str(uuid.uuid4()))


@pytest.mark.rows("S2-14", "S2-15", "S2-25")
@pytest.mark.parametrize("history", ["kept", "off"])
async def test_two_people_receive_it_and_nothing_of_it_reaches_a_third(server: Server, history: str) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = room_of(alice, kept=history == "kept")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        for line in (one, two, three):
            await line.ask("room.enter", room=room)
            await line.ask("message.whispers", room=room)
        people = (await three.ask("room.enter", room=room))["people"]
        to = next(person["id"] for person in people if person["username"] == bob.username)
        cid = str(uuid.uuid4())
        await whisper(one, room, to, cid=cid)
        await whisper(one, room, to, cid=cid)
        await one.wait(lambda: one.events("chat.whispered"), "the whisper")
        await two.wait(lambda: two.events("chat.whispered"), "the whisper")
        await one.say(room, "to all")
        await three.see("to all")
        assert (await one.ask("message.history", room=room))["messages"] == [] or history == "kept"
        assert SECRET not in json.dumps(three.frames)
        assert (await three.ask("message.whispers", room=room))["whispers"] == []
        history_of_three = await three.ask("message.history", room=room)
        assert SECRET not in json.dumps(history_of_three)
        assert [one.events("chat.whispered")[0]["d"]["whisper"]["body"]] == [SECRET]
        # What was sent twice may be told twice in a room without history, as the same event: it counts once.
        assert len({(event["s"], event["q"]) for event in two.events("chat.whispered")}) == 1


@pytest.mark.rows("S2-14")
async def test_whispers_of_a_kept_room_are_there_when_one_comes_back(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        me = (await two.ask("room.enter", room=room))["me"]["id"]
        await one.say(room, "before")
        await whisper(one, room, me)
    async with Line.of(bob) as two:
        [kept] = (await two.ask("message.whispers", room=room))["whispers"]
        assert (kept["body"], kept["after"], kept["to"]) == (SECRET, 1, me)


@pytest.mark.rows("C17", "B29")
async def test_a_whisper_to_nobody_oneself_or_somebody_blocked_is_refused(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        mine = (await one.ask("room.enter", room=room))["me"]["id"]
        his = (await two.ask("room.enter", room=room))["me"]["id"]
        with closing(bob.browser()) as browser:
            token = csrf_token(browser.get(f"/@{alice.username}/").text)
            answer = browser.post(f"/@{alice.username}/block/", data={"csrfmiddlewaretoken": token})
            assert answer.status_code == 302
        for to, code in ((his, "person_not_found"), (mine, "oneself"), (10**9, "person_not_found")):
            with pytest.raises(Refused) as refusal:
                await whisper(one, room, to)
            assert refusal.value.code == code
        assert (await two.ask("message.whispers", room=room))["whispers"] == []
