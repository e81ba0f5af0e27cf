"""Who may see, enter and change a room. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.hashers import check_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.text import is_printed
from samovar.core.threads import once_a_thread
from samovar.people.follow_queries import picture_column
from samovar.rooms.models import Ban, Invitation, Membership, Room

Viewer = User | Caller
NAME_MAX = 100  # characters of a room's name
DISPLAY_NAME_MAX = 80
LARGEST_ID = 2**63 - 1  # what a database holds; an address may say more
BANNED = _("A host of this room has sent you away.")
NO_ROOM = _("There is no such room, or it has ended.")


def _whose(viewer: Viewer) -> dict[str, int | None]:
    """Return the lookup of the participant behind a person's request or anybody's socket."""
    if isinstance(viewer, User):
        return {"participant__user_id": viewer.pk}
    if viewer.guest_id is not None:
        return {"participant__guest_id": viewer.guest_id}
    return {"participant__user_id": viewer.user_id}


def require_room_name(text: str) -> str:
    """Return a room's name without the spaces around it, or raise Invalid (field name)."""
    name = text.strip()
    if not name:
        raise Invalid(fields={"name": [_("Give the room a name.")]})
    if len(name) > NAME_MAX:
        raise Invalid(fields={"name": [_("A name has at most 100 characters.")]})
    if not is_printed(name):
        raise Invalid(fields={"name": [_("This name has characters that cannot be shown.")]})
    return name


def require_display_name(text: str) -> str:
    """Return a display name without the spaces around it, or raise Invalid (field display_name)."""
    name = text.strip()
    if not name:
        raise Invalid(fields={"display_name": [_("Enter the name others shall see.")]})
    if len(name) > DISPLAY_NAME_MAX:
        raise Invalid(fields={"display_name": [_("A display name has at most 80 characters.")]})
    if not is_printed(name):
        raise Invalid(fields={"display_name": [_("This name has characters that cannot be shown.")]})
    return name


def places() -> QuerySet[Membership]:
    """Return places with room, participant, user and guest loaded, and ``picture`` of who has them."""
    return _places().all()


@once_a_thread
def _places() -> QuerySet[Membership]:
    # Putting it together takes longer than finding one place, which each message does.
    found = Membership.objects.select_related("room", "participant__user", "participant__guest")
    return found.annotate(picture=picture_column("participant__user_id"))


def membership_of(viewer: Viewer, room_id: int) -> Membership | None:
    """Return the viewer's place in a living room, with room, participant, user and guest loaded."""
    if room_id > LARGEST_ID:
        return None
    return next(iter(places_of(viewer).filter(room_id=room_id)), None)


def memberships_of(viewer: Viewer, room_ids: Collection[int]) -> list[Membership]:
    """Return the viewer's places in those of the rooms that live, as ``membership_of`` gives each."""
    return list(_places_in(viewer, room_ids))


def rooms_left_to(viewer: Viewer, room_ids: Collection[int]) -> set[int]:
    """Return those of the rooms that live and have a place for the viewer."""
    return set(_places_in(viewer, room_ids).values_list("room_id", flat=True))


def _places_in(viewer: Viewer, room_ids: Collection[int]) -> QuerySet[Membership]:
    known = [room_id for room_id in room_ids if room_id <= LARGEST_ID]
    return places_of(viewer).filter(room_id__in=known)


def places_of(viewer: Viewer) -> QuerySet[Membership]:
    """Return all places of the viewer in living rooms, as ``places`` gives them."""
    return _living_places().filter(**_whose(viewer))


@once_a_thread
def _living_places() -> QuerySet[Membership]:
    return _places().filter(room__closed_at=None)


def is_public(room: Room) -> bool:
    """Everybody who is logged in finds the room by its name."""
    return room.listed and not room.members_only and room.kind != Room.Kind.DIRECT


def can_see_room(viewer: Viewer, room: Room) -> bool:
    """Listed public rooms are seen by every person, any other by those who belong to it (C5)."""
    if room.closed_at is not None:
        return False
    person = isinstance(viewer, User) or viewer.user_id is not None
    return (person and is_public(room)) or membership_of(viewer, room.pk) is not None


def require_visible(viewer: Viewer, room_id: int) -> Room:
    """Return the living room, or raise NotFound: what one may not see is not there."""
    room = Room.objects.filter(pk=room_id, closed_at=None).first()
    if room is None or not can_see_room(viewer, room):
        raise NotFound(NO_ROOM, code="room_not_found")
    return room


def require_member(viewer: Viewer, room_id: int) -> Membership:
    """Return the viewer's place in the room. NotFound when it cannot be seen, Denied when not entered."""
    membership = membership_of(viewer, room_id)
    if membership is None:
        require_visible(viewer, room_id)
        raise Denied(_("Enter the room first."), code="not_in_room")
    return membership


def can_manage(viewer: Viewer, room: Room) -> bool:
    """Rename, delete, change members: the owner alone."""
    membership = membership_of(viewer, room.pk)
    return membership is not None and membership.role == Membership.Role.OWNER


def require_manager(viewer: Viewer, room: Room) -> None:
    if not can_manage(viewer, room):
        raise Denied(_("Only the owner of the room may do this."), code="not_owner")


def is_host(membership: Membership) -> bool:
    return membership.role in {Membership.Role.OWNER, Membership.Role.HOST}


def is_watching(membership: Membership) -> bool:
    """Say whether this is a recorder, who sends nothing."""
    guest = membership.participant.guest
    return guest is not None and guest.watching


def require_host(viewer: Viewer, room_id: int) -> Membership:
    """Return the place of an owner or host. NotFound, Denied (``not_host``)."""
    membership = require_member(viewer, room_id)
    if not is_host(membership):
        raise Denied(_("Only the hosts of this room may do this."), code="not_host")
    return membership


def require_host_over(viewer: Viewer, room_id: int, participant_id: int) -> Membership:
    """Return the place of somebody a host may rule over: not himself; of hosts only the owner may.

    NotFound (``person_not_found``), Denied (``not_host``, ``above_you``).
    """
    host = require_host(viewer, room_id)
    target = place_of(room_id, participant_id)
    if target is None:
        raise NotFound(_("This person is not in the room."), code="person_not_found")
    mine = host.role == Membership.Role.OWNER
    if target.pk == host.pk or (is_host(target) and not mine):
        raise Denied(_("You cannot do this to a host of the room."), code="above_you")
    return target


def require_owner_over(viewer: Viewer, room_id: int, participant_id: int) -> Membership:
    """Return the place of somebody with an account whose role the owner may change. NotFound, Denied."""
    target = require_host_over(viewer, room_id, participant_id)
    require_manager(viewer, target.room)
    if target.participant.user_id is None:
        raise Denied(_("A guest cannot be a host."), code="guest")
    return target


def place_of(room_id: int, participant_id: int) -> Membership | None:
    found = places()
    return found.filter(room_id=room_id, participant_id=participant_id, room__closed_at=None).first()


def require_not_banned(user: User, room: Room) -> None:
    """Denied (``banned``) for a person a host has sent away for good."""
    if Ban.objects.filter(room=room, participant__user=user).exists():
        raise Denied(BANNED, code="banned")


def require_guest_not_banned(room: Room, address: str, device: str) -> None:
    """The same for whoever comes from the address and with the browser of a guest who was sent away."""
    banned = Ban.objects.filter(room=room, participant__guest__session__address=address or None)
    if address and banned.filter(participant__guest__session__device=device).exists():
        raise Denied(BANNED, code="banned")


def require_open(room: Room) -> None:
    """Denied (``room_locked``) for whoever is new while the room is locked."""
    if room.locked:
        raise Denied(_("This room is locked: nobody new may come in now."), code="room_locked")


def has_to_knock(user: User | None, room: Room) -> bool:
    """Before a waiting room everybody waits but members, hosts and who was invited by name."""
    return room.waiting_room and (user is None or not is_invited(user, room))


def require_no_waiting_room(room: Room) -> None:
    """Denied (``knock_first``) for who has to ask first."""
    if room.waiting_room:
        raise Denied(_("Ask to join: a host lets you in."), code="knock_first")


def can_invite(membership: Membership) -> bool:
    """Members with an account invite to rooms anybody may enter; to others only owner and hosts do."""
    role, room = membership.role, membership.room
    if role == Membership.Role.GUEST or room.kind == Room.Kind.DIRECT:
        return False
    trusted = role in {Membership.Role.OWNER, Membership.Role.HOST}
    return trusted or not (room.members_only or room.passcode_hash)


def require_can_invite(membership: Membership) -> None:
    if not can_invite(membership):
        raise Denied(_("Only the owner of the room may invite to it."), code="not_owner")


def is_invited(user: User, room: Room) -> bool:
    return Invitation.objects.filter(room=room, user=user).exists()


def can_join_freely(room: Room) -> bool:
    """A person may come in by opening the room's socket or by posting: nothing is asked (C25)."""
    return is_public(room) and not room.passcode_hash and not room.waiting_room


def require_can_join_freely(room: Room) -> None:
    if not can_join_freely(room):
        raise Denied(_("Enter the room first."), code="not_in_room")


def require_may_join_freely(user: User, room: Room) -> None:
    """Refuse a person who has to be let in, was sent away, or finds the room locked. Denied."""
    require_can_join_freely(room)
    require_not_banned(user, room)
    require_open(room)


def require_person_may_enter(user: User, room: Room) -> None:
    """Refuse a person without a place in a room that is for its members only. The passcode is asked apart."""
    require_not_banned(user, room)
    require_open(room)
    if room.members_only and not is_invited(user, room):
        raise Denied(_("Only its members may enter this room."), code="members_only")


def can_guests_enter(room: Room) -> bool:
    return room.guests_allowed and not room.members_only and room.kind != Room.Kind.DIRECT


def require_guests_allowed(room: Room) -> None:
    if not can_guests_enter(room):
        raise Denied(_("This room does not let guests in. Please log in."), code="guests_not_allowed")


def passcode_fits(room: Room, passcode: str) -> bool:
    return not room.passcode_hash or check_password(passcode, room.passcode_hash)
