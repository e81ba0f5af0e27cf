"""Somebody is sent away while he comes in: the order finds him not here yet, and he must not stay."""

from __future__ import annotations

from typing import Any

import pytest

from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.errors import NotFound
from samovar.core.hub import hub
from samovar.rooms.actions import RoomDraft, arrive, come_back, create_room, hold_call, join_room
from samovar.rooms.models import Membership
from samovar.rooms.presence import presence

pytestmark = pytest.mark.django_db(transaction=True)


async def nowhere(_message: Any) -> None:
    raise AssertionError("nothing is sent here")


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the streams that connections are taken out of."""
    streams: list[str] = []
    monkeypatch.setattr(hub, "unsubscribe", lambda _connection, key: streams.append(key))
    return streams


@pytest.mark.parametrize("way", ["enter", "call", "resume"])
def test_he_is_not_there_afterwards(
    person: Any, monkeypatch: pytest.MonkeyPatch, left: list[str], way: str
) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    member = join_room(actor=bob, room_id=room.pk)
    caller = Caller(f"u:{bob.pk}", 1, user_id=bob.pk)
    connection = Connection(caller, nowhere)
    subscribe = hub.subscribe

    def sent_away(one: Connection, key: str) -> None:
        Membership.objects.filter(pk=member.pk).delete()
        subscribe(one, key)

    monkeypatch.setattr(hub, "subscribe", sent_away)
    if way == "resume":
        assert come_back(actor=caller, connection=connection, room_ids=[room.pk]) == []
    else:
        enter = arrive if way == "enter" else hold_call
        with pytest.raises(NotFound):
            enter(actor=caller, connection=connection, room_id=room.pk)
    assert left == [room.stream]
    assert not presence.is_here(room.pk, member.participant_id)
