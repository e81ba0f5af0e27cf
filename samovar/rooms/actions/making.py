"""Making rooms: by the form, by typing a name, by hosting a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samovar.accounts.models import User
from samovar.core.errors import Invalid
from samovar.core.text import fold_name
from samovar.people import queries as people
from samovar.rooms import rules
from samovar.rooms.actions.entering import join_room, participant_for
from samovar.rooms.actions.telling import tell_listed
from samovar.rooms.models import Membership, Room
from samovar.rooms.presence import presence


@dataclass(frozen=True)
class RoomDraft:
    """A room as it is wished for. ``passcode`` in plain text, "" for none."""

    name: str
    guests_allowed: bool = False
    passcode: str = ""
    kept: bool = True
    listed: bool = True
    members_only: bool = False
    waiting_room: bool = False
    user_ids: tuple[int, ...] = ()


def create_room(*, actor: User, draft: RoomDraft) -> Room:
    """Make a group room of the actor's. Invalid (fields name, users), also for a name that is taken."""
    others = known_people(actor, draft.user_ids)
    room = Room(
        name=rules.require_room_name(draft.name),
        kind=Room.Kind.GROUP,
        history=Room.History.KEPT if draft.kept else Room.History.OFF,
        listed=draft.listed and not draft.members_only,
        members_only=draft.members_only,
        guests_allowed=draft.guests_allowed,
        waiting_room=draft.waiting_room,
        passcode_hash=make_password(draft.passcode) if draft.passcode else "",
        creator=actor,
    )
    with refuse_taken_name():
        _store(room, actor, others)
    return room


def open_room_by_name(*, actor: User, name: str) -> Room:
    """Find the living listed room of this name, or open one; two who type it at once meet in one room.

    The actor has a place in it, unless it asks for a passcode: its entry page does that.
    """
    name = rules.require_room_name(name)
    key = fold_name(name)
    room = Room.objects.filter(name_key=key).first() or _open(actor, name, key)
    if room.kind == Room.Kind.OPEN:
        presence.expect(room.pk, presence.clock())
    if rules.can_join_freely(room):
        join_room(actor=actor, room_id=room.pk)
    return room


def _open(actor: User, name: str, key: str) -> Room:
    room = Room(name=name, kind=Room.Kind.OPEN, history=Room.History.OFF, creator=actor)
    try:
        with transaction.atomic():
            _store(room, actor, [])
    except IntegrityError:
        # Somebody else typed it a moment earlier.
        return Room.objects.get(name_key=key)
    return room


def host_meeting(*, actor: User, name: str = "") -> Room:
    """Make a meeting for whoever has the code, guests too; it lives until its owner ends it.

    Without a name it is called after the actor. Invalid (field name).
    """
    room = Room(
        name=rules.require_room_name(name or _("Meeting of %(name)s") % {"name": actor.full_name[:60]}),
        kind=Room.Kind.MEETING,
        history=Room.History.OFF,
        listed=False,
        guests_allowed=True,
        creator=actor,
    )
    _store(room, actor, [])
    return room


def known_people(actor: User, user_ids: tuple[int, ...]) -> list[User]:
    """Return the people of these ids. Invalid (field users) when one is not there for the actor."""
    wanted = set(user_ids) - {actor.pk}
    found = list(people.visible_to(actor).filter(pk__in=wanted))
    if len(found) != len(wanted):
        missing = min(wanted - {user.pk for user in found})
        raise Invalid(fields={"users": [_("There is no person with the id %(id)d.") % {"id": missing}]})
    return found


@contextmanager
def refuse_taken_name() -> Iterator[None]:
    """Run the block in a savepoint; a name that another living room has becomes Invalid (field name)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(fields={"name": [_("There is a room of this name already.")]}) from error


def _store(room: Room, owner: User, others: list[User]) -> None:
    with transaction.atomic():
        room.save()
        add_members(room, [owner], Membership.Role.OWNER)
        add_members(room, others, Membership.Role.MEMBER)
        if room.listed:
            tell_listed()


def add_members(room: Room, users: list[User], role: Membership.Role) -> None:
    """Give these people a place in the room, under the names they are called by."""
    Membership.objects.bulk_create(
        [
            Membership(
                room=room,
                participant=participant_for(user=user),
                role=role,
                display_name=user.full_name,
                read_n=room.last_n,
            )
            for user in users
        ],
        ignore_conflicts=True,
    )
