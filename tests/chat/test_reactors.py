"""Who reacted to a message, as different people are told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from samovar.chat import reaction_queries
from samovar.chat.actions import Draft, send_message
from samovar.chat.change_actions import delete_message, set_reaction
from samovar.chat.reaction_queries import reactors_for
from samovar.core.caller import Caller
from samovar.core.errors import Denied, NotFound
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, quit_room
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def react(user: Any, room: Room, emoji: str = "👍", *, on: bool = True) -> None:
    set_reaction(actor=caller(user), room_id=room.pk, n=1, emoji=emoji, on=on)


def named(viewer: Any, room: Room, emoji: str = "👍") -> tuple[list[str], int]:
    found = reactors_for(viewer=viewer, room_id=room.pk, n=1, emoji=emoji)
    return [one.name for one in found.people], found.others


@pytest.fixture
def room(person: Any) -> tuple[Room, Any, Any, Any]:
    """A room of alice's with bob and charlie in it, and a message of hers."""
    people = [person(name) for name in ("alice", "bob", "charlie")]
    made = create_room(actor=people[0], draft=RoomDraft(name="Tea"))
    for one in people[1:]:
        join_room(actor=one, room_id=made.pk)
    send_message(actor=caller(people[0]), draft=Draft(made.pk, str(uuid4()), "Tea?"))
    return made, people[0], people[1], people[2]


def test_who_reacted_is_named_in_that_order(room: tuple[Room, Any, Any, Any]) -> None:
    made, alice, bob, charlie = room
    for one in (charlie, bob, alice):
        react(one, made)
    react(bob, made, "🎉")
    assert named(bob, made) == (["charlie", "bob", "alice"], 0)
    assert named(bob, made, "🎉") == (["bob"], 0)
    react(charlie, made, on=False)
    assert named(alice, made) == (["bob", "alice"], 0)
    assert named(alice, made, "🍵") == ([], 0)


@pytest.mark.rows("B37")
def test_over_a_block_nobody_is_named_but_all_are_counted(room: tuple[Room, Any, Any, Any]) -> None:
    made, alice, bob, charlie = room
    for one in (alice, bob):
        react(one, made)
    block_person(actor=bob, username="alice")
    assert named(bob, made) == (["bob"], 1)
    assert named(alice, made) == (["alice"], 1)
    assert named(charlie, made) == (["alice", "bob"], 0)


def test_who_left_goes_on_being_named(room: tuple[Room, Any, Any, Any]) -> None:
    made, alice, bob, _charlie = room
    react(bob, made)
    quit_room(actor=bob, room_id=made.pk)
    assert named(alice, made) == (["bob"], 0)


def test_of_many_the_first_are_named(
    room: tuple[Room, Any, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, alice, bob, charlie = room
    monkeypatch.setattr(reaction_queries, "SHOWN", 2)
    for one in (charlie, bob, alice):
        react(one, made)
    assert named(alice, made) == (["charlie", "bob"], 1)


def test_a_stranger_is_told_nothing_and_of_a_deleted_message_nobody_is(
    room: tuple[Room, Any, Any, Any], person: Any
) -> None:
    made, alice, bob, _charlie = room
    react(bob, made)
    with pytest.raises(Denied):
        named(person("stranger"), made)
    delete_message(actor=caller(alice), room_id=made.pk, n=1)
    with pytest.raises(NotFound):
        named(bob, made)
