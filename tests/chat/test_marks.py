"""Pins, stars, forwarding, muted rooms, folded people and places in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samovar.chat import change_actions, conversation_queries, mark_actions, mark_queries, queries, rules
from samovar.chat.actions import Draft, send_message
from samovar.chat.models import Message, Pin, Star
from samovar.chat.queries import Place
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.models import StreamEvent
from samovar.notifications.models import Notification
from samovar.people.actions import block_person, unblock_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)
Setting = tuple[Room, Any, Any]


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str, **more: Any) -> Any:
    return send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body, **more))


def log(user: Any, room: Room) -> list[Any]:
    return queries.history_for(viewer=user, room_id=room.pk).messages


@pytest.fixture
def room(person: Any) -> Setting:
    """A kept room of alice's with bob in it."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made, alice, bob


def test_a_host_pins_for_everybody_and_twice_is_once(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea at five")
    write(bob, made, "Bring cups")
    for n in (1, 2, 2):
        mark_actions.pin_message(actor=caller(alice), room_id=made.pk, n=n, on=True)
    assert [one.n for one in mark_queries.pins_for(viewer=bob, room_id=made.pk)] == [2, 1]
    assert [one.pinned for one in log(bob, made)] == [True, True]
    told = StreamEvent.objects.filter(name="chat.message_changed").order_by("pk")
    assert [event.data["message"]["pinned"] for event in told] == [True, True]
    mark_actions.pin_message(actor=caller(alice), room_id=made.pk, n=2, on=False)
    assert [one.n for one in mark_queries.pins_for(viewer=bob, room_id=made.pk)] == [1]


def test_only_hosts_pin_in_a_room_and_both_in_a_conversation(room: Setting) -> None:
    made, alice, bob = room
    write(alice, made, "Tea at five")
    with pytest.raises(Denied):
        mark_actions.pin_message(actor=caller(bob), room_id=made.pk, n=1, on=True)
    assert not Pin.objects.exists()
    talk = open_conversation(actor=alice, username="bob")
    write(alice, talk, "My address")
    mark_actions.pin_message(actor=caller(bob), room_id=talk.pk, n=1, on=True)
    assert len(mark_queries.pins_for(viewer=alice, room_id=talk.pk)) == 1


def test_there_is_an_end_to_pins(room: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    made, alice, _bob = room
    monkeypatch.setattr(rules, "MOST_PINS", 1)
    write(alice, made, "one")
    write(alice, made, "two")
    mark_actions.pin_message(actor=caller(alice), room_id=made.pk, n=1, on=True)
    with pytest.raises(Invalid):
        mark_actions.pin_message(actor=caller(alice), room_id=made.pk, n=2, on=True)


def test_a_deleted_message_is_neither_pinned_nor_starred(room: Setting) -> None:
    made, alice, bob = room
    write(alice, made, "Tea at five")
    mark_actions.pin_message(actor=caller(alice), room_id=made.pk, n=1, on=True)
    mark_actions.star_message(actor=caller(bob), room_id=made.pk, n=1, on=True)
    change_actions.delete_message(actor=caller(alice), room_id=made.pk, n=1)
    assert not Pin.objects.exists()
    assert not Star.objects.exists()
    for act in (mark_actions.pin_message, mark_actions.star_message):
        with pytest.raises(NotFound):
            act(actor=caller(alice), room_id=made.pk, n=1, on=True)


def test_a_star_is_seen_by_its_owner_alone(room: Setting) -> None:
    made, alice, bob = room
    for body in ("one", "two", "three"):
        write(alice, made, body)
    for n in (3, 1, 1):
        mark_actions.star_message(actor=caller(bob), room_id=made.pk, n=n, on=True)
    assert sorted(queries.history_for(viewer=bob, room_id=made.pk).starred) == [1, 3]
    assert queries.history_for(viewer=alice, room_id=made.pk).starred == ()
    assert not StreamEvent.objects.filter(name__contains="star").exists()
    first, more = mark_queries.starred_for(viewer=bob, limit=1)
    assert ([one.message.body for one in first], more) == (["one"], True)
    assert first[0].address == f"/r/{made.code}/#m{first[0].message.n}"
    rest, more = mark_queries.starred_for(viewer=bob, before=first[-1].id, limit=1)
    assert ([one.message.body for one in rest], more) == (["three"], False)
    assert mark_queries.starred_for(viewer=alice) == ([], False)
    mark_actions.star_message(actor=caller(bob), room_id=made.pk, n=1, on=False)
    assert queries.history_for(viewer=bob, room_id=made.pk).starred == (3,)


def test_the_page_of_stars_asks_as_much_for_many_as_for_two(room: Setting) -> None:
    made, alice, bob = room
    asked = []
    for stars in (2, 12):
        for _ in range(stars - Star.objects.count()):
            write(alice, made, "put aside")
            n = Message.objects.filter(room=made).count()
            mark_actions.star_message(actor=caller(bob), room_id=made.pk, n=n, on=True)
        with CaptureQueriesContext(connection) as queries_of_page:
            found, _more = mark_queries.starred_for(viewer=bob)
        assert [one.message.body for one in found] == ["put aside"] * stars
        asked.append(len(queries_of_page))
    assert asked[0] == asked[1]


def test_what_is_forwarded_says_whose_words_it_is(room: Setting, person: Any) -> None:
    made, alice, bob = room
    write(alice, made, "The kettle is on")
    charlie = person("charlie")
    talk = open_conversation(actor=bob, username="charlie")
    write(bob, talk, "", forward=(made.pk, 1))
    (sent,) = log(charlie, talk)
    assert (sent.body, sent.name, sent.forwarded.name, sent.forwarded.user) == (
        "The kettle is on",
        "bob",
        "alice",
        alice.pk,
    )
    onwards = open_conversation(actor=charlie, username="alice")
    write(charlie, onwards, "", forward=(talk.pk, 1))
    assert log(alice, onwards)[0].forwarded.name == "alice"


@pytest.mark.rows("B28")
def test_only_what_one_sees_is_forwarded_and_only_where_one_may_write(room: Setting, person: Any) -> None:
    made, alice, bob = room
    write(alice, made, "The kettle is on")
    charlie = person("charlie")
    own = create_room(actor=charlie, draft=RoomDraft(name="Own"))
    for forward in ((made.pk, 1), (made.pk, 9), (10**12, 1)):
        with pytest.raises(Invalid) as refusal:
            write(charlie, own, "", forward=forward)
        assert "forward" in refusal.value.fields
    with pytest.raises(Invalid):
        write(bob, made, "and mine", forward=(made.pk, 1))
    talk = open_conversation(actor=bob, username="charlie")
    write(bob, talk, "hello")
    block_person(actor=charlie, username="bob")
    with pytest.raises(NotFound):
        write(bob, talk, "", forward=(made.pk, 1))
    assert Message.objects.filter(forwarded_from__isnull=False).count() == 0


def test_a_muted_conversation_notifies_nobody_and_counts_nowhere(room: Setting) -> None:
    _made, alice, bob = room
    talk = open_conversation(actor=alice, username="bob")
    mark_actions.mute_room(actor=caller(bob), room_id=talk.pk, on=True)
    write(alice, talk, "hello")
    assert not Notification.objects.exists()
    assert conversation_queries.unread_total_for(viewer=bob) == 0
    (row,) = (one for one in conversation_queries.conversations_for(viewer=bob).rows if one.person == alice)
    assert (row.unread, row.muted) == (1, True)
    mark_actions.mute_room(actor=caller(bob), room_id=talk.pk, on=False)
    assert conversation_queries.unread_total_for(viewer=bob) == 1


@pytest.mark.rows("B29", "C17", "B39")
def test_only_the_blocker_folds_and_until_he_takes_the_block_back(room: Setting) -> None:
    made, alice, bob = room
    block_person(actor=alice, username="bob")
    assert mark_queries.manner_for(viewer=alice, room_id=made.pk).folded == [bob.pk]
    assert mark_queries.manner_for(viewer=bob, room_id=made.pk).folded == []
    unblock_person(actor=alice, username="bob")
    assert mark_queries.manner_for(viewer=alice, room_id=made.pk).folded == []


def test_the_log_is_read_from_any_place_in_both_directions(room: Setting) -> None:
    made, alice, bob = room
    for number in range(1, 12):
        write(alice, made, f"{number}", thread=1 if number == 5 else None, in_log=number != 5)

    def numbers(place: Place) -> tuple[list[int], bool, bool]:
        page = queries.history_for(viewer=bob, room_id=made.pk, place=place, limit=4)
        return [one.n for one in page.messages], page.more, page.newer

    assert numbers(Place()) == ([8, 9, 10, 11], True, False)
    assert numbers(Place(before=4)) == ([1, 2, 3], False, True)
    assert numbers(Place(after=3)) == ([4, 6, 7, 8], True, True)
    assert numbers(Place(after=8)) == ([9, 10, 11], True, False)
    assert numbers(Place(around=6)) == ([3, 4, 6, 7], True, True)
    assert numbers(Place(around=1)) == ([1, 2], False, True)
    assert numbers(Place(around=99)) == ([10, 11], True, False)


def test_a_day_is_found_in_the_log(room: Setting) -> None:
    made, alice, bob = room
    now = timezone.now()
    for number in range(1, 9):
        write(alice, made, f"{number}")
        Message.objects.filter(room=made, n=number).update(at=now + timedelta(days=number))

    def first(at: Any) -> int | None:
        return queries.place_for(viewer=bob, room_id=made.pk, at=at)

    assert first(now) == 1
    assert first(now + timedelta(days=3)) == 3
    assert first(now + timedelta(days=3, seconds=1)) == 4
    assert first(now + timedelta(days=8)) == 8
    assert first(now + timedelta(days=9)) is None
