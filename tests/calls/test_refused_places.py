"""Who is refused at the last moment holds nothing; who rings at many keeps nobody waiting."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from samovar.calls import actions, ring_actions, ring_queries
from samovar.calls.events import JoinCall
from samovar.calls.lines import lines
from samovar.calls.models import Ring
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.errors import Refusal
from samovar.rooms import actions as rooms
from samovar.rooms.actions import RoomDraft, create_room, join_room
from samovar.rooms.models import Membership, Room
from samovar.rooms.presence import presence

pytestmark = pytest.mark.django_db(transaction=True)
People = Callable[..., Any]
CHECK = "0123456789abcdef" * 2


async def nowhere(_message: Any) -> None:
    """Send nothing."""


def tab_of(user: Any) -> tuple[Caller, Connection]:
    caller = Caller(f"u:{user.pk}", 0, user_id=user.pk)
    return caller, Connection(caller, nowhere)


def wish(room: Room, **more: Any) -> JoinCall:
    return JoinCall(room=room.pk, peer=str(uuid.uuid4()), microphone=False, camera=False, **more)


def holds(room: Room, user: Any) -> list[Any]:
    place = Membership.objects.get(room=room, participant__user=user)
    return presence.connections(room.pk, place.participant_id)


@pytest.fixture
def alice(person: People) -> Any:
    return person("alice")


@pytest.fixture
def room(alice: Any) -> Iterator[Room]:
    room = create_room(actor=alice, draft=RoomDraft("Tea"))
    yield room
    for peer in lines.peers():
        lines.drop(peer)
    presence.clear(room.pk)


def encrypt_meanwhile(monkeypatch: pytest.MonkeyPatch, room: Room) -> None:
    """Let a host ask for a key when who joins has been let through the door already."""
    real = rooms.hold_call

    def slowly(**how: Any) -> None:
        real(**how)
        Room.objects.filter(pk=room.pk).update(key_check=CHECK)

    monkeypatch.setattr(rooms, "hold_call", slowly)


def test_who_is_refused_the_place_holds_nothing(
    room: Room, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypt_meanwhile(monkeypatch, room)
    caller, tab = tab_of(alice)
    with pytest.raises(Refusal) as refused:
        actions.join_call(actor=caller, connection=tab, wish=wish(room))
    assert refused.value.code == "key_needed"
    assert lines.peers() == []
    assert holds(room, alice) == []


def test_who_is_in_the_call_and_refused_when_coming_back_stays_in_it(
    room: Room, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, tab = tab_of(alice)
    mine = wish(room)
    actions.join_call(actor=caller, connection=tab, wish=mine)

    def broken(*_args: Any) -> Any:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(actions, "_take_place", broken)
    for again in (mine, wish(room)):
        with pytest.raises(RuntimeError):
            actions.join_call(actor=caller, connection=tab, wish=again)
        assert lines.peers() == [mine.peer]
        assert holds(room, alice) == [tab]


def test_a_socket_that_a_refused_one_pushed_aside_has_its_line_back_also_when_it_has_gone(
    room: Room, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller, first = tab_of(alice)
    mine = wish(room)
    actions.join_call(actor=caller, connection=first, wish=mine)

    def broken(*_args: Any) -> Any:
        first.closing = True
        actions.disconnect(connection=first, clean=False)
        raise RuntimeError("the database is away")

    monkeypatch.setattr(actions, "_take_place", broken)
    _caller, second = tab_of(alice)
    with pytest.raises(RuntimeError):
        actions.join_call(actor=caller, connection=second, wish=mine)
    assert [gone.peer for gone in lines.departures(lines.clock())] == [mine.peer]


def test_while_many_are_rung_others_write(
    room: Room, alice: Any, person: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [person(name) for name in ("bob", "charlie")]
    for one in people:
        join_room(actor=one, room_id=room.pk)
    caller, tab = tab_of(alice)
    mine = wish(room)
    actions.join_call(actor=caller, connection=tab, wish=mine)
    seen: list[int] = []

    def rung() -> int:
        try:
            return Ring.objects.count()
        finally:
            connections.close_all()

    def look(_callee: Any) -> bool:
        with ThreadPoolExecutor(1) as other:
            seen.append(other.submit(rung).result())
        return False

    monkeypatch.setattr(ring_queries, "is_in_call", look)
    ring_actions.ring_members(actor=caller, room_id=room.pk, peer=mine.peer)
    assert seen == [0, 1]
