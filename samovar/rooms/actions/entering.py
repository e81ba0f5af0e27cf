"""Coming into a room for the first time: by the entry page, as a guest, or freely where nothing is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samovar.accounts.models import Session, User
from samovar.core.address import address_group
from samovar.core.errors import Conflict, Invalid
from samovar.core.limits import Limit
from samovar.rooms import rules
from samovar.rooms.models import GuestPass, Invitation, Membership, Participant, Room
from samovar.rooms.rules import Viewer

GUEST_STAYS = timedelta(hours=12)
PASSCODES = Limit("rooms.passcode", 10, 60)  # wrong ones, for each room and who tries
GUESTS = Limit("rooms.guests", 60, 60)  # new passes, for each address


@dataclass(frozen=True)
class Visitor:
    """Somebody without an account at the door. ``address`` may be ""; ``device`` is the user agent."""

    display_name: str
    passcode: str = ""
    address: str = ""
    device: str = ""


def participant_for(*, user: User) -> Participant:
    """Return the person as a participant, the same one for ever."""
    return Participant.objects.get_or_create(user=user)[0]


def enter_room(*, actor: User, room: Room, display_name: str, passcode: str = "") -> Membership:
    """Give the actor a place in the room, with this display name; who has a place keeps it.

    Invalid (fields display_name, passcode), Denied where only members may enter, Conflict when it has ended.
    """
    member = rules.membership_of(actor, room.pk)
    if member is not None:
        return member
    name = rules.require_display_name(display_name)
    rules.require_person_may_enter(actor, room)
    if not rules.is_invited(actor, room):
        rules.require_no_waiting_room(room)
        check_passcode(room, passcode, f"{room.pk} u:{actor.pk}")
    return let_in(actor, room, name)


def let_in(user: User, room: Room, display_name: str) -> Membership:
    """Give a person a place. Who may have it was asked before. Conflict when the room has ended."""
    with transaction.atomic():
        _require_alive(room)
        Invitation.objects.filter(room=room, user=user).delete()
        return _place(room, participant_for(user=user), Membership.Role.MEMBER, display_name)


def admit_guest(*, actor: Visitor, room: Room) -> GuestPass:
    """Make a pass for this room alone, good for 12 hours. Its session's ``sid`` opens the socket.

    Denied where guests are not allowed, Invalid (fields display_name, passcode), TooMany.
    """
    rules.require_guests_allowed(room)
    rules.require_open(room)
    rules.require_guest_not_banned(room, actor.address, actor.device[:200])
    rules.require_no_waiting_room(room)
    rules.require_display_name(actor.display_name)
    check_passcode(room, actor.passcode, f"{room.pk} {address_group(actor.address)}")
    GUESTS.take(address_group(actor.address))
    return let_guest_in(actor, room)


def let_guest_in(actor: Visitor, room: Room, *, watching: bool = False) -> GuestPass:
    """Make the pass. Who may have it was asked before. Conflict when the room has ended."""
    name = rules.require_display_name(actor.display_name)
    with transaction.atomic():
        _require_alive(room)
        session = Session.objects.create(
            kind=Session.Kind.GUEST,
            expires_at=timezone.now() + GUEST_STAYS,
            address=actor.address or None,
            device=actor.device[:200],
        )
        guest = GuestPass.objects.create(room=room, session=session, display_name=name, watching=watching)
        _place(room, Participant.objects.create(guest=guest), Membership.Role.GUEST, name)
    return guest


def keep_guest(*, actor: None, guest_id: int) -> None:
    """Let a guest who is at work stay on: the pass is good for 12 hours again once half of them are over.

    One that has ended opens nothing any more.
    """
    now = timezone.now()
    Session.objects.filter(
        pk__in=GuestPass.objects.filter(pk=guest_id).values("session_id"),
        ended_at=None,
        expires_at__gt=now,
        expires_at__lt=now + GUEST_STAYS / 2,
    ).update(expires_at=now + GUEST_STAYS)


def join_room(*, actor: Viewer, room_id: int) -> Membership:
    """Return the actor's place in the room, making one where nothing is asked of a person (C25).

    This is what opening a room's socket or posting into it does. NotFound, Denied (``not_in_room``).
    """
    member = rules.membership_of(actor, room_id)
    if member is not None:
        return member
    room = rules.require_visible(actor, room_id)
    user = actor if isinstance(actor, User) else User.objects.get(pk=actor.user_id or 0)
    rules.require_may_join_freely(user, room)
    with transaction.atomic():
        _require_alive(room)
        return _place(
            room, participant_for(user=user), Membership.Role.MEMBER, user.full_name[: rules.DISPLAY_NAME_MAX]
        )


def check_passcode(room: Room, passcode: str, who: str) -> None:
    """Refuse a missing or wrong passcode. Invalid (field passcode), TooMany."""
    if not room.passcode_hash:
        return
    if not passcode:
        raise Invalid(fields={"passcode": [_("This room has a passcode. Enter it.")]})
    PASSCODES.require(who)
    if not rules.passcode_fits(room, passcode):
        PASSCODES.take(who)
        raise Invalid(fields={"passcode": [_("The passcode is wrong.")]}, code="wrong_passcode")
    # Guesses at the same time all passed above: of these too only so many count.
    PASSCODES.require(who)


def _require_alive(room: Room) -> None:
    """Lock the room and refuse one that ended a moment ago."""
    if not Room.objects.select_for_update().filter(pk=room.pk, closed_at=None).exists():
        raise Conflict(_("This room has ended."), code="room_closed")


def _place(room: Room, participant: Participant, role: Membership.Role, display_name: str) -> Membership:
    # What was said before somebody came is there to read, but not unread.
    defaults = {"role": role, "display_name": display_name, "read_n": room.last_n}
    Membership.objects.get_or_create(room=room, participant=participant, defaults=defaults)
    return rules.places().get(room=room, participant=participant)
