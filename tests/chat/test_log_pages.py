"""Pages of a room's log: where they end, and how they are read."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samovar.chat.actions import Draft, send_message
from samovar.chat.queries import Place, history_for
from samovar.core.caller import Caller
from samovar.rooms.actions import RoomDraft, create_room
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(person: Any) -> tuple[Any, Room]:
    """A room where its owner said ten things."""
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    for number in range(1, 11):
        send_message(
            actor=Caller(f"u:{alice.pk}", 0, user_id=alice.pk),
            draft=Draft(room.pk, str(uuid4()), f"{number}"),
        )
    return alice, room


@pytest.mark.parametrize(
    ("place", "limit", "numbers", "more", "newer"),
    [
        (Place(), 3, [8, 9, 10], True, False),
        (Place(), 10, [*range(1, 11)], False, False),
        (Place(before=4), 2, [2, 3], True, True),
        (Place(before=4), 9, [1, 2, 3], False, True),
        (Place(before=1), 9, [], False, True),
        (Place(after=8), 1, [9], True, True),
        (Place(after=8), 5, [9, 10], True, False),
        (Place(around=5), 1, [5], True, True),
        (Place(around=5), 4, [3, 4, 5, 6], True, True),
        (Place(around=1), 4, [1, 2], False, True),
    ],
)
def test_a_page_ends_where_it_is_asked_to(
    talk: tuple[Any, Room], place: Place, limit: int, numbers: list[int], *, more: bool, newer: bool
) -> None:
    alice, room = talk
    page = history_for(viewer=alice, room_id=room.pk, place=place, limit=limit)
    assert [message.n for message in page.messages] == numbers
    assert (page.more, page.newer) == (more, newer)


def test_people_are_joined_to_the_page_alone(talk: tuple[Any, Room]) -> None:
    # With the whole room joined, SQLite began at the one who had written it: seconds of a million messages.
    alice, room = talk
    with CaptureQueriesContext(connection) as asked:
        history_for(viewer=alice, room_id=room.pk)
    ordered = [one["sql"] for one in asked if 'ORDER BY "chat_message"."n" DESC LIMIT 51' in one["sql"]]
    assert len(ordered) == 1
    assert " JOIN " not in ordered[0]
