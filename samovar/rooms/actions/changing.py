"""Changing and ending rooms, and inviting to them."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import Invalid, NotFound
from samovar.core.hub import hub
from samovar.notifications.actions import notify
from samovar.people import queries as people
from samovar.rooms import rules, signals
from samovar.rooms.actions.making import add_members, known_people, refuse_taken_name
from samovar.rooms.actions.telling import hold_stream, moment, tell_listed, tell_room
from samovar.rooms.events import MemberRemoved, Person, PersonLeft, RoomChanged, RoomClosed, RoomView
from samovar.rooms.models import Invitation, Membership, Room
from samovar.rooms.presence import presence

Reason = Literal["deleted", "ended", "empty"]


def change_room(
    *, actor: User, room_id: int, name: str | None = None, user_ids: tuple[int, ...] | None = None
) -> Room:
    """Rename the room and set its members, as far as given. NotFound, Denied, Invalid (name, users)."""
    room = rules.require_visible(actor, room_id)
    rules.require_manager(actor, room)
    with transaction.atomic():
        hold_stream(room)
        if user_ids is not None:
            _set_members(actor, room, user_ids)
        if name is not None:
            room = rename_room(actor=actor, room_id=room_id, name=name)
    return room


def rename_room(*, actor: User, room_id: int, name: str) -> Room:
    """Give the room another name; everybody in it sees it at once. NotFound, Denied, Invalid (field name)."""
    room = rules.require_visible(actor, room_id)
    rules.require_manager(actor, room)
    name = rules.require_room_name(name)
    with refuse_taken_name():
        hold_stream(room)
        room = Room.objects.select_for_update().get(pk=room.pk)
        room.name = name
        room.save()
        tell_room(room, RoomChanged(room=RoomView.of(room)))
        if room.listed:
            tell_listed()
    return room


def _set_members(actor: User, room: Room, user_ids: tuple[int, ...]) -> None:
    """Make these people and the owner the members; guests stay."""
    users = known_people(actor, user_ids)
    members = Membership.objects.select_related("participant__user", "participant__guest").filter(room=room)
    # Who is in a block with the owner is not shown to him, so he cannot have meant to take him out.
    seen = members.filter(participant__user__in=people.visible_to(actor)).exclude(role=Membership.Role.OWNER)
    for member in seen.exclude(participant__user__in=users):
        remove_member(room=room, member=member)
    add_members(room, users, Membership.Role.MEMBER)


def remove_member(*, room: Room, member: Membership) -> None:
    """Take somebody's place in the room away, and tell. Who may do so was asked before."""
    participant = member.participant
    person = Person.of(member)
    member.delete()
    tell_room(room, MemberRemoved(participant=participant.pk))
    if presence.is_here(room.pk, participant.pk):
        tell_room(room, PersonLeft(person=person, lost=False, at=moment()))
    signals.member_removed.send(sender=Room, room_id=room.pk, participant_id=participant.pk)
    transaction.on_commit(lambda: _show_out(room, participant.pk, participant.stream))


def _show_out(room: Room, participant_id: int, caller_key: str) -> None:
    presence.forget(room.pk, participant_id)
    hub.give_order("rooms.drop", room.pk, participant_id)
    hub.evict(caller_key, room.stream)


def delete_room(*, actor: User, room_id: int) -> None:
    """End the room for everybody; its name is free again. NotFound, Denied."""
    room = rules.require_visible(actor, room_id)
    rules.require_manager(actor, room)
    _close(room.pk, "ended" if room.kind == Room.Kind.MEETING else "deleted")


def close_room(*, room_id: int) -> None:
    """End a room whose owner is gone for good and left it to nobody."""
    _close(room_id, "deleted")


def close_if_deserted(*, room_id: int) -> None:
    """End an open room that nobody is in; other kinds live on when they are empty (C3).

    Where that is not known just now, it is looked at again later.
    """
    if Room.objects.filter(pk=room_id, kind=Room.Kind.OPEN).exists():
        _close(room_id, "empty")


def _close(room_id: int, reason: Reason) -> None:
    with transaction.atomic():
        alive = Room.objects.filter(pk=room_id, closed_at=None)
        for found in alive:
            hold_stream(found)
        room = alive.select_for_update().first()
        if room is None or (reason == "empty" and not _is_deserted(room_id)):
            return
        room.closed_at = timezone.now()
        room.save()
        tell_room(room, RoomClosed(room=room.pk, reason=reason))
        signals.closed.send(sender=Room, room=room, reason=reason)
        members = Membership.objects.filter(room=room).select_related("participant")
        keys = [
            member.participant.stream
            for member in members
            if presence.is_here(room_id, member.participant_id)
        ]
        transaction.on_commit(lambda: _clear_out(room, keys))


def _is_deserted(room_id: int) -> bool:
    empty = presence.is_empty(room_id)
    if empty is None:
        presence.expect(room_id, presence.clock())
    return bool(empty)


def _clear_out(room: Room, caller_keys: list[str]) -> None:
    presence.forget(room.pk)
    hub.give_order("rooms.clear", room.pk)
    for key in caller_keys:
        hub.evict(key, room.stream)
    if room.listed:
        tell_listed()


def invite_person(*, actor: User, room_id: int, username: str) -> Invitation | None:
    """Tell a person of the room; he may enter it without a passcode. None when he is in it already.

    NotFound, Denied, Invalid (field username: nobody of that name, or nobody for the actor).
    """
    member = rules.require_member(actor, room_id)
    rules.require_can_invite(member)
    try:
        guest = people.person_for(viewer=actor, username=username)
    except NotFound as nobody:
        raise Invalid(fields={"username": [nobody.message]}) from nobody
    if rules.membership_of(guest, room_id) is not None:
        return None
    return _invite(actor, member.room, guest)


def _invite(actor: User, room: Room, guest: User) -> Invitation:
    with transaction.atomic():
        invitation, _new = Invitation.objects.get_or_create(
            room=room, user=guest, defaults={"inviter": actor}
        )
        notify(
            user=guest,
            kind="invitation",
            actor=actor,
            subject=room.name,
            target=f"/r/{room.code}/",
            key=f"invitation:{room.pk}:{actor.pk}",
        )
    return invitation
