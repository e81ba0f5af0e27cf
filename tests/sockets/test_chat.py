"""Messages over real sockets of a real server."""

from __future__ import annotations

import asyncio
import uuid

import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.server import Server


@pytest.mark.rows("S0-06", "S0-08", "S1-05", "S1-08", "S2-09")
async def test_everybody_in_the_room_gets_a_message_once_and_nobody_else(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room, other = make_room(alice, f"room {uuid.uuid4()}"), make_room(alice, f"other {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two, Line.of(charlie) as three:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        await three.ask("room.enter", room=other)
        answer = await one.say(room, "hello")
        await one.see("hello")
        await two.see("hello")
        await three.say(other, "elsewhere")
        await three.see("elsewhere")
        assert two.bodies() == ["hello"]
        assert three.bodies() == ["elsewhere"]
        told = two.events("chat.message_sent")[0]
        assert (told["q"], told["d"]["message"]["n"]) == (answer["seq"], answer["n"])
        assert told["d"]["message"]["username"] == alice.username


async def test_a_text_arrives_byte_for_byte(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"اتاق {uuid.uuid4()}")
    body = 'سلام، می\u200cخواهم\n\t<b>«نقل‌قول»</b> 👩\u200d💻 \u202b"\\ '
    async with Line.of(alice) as one, Line.of(bob) as two:
        await two.ask("room.enter", room=room)
        await one.say(room, body)
        await two.see(body)
        history = await two.ask("message.history", room=room)
        assert [message["body"] for message in history["messages"]] == [body]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("\u200c\u200b", "empty"),
        ("x" * 8001, "too_long"),
        ("a\x00b", "bad_character"),
    ],
)
async def test_what_says_nothing_or_too_much_is_refused_with_a_sentence(
    server: Server, body: str, code: str
) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as line:
        with pytest.raises(Refused) as refused:
            await line.say(room, body)
        assert refused.value.code == code
        assert refused.value.failure["message"]
        assert (await line.say(room, "x" * 8000))["n"] == 1


async def test_a_client_id_sent_twice_counts_once(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    cid = str(uuid.uuid4())
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        first = await line.say(room, "once", cid)
        assert await line.say(room, "once", cid) == first
        with pytest.raises(Refused) as refused:
            await line.say(room, "other words", cid)
        assert refused.value.code == "key_reused"
        await line.say(room, "end")
        await line.see("end")
        assert line.bodies() == ["once", "end"]
    with alice.api() as api:
        headers = {"Idempotency-Key": cid}
        again = api.post("/api/messages/", json={"chatroom": room, "content": "once"}, headers=headers)
        assert (again.status_code, again.json()["id"]) == (201, first["id"])
        other = api.post("/api/messages/", json={"chatroom": room, "content": "no"}, headers=headers)
        assert other.status_code == 422


async def test_the_same_id_in_flight_twice_counts_once(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    cid = str(uuid.uuid4())
    async with Line.of(alice) as one, Line.of(alice) as two:
        answers = await asyncio.gather(
            *(line.say(room, "once", cid) for line in (one, two) for _ in range(5))
        )
        assert all(answer == answers[0] for answer in answers)
        assert len((await one.ask("message.history", room=room))["messages"]) == 1


async def test_the_log_comes_in_pages_backwards(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as line:
        for number in range(1, 8):
            await line.say(room, f"message {number}")
        newest = await line.ask("message.history", room=room, limit=3)
        assert [message["n"] for message in newest["messages"]] == [5, 6, 7]
        assert newest["more"]
        older = await line.ask("message.history", room=room, before=5, limit=4)
        assert [message["n"] for message in older["messages"]] == [1, 2, 3, 4]
        assert not older["more"]


async def test_who_may_not_enter_can_neither_write_nor_read(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}", private=True)
    async with Line.of(bob) as line:
        for op, fields in (
            ("message.send", {"cid": "c1", "body": "let me in"}),
            ("message.history", {}),
            ("message.typing", {}),
            ("room.enter", {}),
        ):
            with pytest.raises(Refused) as refused:
                await line.ask(op, room=room, **fields)
            assert refused.value.code == "room_not_found"


async def test_typing_is_told_to_the_others_and_not_numbered(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        me = (await one.ask("room.enter", room=room))["me"]
        await two.ask("room.enter", room=room)
        await one.ask("message.typing", room=room)
        await two.wait(lambda: two.events("chat.typing"), "typing")
        assert two.events("chat.typing")[0] == {
            "s": f"r:{room}",
            "e": "chat.typing",
            "d": {"participant": me["id"]},
        }
        await two.say(room, "end")
        await one.see("end")
        assert not one.events("chat.typing")


@pytest.mark.rows("S2-10")
async def test_a_room_that_keeps_nothing_shows_an_empty_log_and_has_no_row(server: Server) -> None:
    from samovar.chat.models import Message  # noqa: PLC0415
    from samovar.core.models import Receipt, StreamEvent  # noqa: PLC0415
    from samovar.rooms.models import Room  # noqa: PLC0415

    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(history="off")
    cid = str(uuid.uuid4())
    async with Line.of(alice) as one, Line.of(bob) as two:
        place = (await two.ask("room.enter", room=room))["pos"]
        first = await one.say(room, "gone with the wind", cid)
        assert (first["id"], first["n"]) == (None, 1)
        assert await one.say(room, "gone with the wind", cid) == first
        with pytest.raises(Refused):
            await one.say(room, "other words", cid)
        await two.see("gone with the wind")
        shown = await two.ask("message.history", room=room)
        assert (shown["messages"], shown["more"], shown["newer"]) == ([], False, False)
        assert place["epoch"].startswith("m")
    async with Line.of(bob) as again:
        resumed = await again.ask("resume", pos={f"r:{room}": place})
        assert resumed["reset"] == []
        assert again.bodies() == ["gone with the wind"]
        elsewhen = await again.ask("resume", pos={f"r:{room}": {"epoch": "m0", "seq": 0}})
        assert elsewhen["reset"] == [f"r:{room}"]
    with server.database() as alias:
        assert not Message.objects.using(alias).filter(room_id=room).exists()
        assert not StreamEvent.objects.using(alias).filter(stream_id=f"r:{room}").exists()
        assert not Receipt.objects.using(alias).filter(key=cid).exists()
