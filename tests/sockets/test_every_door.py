"""The same rule at every door through which a message can come: the gateway, REST, the simple chat socket."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable

import pytest

from tests.api.plain import Wscat
from tests.support.line import Line, Refused, make_room
from tests.support.people import Person
from tests.support.server import Server

Door = Callable[[Person, int, str], Awaitable[str]]


async def by_gateway(person: Person, room: int, body: str) -> str:
    async with Line.of(person) as line:
        try:
            await line.say(room, body)
        except Refused as refused:
            return refused.code
    return "sent"


async def by_rest(person: Person, room: int, body: str) -> str:
    with person.api() as api:
        answer = api.post("/api/messages/", json={"chatroom": room, "content": body})
    if answer.status_code == 201:
        return "sent"
    told = answer.json()
    return str(told.get("code") or ("content" in told and "refused at content"))


async def by_chat_socket(person: Person, room: int, body: str) -> str:
    from samovar.rooms.models import Room  # noqa: PLC0415 - after the settings were read

    with person.server.database() as alias:
        code = Room.objects.using(alias).get(pk=room).code
    async with Wscat.of(person, code) as socket:
        await socket.ready()
        await socket.send(body)
        while True:
            frame = await socket.receive()
            if frame["type"] == "message":
                return "sent"
            if frame["type"] == "error":
                return str(frame["code"])


DOORS = pytest.mark.parametrize("door", [by_gateway, by_rest, by_chat_socket])


def conversation(alice: Person, bob: Person) -> int:
    """Make a conversation of two straight in the database, and return its room."""
    from samovar.rooms.models import Membership, Participant, Room  # noqa: PLC0415

    with alice.server.database() as alias:
        room = Room(name="", kind="direct", history="kept", listed=False, members_only=True)
        room.direct_key = f"{min(alice.id, bob.id)}:{max(alice.id, bob.id)}"
        room.save(using=alias)
        for person in (alice, bob):
            participant, _new = Participant.objects.using(alias).get_or_create(user_id=person.id)
            Membership.objects.using(alias).create(room=room, participant=participant)
        return room.pk


def block(blocker: Person, blocked: Person) -> None:
    from samovar.people.models import Block  # noqa: PLC0415

    with blocker.server.database() as alias:
        Block.objects.using(alias).create(blocker_id=blocker.id, blocked_id=blocked.id)


@DOORS
@pytest.mark.parametrize(
    ("body", "code"), [(" \u200c\n", "empty"), ("x" * 8001, "too_long"), ("a\x00b", "bad_character")]
)
async def test_what_cannot_be_sent_is_refused(server: Server, door: Door, body: str, code: str) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    assert await door(alice, room, body) in {code, "refused at content"}
    assert await door(alice, room, "x" * 8000) == "sent"


@DOORS
@pytest.mark.rows("B28")
async def test_between_two_people_of_a_block_no_direct_message_goes(server: Server, door: Door) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = conversation(alice, bob)
    assert await door(bob, room, "before") == "sent"
    block(alice, bob)
    for person in (alice, bob):
        assert await door(person, room, "after") not in {"sent", "False"}
    async with Line.of(alice) as line:
        history = await line.ask("message.history", room=room)
    assert [message["body"] for message in history["messages"]] == ["before"]


@pytest.mark.parametrize("door", [by_gateway, by_rest])
async def test_a_private_room_and_none_at_all_look_the_same(server: Server, door: Door) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    private = make_room(alice, f"room {uuid.uuid4()}", private=True)
    assert await door(bob, private, "x") == await door(bob, 2**40, "x") == "room_not_found"


@pytest.mark.rows("S1-16")
def test_posting_into_an_unseen_room_is_403_whether_there_is_one_or_not(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    private = make_room(alice, f"room {uuid.uuid4()}", private=True)
    with bob.api() as api:
        answers = [
            api.post("/api/messages/", json={"chatroom": room, "content": "x"}) for room in (private, 2**40)
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert answers[0].json() == answers[1].json()
        wrong = api.post("/api/messages/", json={"chatroom": private, "user": alice.id, "content": "x"})
        assert (wrong.status_code, wrong.json()["code"]) == (403, "not_yourself")


def test_the_log_by_rest_comes_in_pages_newest_first_until_there_is_no_next(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as api:
        for number in range(1, 8):
            sent = api.post("/api/messages/", json={"chatroom": room, "content": f"message {number}"})
            assert sent.status_code == 201
        address, pages = f"/api/chatrooms/{room}/messages/?limit=3", []
        while address:
            page = api.get(address).json()
            assert page["previous"] is None
            pages.append([message["n"] for message in page["results"]])
            address = page["next"]
        assert pages == [[7, 6, 5], [4, 3, 2], [1]]
        for wrong in ("limit=0", "limit=101", "before=0", "before=x", "before=99999999999999999999"):
            assert api.get(f"/api/chatrooms/{room}/messages/?{wrong}").status_code == 400
    private = make_room(alice, f"room {uuid.uuid4()}", private=True)
    with bob.api() as api:
        assert api.get(f"/api/chatrooms/{room}/messages/").status_code == 403
        for unseen in (private, 2**40):
            assert api.get(f"/api/chatrooms/{unseen}/messages/").status_code == 404
