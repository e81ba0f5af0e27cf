"""Writing on the wire: drafts on every device, names that are told, polls that everybody sees."""

from __future__ import annotations

import json
import uuid

import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.server import Server

POLL = {"question": "Tea or coffee?", "options": ["Tea", "Coffee"]}


async def test_what_one_began_is_on_ones_other_devices_and_with_nobody_else(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as desk, Line.of(alice) as phone, Line.of(bob) as other:
        for line in (desk, phone, other):
            await line.ask("room.enter", room=room)
        kept = await desk.ask("writing.keep", room=room, body="a secret 91c")
        await phone.wait(lambda: phone.events("chat.begun_changed"), "the draft")
        [told] = phone.events("chat.begun_changed")
        assert told["d"] == {"room": room, "body": "a secret 91c", "rev": kept["rev"]}
        assert (await phone.ask("writing.ask", room=room))["body"] == "a secret 91c"
        gone = await phone.ask("writing.keep", room=room, body="")
        assert gone["rev"] > kept["rev"]
        await desk.wait(lambda: len(desk.events("chat.begun_changed")) == 2, "that it is gone")
        assert (await other.ask("writing.ask", room=room))["body"] == ""
        assert "91c" not in json.dumps(other.frames)
        await phone.ask("writing.choose", enter_sends=False)
        await desk.wait(lambda: desk.events("chat.habit_chosen"), "the choice")
        assert (await desk.ask("writing.ask", room=room))["enter_sends"] is False


async def test_a_room_that_keeps_nothing_keeps_no_draft(server: Server) -> None:
    alice = server.person("alice")
    from samovar.rooms.models import Room  # noqa: PLC0415 - after the settings were read

    room = make_room(alice, f"room {uuid.uuid4()}")
    with server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(history="off")
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        with pytest.raises(Refused) as refusal:
            await line.ask("writing.keep", room=room, body="psst")
        assert refusal.value.code == "not_kept"
        assert (await line.ask("writing.ask", room=room))["body"] == ""


async def test_a_name_is_told_to_its_owner_wherever_he_is(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        offered = await one.ask("message.mentionable", room=room, text=bob.username[:4])
        assert bob.username in [person["username"] for person in offered["people"]]
        assert offered["everybody"] is False
        await one.say(room, f"@{bob.username} tea?")
        await two.wait(lambda: two.events("notifications.changed"), "the notice")
        await two.see(f"@{bob.username} tea?")
        assert two.events("notifications.changed")[0]["d"]["text"].startswith(alice.username)
        [message] = [frame["d"]["message"] for frame in two.events("chat.message_sent")]
        assert [mention["key"] for mention in message["mentions"]] == [bob.username]
        with pytest.raises(Refused) as refusal:
            await one.say(room, " ".join(f"@x{number}" for number in range(1000)))
        assert refusal.value.code == "too_many_mentions"
        await one.say(room, "still here")


async def test_a_poll_is_asked_once_and_everybody_sees_it_move(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(bob) as phone, Line.of(charlie) as three:
        for line in (one, two, phone, three):
            await line.ask("room.enter", room=room)
        cid = str(uuid.uuid4())
        asked = [await one.ask("message.send", room=room, cid=cid, body="", poll=POLL) for _ in range(2)]
        assert asked[0] == asked[1]
        n = asked[0]["n"]
        await two.wait(lambda: two.events("chat.message_sent"), "the poll")
        assert len(two.events("chat.message_sent")) == 1
        for _ in range(2):
            assert await two.ask("poll.vote", room=room, n=n, options=[0]) == {"mine": [0]}
        await phone.wait(lambda: phone.events("chat.poll_voted"), "one's own vote")
        await three.ask("poll.vote", room=room, n=n, options=[1])
        await one.wait(lambda: len(one.events("chat.message_changed")) == 2, "two votes")
        poll = one.events("chat.message_changed")[-1]["d"]["message"]["poll"]
        assert ([option["votes"] for option in poll["options"]], poll["voters"], poll["mine"]) == (
            [1, 1],
            2,
            None,
        )
        await three.wait(lambda: three.events("chat.poll_voted"), "one's own vote")
        assert three.events("chat.poll_voted")[0]["d"]["mine"] == [1]
        assert one.events("chat.poll_voted") == []
        who = await one.ask("poll.voters", room=room, n=n, option=0)
        assert [person["username"] for person in who["people"]] == [bob.username]
        with pytest.raises(Refused) as refusal:
            await two.ask("poll.close", room=room, n=n)
        assert refusal.value.code == "not_author"
        await one.ask("poll.close", room=room, n=n)
        for options, code in (([0], "poll_closed"),):
            with pytest.raises(Refused) as refusal:
                await three.ask("poll.vote", room=room, n=n, options=options)
            assert refusal.value.code == code
        history = (await two.ask("message.history", room=room))["messages"]
        assert (history[0]["poll"]["mine"], history[0]["poll"]["closed"]) == ([0], True)


async def test_a_poll_that_is_none_is_refused_and_the_socket_stays(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        for poll in ({"question": "?", "options": ["A"]}, {"question": " ", "options": ["A", "B"]}):
            with pytest.raises(Refused) as refusal:
                await line.ask("message.send", room=room, cid=str(uuid.uuid4()), body="", poll=poll)
            assert refusal.value.code == "bad_poll"
        await line.say(room, "still here")
