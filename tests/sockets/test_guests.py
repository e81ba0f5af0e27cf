"""A guest reaches the operations and streams of the one room of his pass, and nothing beyond it (C7)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.people import Person, csrf_token, fresh_address
from tests.support.server import Server

# These only take something back from this very tab, and say nothing about any room.
NOTHING_TO_LEAVE = {"room.exit", "room.leave", "board.exit", "message.look", "call.leave"}
# Without a place in the room there is none, and no call either.
REFUSED = {"room_not_found", "not_in_call", "invalid"}


class Place(NamedTuple):
    """The guest's room, another one that lets guests in too, and one for members only."""

    alice: Person
    own: int
    other: int
    private: int
    code: str
    cookies: dict[str, str]


def room_of(alice: Person, **fields: Any) -> tuple[int, str]:
    from samovar.rooms.models import Room  # noqa: PLC0415 - after the settings were read

    room = make_room(alice, f"room {uuid.uuid4()}", **fields)
    with alice.server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(guests_allowed=True)
        return room, Room.objects.using(alias).get(pk=room).code


@pytest.fixture(scope="module")
def place(server: Server) -> Iterator[Place]:
    alice = server.person("alice")
    (own, code), (other, _code) = room_of(alice), room_of(alice)
    private, _code = room_of(alice, private=True)
    with closing(server.client(fresh_address())) as client:
        token = csrf_token(client.get(f"/r/{code}/?as=guest").text)
        form = {"as": "guest", "display_name": "Dmitri", "csrfmiddlewaretoken": token}
        assert client.post(f"/r/{code}/", data=form).status_code == 302
        yield Place(alice, own, other, private, code, dict(client.cookies))


def line_of(place: Place) -> Line:
    return Line.with_cookies(place.alice.server, place.cookies, f"?pass={place.code}")


def sample(schema: dict[str, Any], definitions: dict[str, Any], room: int) -> Any:
    """Return a value of this schema; every number is the id of the room."""
    if "$ref" in schema:
        return sample(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, room)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return sample(choices[0], definitions, room)
    fixed = [schema["const"]] if "const" in schema else schema.get("enum")
    if fixed:
        return fixed[0]
    if schema.get("type") == "object":
        shapes = schema.get("properties", {})
        filled = {name: sample(shapes[name], definitions, room) for name in schema.get("required", [])}
        return {**filled, "emoji": "👍"} if "emoji" in filled else filled
    simple: dict[str | None, Any] = {"string": str(uuid.uuid4()), "array": [], "boolean": True, "null": None}
    return simple.get(schema.get("type"), room)


def shapes_of(command: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a command."""
    shape = document["$defs"][command["in"]["$ref"].rsplit("/", 1)[1]]
    fields: dict[str, Any] = shape.get("properties", {})
    return fields


async def test_in_his_room_a_guest_reads_and_writes(place: Place) -> None:
    async with line_of(place) as guest:
        assert guest.hello["me"].startswith("g:")
        await guest.ask("room.enter", room=place.own)
        await guest.say(place.own, "from the door")
        await guest.see("from the door")
        assert (await guest.ask("message.history", room=place.own))["messages"]


@pytest.mark.parametrize("which", ["other", "private"])
async def test_no_operation_takes_a_guest_into_another_room(place: Place, which: str) -> None:
    room: int = getattr(place, which)
    with place.alice.server.client() as client:
        document = client.get("/api/schema/gateway.json").json()
    commands = {op: shapes for op, shapes in document["commands"].items() if op not in {"ping", "resume"}}
    assert len(commands) > 10
    async with Line.of(place.alice) as owner, line_of(place) as guest:
        await owner.ask("room.enter", room=room)
        await owner.say(room, "a secret")
        let_in: dict[str, Any] = {}
        answers: dict[str, str] = {}
        for op, shapes in commands.items():
            fields = sample(shapes["in"], document["$defs"], room)
            try:
                let_in[op] = fields, await guest.ask(op, **fields)
            except Refused as refused:
                answers[op] = refused.code
        assert "internal" not in answers.values()
        about_room = {op for op, shapes in commands.items() if "room" in shapes_of(shapes, document)}
        wrong = {op: code for op, code in answers.items() if op in about_room and code not in REFUSED}
        assert wrong == {}
        # What was answered named no room, or only took this tab out of one.
        named = {op for op, (fields, _answer) in let_in.items() if room in fields.values()}
        assert named <= NOTHING_TO_LEAVE, let_in
        assert "a secret" not in str(let_in)
        assert {frame["s"] for frame in guest.frames} <= {guest.hello["me"], f"r:{place.own}"}
        assert [frame for frame in owner.frames if "Dmitri" in str(frame)] == []


async def test_no_stream_but_his_own_is_resumed_for_a_guest(place: Place) -> None:
    async with Line.of(place.alice) as owner, line_of(place) as guest:
        for room in (place.own, place.other, place.private):
            await owner.ask("room.enter", room=room)
            await owner.say(room, "hello")
        start = {"epoch": "e1", "seq": 0}
        mine = [guest.hello["me"], f"r:{place.own}"]
        foreign = [
            *(f"r:{room}" for room in (place.other, place.private)),
            f"u:{place.alice.id}",
            "g:0",
            "rooms",
            f"w:u:{place.alice.id}",
            "p:peer",
            "*",
        ]
        answer = await guest.ask("resume", pos=dict.fromkeys([*mine, *foreign], start))
        assert sorted(answer["reset"]) == sorted(foreign)
        assert set(answer["pos"]) == set(mine)
        assert {frame["s"] for frame in guest.frames} <= set(mine)
        heads = (await guest.ask("ping"))["heads"]
        assert set(heads) <= set(mine)


async def test_a_pass_opens_the_gateway_for_its_own_room_alone(place: Place) -> None:
    from samovar.rooms.models import Room  # noqa: PLC0415

    with place.alice.server.database() as alias:
        code = Room.objects.using(alias).get(pk=place.other).code
    async with Line.with_cookies(place.alice.server, place.cookies, f"?pass={code}") as line:
        assert line.code == 4401
    async with Line.with_cookies(place.alice.server, place.cookies) as line:
        assert line.code == 4401


def test_rest_and_pages_know_no_guests(place: Place) -> None:
    with place.alice.server.client() as client:
        client.cookies.update(place.cookies)
        for address in ("/api/chatrooms/", f"/api/chatrooms/{place.own}/", "/api/me/"):
            assert client.get(address).status_code == 401
        for room in (place.own, place.other):
            refused = client.post("/api/messages/", json={"chatroom": room, "content": "x"})
            assert refused.status_code == 401
            assert client.get(f"/api/chatrooms/{room}/messages/").status_code == 401
        for address in ("/", "/rooms/", "/people/", f"/@{place.alice.username}/", "/notifications/"):
            assert client.get(address).headers["Location"].startswith("/login/")
