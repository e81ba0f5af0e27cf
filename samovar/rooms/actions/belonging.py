"""Giving a place in a room back, handing the room over, forgiving."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.rooms import member_rules, rules
from samovar.rooms.actions.changing import remove_member
from samovar.rooms.actions.hosting import rename_person
from samovar.rooms.actions.telling import changing, hold_places, hold_stream, tell_room
from samovar.rooms.events import MemberChanged, Person
from samovar.rooms.models import Ban, Membership, Room


def quit_room(*, actor: User, room_id: int) -> None:
    """Give one's place in a room back for good. NotFound, Denied."""
    member = rules.require_member(actor, room_id)
    # Not in one batch: what is told has to go out before the sockets are taken off the stream.
    with transaction.atomic():
        hold_stream(member.room)
        hold_places(room_id, member.participant_id)
        # Read again: somebody may just have made the actor the owner.
        member = rules.require_member(actor, room_id)
        member_rules.require_may_quit(member)
        remove_member(room=member.room, member=member)


def hand_over(*, actor: Caller, room_id: int, participant_id: int) -> None:
    """Make a member the owner of the room; who was it stays as a host. NotFound, Denied."""
    target = rules.require_owner_over(actor, room_id, participant_id)
    mine = rules.require_member(actor, room_id)
    with changing(target.room):
        hold_places(room_id, mine.participant_id, target.participant_id)
        # Read again: from another tab the room may just have gone to somebody else.
        target = rules.require_owner_over(actor, room_id, participant_id)
        mine = rules.require_member(actor, room_id)
        for member, role in ((mine, Membership.Role.HOST), (target, Membership.Role.OWNER)):
            member.role = role
            member.save(update_fields=["role"])
            _tell(target.room, member)
        Room.objects.filter(pk=room_id).update(creator=target.participant.user)


def forgive(*, actor: User, room_id: int, participant_id: int) -> None:
    """Let somebody who was banned come back. NotFound, Denied."""
    rules.require_host(actor, room_id)
    gone, _kinds = Ban.objects.filter(room_id=room_id, participant_id=participant_id).delete()
    if not gone:
        raise NotFound(code="person_not_found")


def _tell(room: Room, member: Membership) -> None:
    person = Person.of(member)
    tell_room(room, MemberChanged(person=person))
    transaction.on_commit(partial(rename_person, room.pk, person))
