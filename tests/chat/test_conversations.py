"""Conversations of two at their doors: who is in the list, what is unread, what a block does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from samovar.chat import conversation_queries, inbox_actions, inbox_queries
from samovar.chat.actions import Draft, send_message
from samovar.chat.conversation_queries import Conversation
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.people.online import online
from samovar.rooms.actions import open_conversation
from samovar.rooms.models import Room
from samovar.rooms.rules import require_member

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db(transaction=True)


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str) -> Any:
    return send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body))


def conversations(viewer: Any, **asked: Any) -> list[Conversation]:
    return conversation_queries.conversations_for(viewer=viewer, **asked).rows


@pytest.mark.rows("S4-7.1", "S1-09")
def test_two_people_have_one_conversation_whoever_opens_it(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    one = open_conversation(actor=alice, username="bob")
    assert open_conversation(actor=bob, username="ALICE").pk == one.pk


@pytest.mark.rows("S4-7.1", "S1-09")
def test_a_third_person_cannot_reach_it_by_any_door(person: Any, browser: Browser) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = open_conversation(actor=alice, username="bob")
    write(alice, room, "secret")
    page = browser(charlie)
    assert page.get(f"/r/{room.code}/").status_code == 404
    assert page.get(f"/api/chatrooms/{room.pk}/messages/").status_code in {401, 403, 404}
    assert b"secret" not in page.get("/messages/").content + page.get("/messages/bob/").content
    with pytest.raises(NotFound):
        require_member(charlie, room.pk)
    with pytest.raises((NotFound, Denied)):
        write(charlie, room, "me too")
    assert bob in {row.person for row in conversations(charlie)}


@pytest.mark.rows("S4-7.2", "C28", "B27")
def test_the_list_has_everybody_but_the_unverified_and_those_of_a_block(
    person: Any, browser: Browser
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    person("dora", verified=False)
    erin = person("erin")
    block_person(actor=charlie, username="alice")
    names = [row.name for row in conversations(alice)]
    assert names == ["bob", "erin"]
    write(erin, open_conversation(actor=alice, username="erin"), "hello")
    assert [row.person for row in conversations(alice)] == [erin, bob]
    online.compare([bob.pk], 0)
    active = conversations(alice, active=True)
    assert [row.person for row in active] == [bob]
    assert b'data-online="true"' in browser(alice).get("/messages/?tab=active").content
    online.compare([], 0)
    online.compare([], 9)


@pytest.mark.rows("B27", "B28", "B39")
def test_a_block_leaves_the_conversation_to_read_by_its_address_alone(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    room = open_conversation(actor=alice, username="bob")
    write(alice, room, "hello")
    block_person(actor=alice, username="bob")
    for one, other in ((alice, bob), (bob, alice)):
        assert conversations(one) == []
        shown = browser(one).get(f"/messages/{other.username}/")
        assert shown.status_code == 200
        assert b"readonly" in shown.content
        with pytest.raises(NotFound) as refusal:
            write(one, room, "again")
        assert refusal.value.code == "person_not_found"
    assert conversation_queries.unread_total_for(viewer=bob) == 0


@pytest.mark.rows("B28", "B39")
def test_after_a_block_no_conversation_begins(person: Any, browser: Browser) -> None:
    alice, _bob = person("alice"), person("bob")
    block_person(actor=alice, username="bob")
    assert browser(alice).get("/messages/bob/").status_code == 404
    assert not Room.objects.exists()


def test_nobody_writes_to_oneself(person: Any, browser: Browser) -> None:
    alice = person("alice")
    with pytest.raises(Invalid):
        open_conversation(actor=alice, username="alice")
    assert browser(alice).get("/messages/alice/").status_code == 400


@pytest.mark.rows("S4-7.2")
def test_unread_counts_equal_a_recount(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = open_conversation(actor=alice, username="bob")
    for body in ("one", "two", "three"):
        write(alice, room, body)
    write(bob, room, "mine")
    assert conversation_queries.unread_total_for(viewer=bob) == 3
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=2)
    assert conversation_queries.unread_total_for(viewer=bob) == 1
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=1)
    assert conversation_queries.unread_total_for(viewer=bob) == 1
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=10**6)
    assert conversation_queries.unread_total_for(viewer=bob) == 0
    inbox_actions.mark_unread(actor=caller(bob), room_id=room.pk, n=3)
    assert conversation_queries.unread_total_for(viewer=bob) == 1
    write(alice, room, "four")
    assert conversation_queries.unread_total_for(viewer=bob) == 2
    assert conversation_queries.unread_total_for(viewer=alice) == 1


@pytest.mark.rows("C27")
def test_a_conversation_is_one_unread_notification_that_reading_clears(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = open_conversation(actor=alice, username="bob")
    write(alice, room, "one")
    write(alice, room, "two")
    row = Notification.objects.get(user=bob)
    assert (row.kind, row.subject, row.target, row.read_at) == ("message", "two", "/messages/alice/", None)
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=2)
    assert Notification.objects.get(user=bob).read_at is not None
    write(alice, room, "three")
    row = Notification.objects.get(user=bob)
    assert (row.subject, row.read_at) == ("three", None)
    assert not Notification.objects.filter(user=alice).exists()


@pytest.mark.rows("B37")
def test_how_far_somebody_has_read_is_not_told_across_a_block(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = open_conversation(actor=alice, username="bob")
    write(alice, room, "one")
    inbox_actions.read_up_to(actor=caller(bob), room_id=room.pk, n=1)
    _mine, others = inbox_queries.reads_for(viewer=alice, room_id=room.pk)
    assert [place.n for place in others] == [1]
    block_person(actor=bob, username="alice")
    assert inbox_queries.reads_for(viewer=alice, room_id=room.pk) == (0, [])
