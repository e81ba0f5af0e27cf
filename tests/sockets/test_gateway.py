"""The gateway's door: who gets in, what it makes of wrong frames, and when it closes."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.sockets.test_resume import fill
from tests.support.line import Line, Refused, make_room
from tests.support.server import Server
from tests.support.waiting import wait_until


async def refused_code(line: Line) -> int | None:
    async with line:
        assert not line.hello
        return line.code


async def test_hello_says_who_this_is_and_where_the_own_stream_stands(server: Server) -> None:
    alice = server.person("alice")
    async with Line.of(alice) as line:
        own = f"u:{alice.id}"
        assert line.hello["me"] == own
        assert line.hello["v"] == 1
        assert set(line.hello["pos"]) == {own}


async def test_without_a_session_nobody_gets_in(server: Server) -> None:
    assert await refused_code(Line(server)) == 4401
    assert await refused_code(Line(server, query="?token=nonsense")) == 4401
    assert await refused_code(Line.with_cookies(server, {"samovar_session": "nonsense"})) == 4401
    assert await refused_code(Line(server, query="?pass=abc-defg-hij")) == 4401


async def test_who_is_not_verified_is_not_let_in(server: Server) -> None:
    alice = server.person("alice", verified=False)
    with server.client(alice.address) as client:
        name = f"alice-{uuid.uuid4().hex[:10]}"
        form = {"username": name, "password": alice.password, "email": f"{name}@example.org"}
        access = client.post("/api/register/", json=form).json()["access"]
    assert await refused_code(Line(server, query=f"?token={access}")) == 4403


async def test_an_expired_session_does_not_get_in_and_closes_what_is_open(server: Server) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from samovar.accounts.models import Session  # noqa: PLC0415

    alice = server.person("alice")
    cookies = alice.cookies()
    async with Line.with_cookies(server, cookies) as line:
        with server.database() as alias:
            past = timezone.now() - timedelta(seconds=1)
            Session.objects.using(alias).filter(pk=line.hello["session"]).update(expires_at=past)
        await line.wait(lambda: line.code is not None, "the socket is closed")
        assert line.code == 4401
    assert await refused_code(Line.with_cookies(server, cookies)) == 4401


async def test_logging_out_closes_the_sockets_of_that_session_alone(server: Server) -> None:
    alice = server.person("alice")
    here, elsewhere = alice.tokens(), alice.cookies()
    async with (
        Line(server, query=f"?token={here['access']}") as one,
        Line.with_cookies(server, elsewhere) as two,
    ):
        with server.client() as client:
            client.headers["Authorization"] = f"Bearer {here['access']}"
            assert client.post("/api/logout/", json={"refresh": here["refresh"]}).status_code < 300
        await one.wait(lambda: one.code is not None, "the socket is closed")
        assert one.code == 4401
        assert (await two.ask("ping"))["heads"]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost"]
)
async def test_a_foreign_page_cannot_use_the_cookie(server: Server, origin: str) -> None:
    alice = server.person("alice")
    assert await refused_code(Line.with_cookies(server, alice.cookies(), Origin=origin)) == 4403


async def test_our_own_page_can(server: Server) -> None:
    alice = server.person("alice")
    async with Line.with_cookies(server, alice.cookies(), Origin=server.url) as line:
        assert line.hello


WRONG = [
    "",
    "nonsense",
    "[]",
    "7",
    '"text"',
    "null",
    "{}",
    '{"op":"ping"}',
    '{"id":"1","op":"ping"}',
    '{"id":true,"op":"ping"}',
    '{"id":1.0,"op":"ping"}',
    '{"id":-1,"op":"ping"}',
    '{"id":1e400,"op":"ping"}',
    '{"id":99999999999999999999999999,"op":"ping"}',
    "[" * 100_000,
    '{"id":1,"op":"ping","x":' + "[" * 50_000 + "]" * 50_000 + "}",
    "x" * 200_000,
]


@pytest.mark.parametrize("frame", WRONG, ids=range(len(WRONG)))
async def test_a_frame_that_cannot_be_read_is_answered_and_the_socket_stays_open(
    server: Server, frame: str, shared_line: Line
) -> None:
    before = len(shared_line.bad)
    await shared_line.socket.send(frame)
    await shared_line.wait(lambda: len(shared_line.bad) > before, "an error frame")
    assert shared_line.bad[-1]["code"] == "malformed"
    assert await shared_line.ask("ping")


@pytest.mark.parametrize(
    "rest",
    [
        "}",
        ',"op":7}',
        ',"op":"message.send","room":99999999999999999999,"cid":"a","body":"b"}',
        ',"op":"message.send","room":1,"cid":"a","body":"\\ud800"}',
        ',"op":"call.signal","room":NaN}',
        ',"op":"message.send","room":1,"cid":"a","body":"' + "b" * 200_000 + '"}',
    ],
    ids=range(6),
)
async def test_who_names_an_id_gets_the_answer_that_the_frame_cannot_be_taken(
    shared_line: Line, rest: str
) -> None:
    answer = await shared_line.send_text(lambda number: f'{{"id":{number}{rest}')
    assert (await answer)["err"]["code"] == "malformed"
    assert await shared_line.ask("ping")


async def test_a_binary_frame_is_answered_and_the_socket_stays_open(shared_line: Line) -> None:
    before = len(shared_line.bad)
    await shared_line.socket.send(b"\x00\xff")
    await shared_line.wait(lambda: len(shared_line.bad) > before, "an error frame")
    assert await shared_line.ask("ping")


@pytest.mark.parametrize(
    ("op", "fields", "code"),
    [
        ("no.such.thing", {}, "unknown_op"),
        ("message.send", {}, "invalid"),
        ("message.send", {"room": "1", "cid": "a", "body": "b"}, "invalid"),
        ("message.send", {"room": 1, "cid": "", "body": "b"}, "invalid"),
        ("message.send", {"room": 1, "cid": "é", "body": "b"}, "invalid"),
        ("message.send", {"room": 1, "cid": "a" * 201, "body": "b"}, "invalid"),
        ("message.send", {"room": 1, "cid": "a", "body": 7}, "invalid"),
        ("message.send", {"room": 1, "cid": "a", "body": "b", "extra": 1}, "invalid"),
        ("message.send", {"room": 2**52, "cid": "a", "body": "b"}, "room_not_found"),
        ("message.send", {"room": -1, "cid": "a", "body": "b"}, "room_not_found"),
        ("message.history", {"room": 1, "limit": 0}, "invalid"),
        ("message.history", {"room": 1, "limit": 101}, "invalid"),
        ("message.history", {"room": 1, "before": "x"}, "invalid"),
        ("resume", {}, "invalid"),
        ("resume", {"pos": {"r:1": 7}}, "invalid"),
        ("resume", {"pos": {"r:1": {"epoch": 1, "seq": 1}}}, "invalid"),
        ("resume", {"pos": {f"r:{n}": {"epoch": "e1", "seq": 0} for n in range(501)}}, "invalid"),
        ("ping", {"extra": 1}, "invalid"),
    ],
)
async def test_a_wrong_command_is_answered_by_its_id_and_the_socket_stays_open(
    shared_line: Line, op: str, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await shared_line.ask(op, **fields)
    assert refused.value.code == code
    assert refused.value.failure["message"]
    assert await shared_line.ask("ping")


async def test_resume_gives_nothing_of_strangers(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}", private=True)
    async with Line.of(bob) as line:
        start = {"epoch": "e1", "seq": 0}
        wanted = [f"r:{room}", f"u:{alice.id}", "g:1", "rooms", "*", "r:x", "r:", "r:٣", "r:" + "9" * 30]
        answer = await line.ask("resume", pos=dict.fromkeys(wanted, start))
        assert sorted(answer["reset"]) == sorted(wanted)
        assert answer["pos"] == {}
        async with Line.of(alice) as owner:
            await owner.ask("room.enter", room=room)
            await owner.say(room, "a secret")
        await line.ask("ping")
        assert line.frames == [frame for frame in line.frames if not frame["s"].startswith("r:")]


async def test_too_many_commands_are_refused_with_a_time_and_the_socket_stays_open(server: Server) -> None:
    alice = server.person("alice")
    async with Line.of(alice) as line:
        futures = await asyncio.gather(*(line.send("no.such.thing") for _ in range(600)))
        answers = await asyncio.gather(*futures)
        refused = [answer["err"] for answer in answers if answer["err"]["code"] == "too_many"]
        assert refused
        assert all(failure["retry"] >= 1 for failure in refused)
        assert not line.code


@pytest.mark.one_process("each process counts its own")
async def test_one_caller_cannot_open_sockets_without_end(server: Server) -> None:
    alice = server.person("alice")
    access = alice.tokens()["access"]
    lines = [Line(server, query=f"?token={access}") for _ in range(64)]
    await asyncio.gather(*(line.__aenter__() for line in lines))
    assert await refused_code(Line(server, query=f"?token={access}")) == 4409
    await asyncio.gather(*(line.__aexit__(None, None, None) for line in lines))


async def test_a_slow_query_of_one_delays_nobody(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        waiting = [await one.send("message.history", room=room) for _ in range(60)]
        assert (await two.say(room, "meanwhile"))["n"] == 1
        assert len(await asyncio.gather(*waiting)) == 60


async def test_refusals_speak_the_persons_language(server: Server) -> None:
    alice = server.person("alice")
    async with Line.of(alice, **{"Accept-Language": "fa,en;q=0.5"}) as line:
        with pytest.raises(Refused) as refused:
            await line.ask("no.such.thing")
        assert any("\u0600" <= letter <= "\u06ff" for letter in refused.value.failure["message"])


async def test_the_shapes_of_the_gateway_are_served(server: Server) -> None:
    with server.client() as client:
        schema = client.get("/api/schema/gateway.json").json()
    assert {"ping", "resume", "message.send"} <= set(schema["commands"])
    assert "chat.message_sent" in schema["events"]
    assert json.dumps(schema).count('"$ref": "#/$defs/')


@pytest.mark.rows("S2-03")
async def test_a_lost_line_is_noticed_within_seconds(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    room = make_room(alice, "room")
    async with Line.of(alice) as one, Line.of(bob) as two:
        await one.ask("room.enter", room=room)
        await two.ask("room.enter", room=room)
        # No goodbye and no answer to pings: the network is gone.
        two.socket.transport.pause_reading()
        await one.wait(lambda: one.events("rooms.person_left"), "bob is gone")
        assert one.events("rooms.person_left")[0]["d"]["lost"]
        two.socket.transport.abort()


def test_the_server_is_still_well(server: Server) -> None:
    wait_until(lambda: server.client().get("/readyz").status_code == 200, what="the server is ready")
    assert "a command failed" not in server.log()
    assert "Exception in ASGI" not in server.log()


@pytest.mark.one_process("several hear of each other by Redis, which the test itself does not know")
async def test_what_another_process_stores_is_told_on_and_once(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        # Stored by this process, as by a worker or a command of the operator.
        fill(server, room, 2)
        await line.wait(lambda: len(line.events("test.filled")) >= 2, "what was stored elsewhere")
        await line.say(room, "the end")
        await line.see("the end")
        numbers = [frame["q"] for frame in line.frames if frame["s"] == f"r:{room}"]
        assert len(numbers) == len(set(numbers))
