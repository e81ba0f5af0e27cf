"""Group rooms beside conversations of two: order, unread counts, pages, and what a block leaves out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from samovar.chat import inbox_actions
from samovar.chat.actions import Draft, send_message
from samovar.chat.change_actions import delete_message
from samovar.chat.conversation_queries import Conversation, conversations_for, unread_total_for
from samovar.chat.place_queries import places_for
from samovar.core.caller import Caller
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, host_meeting, join_room, open_conversation
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str) -> int:
    answer = send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body))
    return int(answer["n"])


def group(owner: Any, *others: Any, name: str, **draft: Any) -> Room:
    ids = tuple(other.pk for other in others)
    return create_room(actor=owner, draft=RoomDraft(name, user_ids=ids, **draft))


def rows(viewer: Any, **asked: Any) -> list[Conversation]:
    return conversations_for(viewer=viewer, **asked).rows


@pytest.mark.rows("S4-7.2")
def test_groups_stand_among_conversations_by_what_was_said_last(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    tea, board = group(alice, bob, name="Tea"), group(alice, bob, charlie, name="Board")
    talk = open_conversation(actor=alice, username="bob")
    for room in (tea, talk, board):
        write(alice, room, f"hello {room.name}")
    assert [row.name for row in rows(bob)] == ["Board", "alice", "Tea", "charlie"]
    write(bob, tea, "me too")
    top = rows(alice)[0]
    assert (top.name, top.last, top.author, top.mine, top.unread) == ("Tea", "me too", "bob", False, 1)
    assert (top.address, top.room) == (f"/r/{tea.code}/", tea)
    assert rows(bob)[0].mine
    assert [row.name for row in rows(charlie)] == ["Board", "alice", "bob"]


def test_groups_that_keep_nothing_and_meetings_are_no_conversations(person: Any) -> None:
    alice = person("alice")
    group(alice, name="Gone", kept=False)
    host_meeting(actor=alice)
    assert rows(alice) == []


@pytest.mark.rows("C28")
def test_the_tab_active_shows_people_alone(person: Any) -> None:
    alice = person("alice")
    write(alice, group(alice, name="Tea"), "hello")
    assert rows(alice, active=True) == []
    assert [row.name for row in rows(alice, text="te")] == ["Tea"]
    assert rows(alice, text="nothing") == []


@pytest.mark.rows("S4-7.2")
def test_unread_in_groups_counts_others_messages_since_one_came(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, name="Tea")
    write(alice, room, "before bob")
    join_room(actor=bob, room_id=room.pk)
    assert unread_total_for(viewer=bob) == 0
    write(alice, room, "one")
    last = write(alice, room, "two")
    write(bob, room, "mine")
    write(alice, open_conversation(actor=alice, username="bob"), "three")
    assert unread_total_for(viewer=bob) == 3
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=last)
    assert unread_total_for(viewer=bob) == 1


@pytest.mark.rows("B29")
def test_what_a_blocked_person_said_last_is_not_shown_in_the_list(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, bob, name="Tea")
    write(bob, room, "secret of bob")
    block_person(actor=alice, username="bob")
    assert [row.last for row in rows(alice)] == [None]
    n = write(alice, room, "mine")
    delete_message(actor=caller(alice), room_id=room.pk, n=n)
    assert [(row.deleted, row.last) for row in rows(alice)] == [(True, "")]


def test_pages_go_on_from_conversations_to_everybody_else_each_once(person: Any) -> None:
    alice = person("alice")
    for number in range(55):
        write(alice, group(alice, name=f"Group {number:02}"), "hello")
    for number in range(60):
        person(f"person{number:02}", first_name="Same", last_name="Name" if number % 2 else "")
    seen, cursor, pages = [], "", 0
    while True:
        page = conversations_for(viewer=alice, cursor=cursor)
        seen += [row.person.username if row.person else row.name for row in page.rows]
        pages += 1
        assert len(page.rows) <= 50
        if not (cursor := page.next):
            break
    assert seen[:55] == [f"Group {number:02}" for number in reversed(range(55))]
    assert sorted(seen[55:]) == [f"person{number:02}" for number in range(60)]
    assert pages == 3
    assert conversations_for(viewer=alice, cursor="nonsense").rows[0].name == "Group 54"


@pytest.mark.rows("B32")
def test_places_are_found_by_name_where_one_may_go(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob", first_name="Teddy"), person("charlie")
    group(alice, bob, name="TEA hall")
    group(charlie, name="Tea of others", members_only=True)
    group(charlie, name="Public tea")
    names = [(place.kind, place.name) for place in places_for(viewer=alice, text="te")]
    assert names == [("room", "TEA hall"), ("person", "Teddy"), ("room", "Public tea")]
    assert places_for(viewer=alice, text="")[0].name == "TEA hall"
    block_person(actor=bob, username="alice")
    assert ("person", "Teddy") not in [
        (place.kind, place.name) for place in places_for(viewer=alice, text="te")
    ]
