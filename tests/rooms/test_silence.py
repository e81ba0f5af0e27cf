"""A Redis that says nothing for a while: rooms do not end because it is not known who is in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from samovar.core.holders import Alone, Shared
from samovar.rooms.actions import RoomDraft, close_if_deserted, create_room
from samovar.rooms.events import Person
from samovar.rooms.models import Room
from samovar.rooms.presence import CLOSED_TAB, EMPTY_ROOM, NOT_YET_ENTERED, Presence, presence
from tests.support.redis import RedisServer
from tests.support.waiting import wait_until

ROOM = 7
ALICE = Person(id=1, user=1, username="alice", name="Alice", role="owner")
BOB = Person(id=2, user=2, username="bob", name="Bob", role="member")


@pytest.fixture
def mortal() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.stop()


def process(server: RedisServer, space: str, name: str) -> Presence:
    """Return who is present as one of several processes knows it."""
    shared = Shared(server.url, space, name)
    one = Presence(lambda: shared)
    one.beat(0.0)
    return one


def test_a_room_with_people_at_another_process_outlives_a_redis_that_loses_everything(
    mortal: RedisServer,
) -> None:
    space = str(uuid.uuid4())
    one, two = process(mortal, space, "one"), process(mortal, space, "two")
    one.hold(ROOM, ALICE, "alice's tab")
    two.hold(ROOM, BOB, "bob's tab")
    one.disconnect("alice's tab", 0.0, clean=True)
    assert len(one.departures(CLOSED_TAB)) == 1
    mortal.stop()
    assert one.deserted(EMPTY_ROOM) == []
    mortal.start()
    # It is back with nothing in it, and the other process has not put bob again.
    store = redis.Redis.from_url(mortal.url)
    wait_until(lambda: one.beat(EMPTY_ROOM) == [] and store.keys("*:alive:one"), what="Redis answers")
    assert one.counts() == {}
    assert one.deserted(EMPTY_ROOM) == []
    wait_until(lambda: two.beat(EMPTY_ROOM) == [] and one.counts() == {ROOM: 1}, what="bob is put again")
    assert one.deserted(EMPTY_ROOM) == []
    # When bob has left too, his process says that the room is empty, as before.
    two.disconnect("bob's tab", 10.0, clean=True)
    assert len(two.departures(10.0 + CLOSED_TAB)) == 1

    def is_deserted() -> bool:
        two.beat(10.0 + EMPTY_ROOM)
        return two.deserted(10.0 + EMPTY_ROOM) == [ROOM]

    wait_until(is_deserted, what="the room is deserted")


def test_a_room_that_nobody_is_in_keeps_its_deadline_through_a_silence(mortal: RedisServer) -> None:
    one = process(mortal, str(uuid.uuid4()), "one")
    one.expect(ROOM, 0.0)
    mortal.stop()
    assert one.deserted(NOT_YET_ENTERED) == []
    mortal.start()

    def is_deserted() -> bool:
        one.beat(NOT_YET_ENTERED)
        return one.deserted(NOT_YET_ENTERED) == [ROOM]

    wait_until(is_deserted, what="the room is deserted")


class Mute(Alone):
    """Another server that does not answer."""

    def is_empty(self, group: str) -> bool | None:
        return None


@pytest.mark.django_db(transaction=True)
def test_an_open_room_is_not_closed_while_nobody_knows_who_is_in_it(
    person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = create_room(actor=person("alice"), draft=RoomDraft("Tea"))
    Room.objects.filter(pk=room.pk).update(kind=Room.Kind.OPEN)
    other: Alone = Mute()
    monkeypatch.setattr(presence, "_elsewhere", lambda: other)
    close_if_deserted(room_id=room.pk)
    assert Room.objects.get(pk=room.pk).closed_at is None
    later = presence.clock() + NOT_YET_ENTERED
    assert room.pk not in presence.deserted(later)
    other = Alone()
    assert room.pk in presence.deserted(later)
    close_if_deserted(room_id=room.pk)
    assert Room.objects.get(pk=room.pk).closed_at is not None
