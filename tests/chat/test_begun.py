"""What somebody began to write: kept for all devices, seen by nobody else, gone with the room."""

from __future__ import annotations

from typing import Any

import pytest

from samovar.chat.models import Begun, Habit
from samovar.chat.writing_actions import choose_habit, keep_begun
from samovar.chat.writing_queries import Place, writing_for
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid
from samovar.rooms.actions import RoomDraft, create_room, join_room, remove_person
from samovar.rooms.models import Membership, Room

pytestmark = pytest.mark.django_db(transaction=True)
Tea = tuple[Room, Any, Any]


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


@pytest.fixture
def room(person: Any) -> Tea:
    """A kept room of alice's with bob in it."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made, alice, bob


def test_it_is_there_for_its_writer_alone_and_each_change_has_a_higher_number(room: Tea) -> None:
    made, alice, bob = room
    first = keep_begun(actor=caller(bob), room_id=made.pk, body="  dear al")
    assert keep_begun(actor=caller(bob), room_id=made.pk, body="  dear al") == first
    second = keep_begun(actor=caller(bob), room_id=made.pk, body="  dear alice")
    assert second > first
    assert writing_for(viewer=bob, room_id=made.pk) == Place("  dear alice", second, enter_sends=True)
    assert writing_for(viewer=alice, room_id=made.pk) == Place("", 0, enter_sends=True)
    assert keep_begun(actor=caller(bob), room_id=made.pk, body="") > second
    assert not Begun.objects.exists()
    assert keep_begun(actor=caller(bob), room_id=made.pk, body="") == 0


def test_what_could_not_be_sent_is_not_kept(room: Tea) -> None:
    made, alice, _bob = room
    for wrong in ("x" * 8001, "nul \x00"):
        with pytest.raises(Invalid):
            keep_begun(actor=caller(alice), room_id=made.pk, body=wrong)
    assert not Begun.objects.exists()


def test_a_room_that_keeps_nothing_keeps_no_drafts_and_strangers_have_none(room: Tea, person: Any) -> None:
    made, alice, _bob = room
    steam = create_room(actor=alice, draft=RoomDraft(name="Steam", kept=False))
    with pytest.raises(Invalid) as refusal:
        keep_begun(actor=caller(alice), room_id=steam.pk, body="psst")
    assert refusal.value.code == "not_kept"
    with pytest.raises(Denied):
        keep_begun(actor=caller(person("charlie")), room_id=made.pk, body="hello")


def test_it_goes_with_the_place_in_the_room(room: Tea) -> None:
    made, alice, bob = room
    keep_begun(actor=caller(bob), room_id=made.pk, body="by")
    place = Membership.objects.get(room=made, participant__user=bob)
    remove_person(actor=caller(alice), room_id=made.pk, participant_id=place.participant_id)
    assert not Begun.objects.exists()


def test_what_enter_does_is_kept_with_the_person(room: Tea) -> None:
    made, alice, bob = room
    for chosen in (False, False, True, False):
        choose_habit(actor=alice, enter_sends=chosen)
        assert writing_for(viewer=alice, room_id=made.pk).enter_sends is chosen
    assert writing_for(viewer=bob, room_id=made.pk).enter_sends
    assert Habit.objects.count() == 1
