"""What owner and hosts do to the people of a room, and to its door."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from samovar.accounts.actions import end_guest_session
from samovar.core.caller import Caller
from samovar.core.hub import hub
from samovar.rooms import rules, signals
from samovar.rooms.actions.changing import remove_member
from samovar.rooms.actions.telling import changing, hold_places, hold_stream, tell_room
from samovar.rooms.events import MemberChanged, Person, RoomChanged, RoomView
from samovar.rooms.models import Ban, Invitation, Membership, Room
from samovar.rooms.presence import presence


def remove_person(*, actor: Caller, room_id: int, participant_id: int, ban: bool = False) -> None:
    """Take somebody out of the room and its call; banned, he cannot come back. NotFound, Denied."""
    room = rules.require_host_over(actor, room_id, participant_id).room
    # Not in one batch: what is told has to go out before the removed one's sockets are taken off the stream.
    with transaction.atomic():
        hold_stream(room)
        hold_places(room_id, participant_id)
        # Read again: it may just have become the owner.
        target = rules.require_host_over(actor, room_id, participant_id)
        guest = target.participant.guest
        if ban:
            Ban.objects.get_or_create(room=room, participant=target.participant)
            Invitation.objects.filter(room=room, user=target.participant.user_id).delete()
        remove_member(room=room, member=target)
        if guest is not None:
            end_guest_session(actor=None, session=guest.session)


def set_host(*, actor: Caller, room_id: int, participant_id: int, host: bool) -> None:
    """Make a member a host, or a host a member again; the owner alone may. NotFound, Denied."""
    room = rules.require_owner_over(actor, room_id, participant_id).room
    with changing(room):
        hold_places(room_id, participant_id)
        # Read again: it may just have become the owner.
        _give_role(rules.require_owner_over(actor, room_id, participant_id), host=host)


def appoint_host(*, actor: None, room_id: int, participant_id: int, host: bool) -> None:
    """Make a member stand in for the hosts, or no more; owners stay what they are. Nobody is asked here."""
    found = rules.place_of(room_id, participant_id)
    if found is None:
        return
    with changing(found.room):
        hold_places(room_id, participant_id)
        target = rules.place_of(room_id, participant_id)
        if target is not None and target.role in {Membership.Role.HOST, Membership.Role.MEMBER}:
            _give_role(target, host=host)


def _give_role(target: Membership, *, host: bool) -> None:
    role = Membership.Role.HOST if host else Membership.Role.MEMBER
    if target.role == role:
        return
    target.role = role
    target.save(update_fields=["role"])
    person = Person.of(target)
    tell_room(target.room, MemberChanged(person=person))
    transaction.on_commit(lambda: rename_person(target.room_id, person))


def rename_person(room_id: int, person: Person) -> None:
    """Show somebody by a new name or role in the lists of all processes."""
    presence.retitle(room_id, person)
    hub.give_order("rooms.rename", room_id, person.model_dump_json())


def guard_room(
    *,
    actor: Caller,
    room_id: int,
    locked: bool | None = None,
    waiting_room: bool | None = None,
    forbidden: Iterable[str] | None = None,
    key_check: str | None = None,
) -> None:
    """Lock the room, ask who comes to wait, say what only hosts may do in calls, and by the digest of which
    key these are encrypted; None leaves it. Denied."""
    member = rules.require_host(actor, room_id)
    with changing(member.room):
        room = Room.objects.select_for_update().get(pk=room_id)
        room.locked = room.locked if locked is None else locked
        room.waiting_room = room.waiting_room if waiting_room is None else waiting_room
        room.forbidden = room.forbidden if forbidden is None else sorted(set(forbidden))
        room.key_check = room.key_check if key_check is None else key_check
        room.save()
        tell_room(room, RoomChanged(room=RoomView.of(room)))
        signals.guarded.send(sender=Room, room=room)
