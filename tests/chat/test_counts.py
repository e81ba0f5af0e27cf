"""Unread counts cannot drift: after any sequence of what people do they equal a recount."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import pytest

from samovar.chat import change_actions, inbox_actions, inbox_queries, mark_actions
from samovar.chat.actions import Draft, send_message
from samovar.chat.conversation_queries import conversations_for, unread_total_for
from samovar.chat.models import Message
from samovar.core.caller import Caller
from samovar.core.errors import Refusal
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation
from samovar.rooms.models import Membership, Room

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 50


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


class Model:
    """What a person of a room has read, kept beside the product: every number, one by one."""

    def __init__(self) -> None:
        self.messages: dict[int, list[tuple[int, int, bool]]] = {}
        self.read: dict[tuple[int, int], int] = {}
        self.muted: set[tuple[int, int]] = set()

    def write(self, room: int, n: int, user: int, *, in_log: bool) -> None:
        self.messages.setdefault(room, []).append((n, user, in_log))

    def unread(self, room: int, user: int) -> int:
        read = self.read.get((room, user), 0)
        return sum(
            1 for n, author, in_log in self.messages.get(room, []) if n > read and author != user and in_log
        )

    def last(self, room: int) -> int:
        return max((n for n, _user, _in_log in self.messages.get(room, [])), default=0)


def do_something(chance: random.Random, model: Model, people: list[Any], rooms: list[Room]) -> None:
    """Let somebody do something, in the product and in the model; what is refused changes neither."""
    person, room = chance.choice(people), chance.choice(rooms)
    if Membership.objects.filter(room=room, participant__user=person).exists():
        n = chance.randint(1, model.last(room.pk) + 2)
        chance.choice([write, write, write, answer, read, unread, take_back, mute])(
            chance, model, person, room, n
        )


def write(_chance: random.Random, model: Model, person: Any, room: Room, _n: int) -> None:
    sent = send_message(actor=caller(person), draft=Draft(room.pk, str(uuid4()), "hello"))
    model.write(room.pk, sent["n"], person.pk, in_log=True)


def answer(chance: random.Random, model: Model, person: Any, room: Room, n: int) -> None:
    in_log = chance.random() < 0.5
    draft = Draft(room.pk, str(uuid4()), "answer", thread=n, in_log=in_log)
    try:
        sent = send_message(actor=caller(person), draft=draft)
    except Refusal:
        return
    model.write(room.pk, sent["n"], person.pk, in_log=in_log)


def read(_chance: random.Random, model: Model, person: Any, room: Room, n: int) -> None:
    inbox_actions.read_up_to(actor=caller(person), room_id=room.pk, n=n)
    key = (room.pk, person.pk)
    model.read[key] = max(model.read.get(key, 0), min(n, model.last(room.pk)))


def unread(_chance: random.Random, model: Model, person: Any, room: Room, n: int) -> None:
    inbox_actions.mark_unread(actor=caller(person), room_id=room.pk, n=n)
    model.read[room.pk, person.pk] = min(n, model.last(room.pk)) - 1


def take_back(_chance: random.Random, _model: Model, person: Any, room: Room, _n: int) -> None:
    mine = Message.objects.filter(room=room, sender__user=person, deleted_at=None).order_by("-n")
    if (message := mine.first()) is not None:
        change_actions.delete_message(actor=caller(person), room_id=room.pk, n=message.n)


def mute(chance: random.Random, model: Model, person: Any, room: Room, _n: int) -> None:
    on = chance.random() < 0.5
    mark_actions.mute_room(actor=caller(person), room_id=room.pk, on=on)
    (model.muted.add if on else model.muted.discard)((room.pk, person.pk))


@pytest.mark.rows("S4-7.2")
@pytest.mark.parametrize("seed", range(4))
def test_unread_counts_equal_a_recount_whatever_happened(person: Any, seed: int) -> None:
    chance, model = random.Random(seed), Model()
    people = [person(name) for name in ("alice", "bob", "charlie")]
    alice, bob, charlie = people
    group = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    for one in (bob, charlie):
        join_room(actor=one, room_id=group.pk)
    rooms = [group, open_conversation(actor=alice, username="bob")]
    for _ in range(STEPS):
        do_something(chance, model, people, rooms)
    for one in people:
        rows = {row.room.pk if row.room else rooms[1].pk: row for row in conversations_for(viewer=one).rows}
        theirs = [room for room in rooms if room is group or one is not charlie]
        for room in theirs:
            expected = model.unread(room.pk, one.pk)
            assert inbox_queries.unread_for(viewer=one, room_id=room.pk) == expected, (room, one)
            if room is group:
                assert rows[room.pk].unread == expected
        loud = [room for room in theirs if (room.pk, one.pk) not in model.muted]
        assert unread_total_for(viewer=one) == sum(model.unread(room.pk, one.pk) for room in loud)
