"""What somebody may see of rings. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from samovar.accounts.models import User
from samovar.calls.events import RingView, RoomRef
from samovar.calls.models import CallParticipant, Ring
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.rooms.models import Membership, Room

RINGS_FOR = timedelta(seconds=30)


def rings_for(*, viewer: Caller) -> list[RingView]:
    """Return what rings at the viewer now, oldest first."""
    return [view_of(ring) for ring in ringing().filter(callee_id=viewer.user_id or 0).order_by("pk")]


def ring_for(*, viewer: Caller, ring_id: int) -> Ring:
    """Return a ring the viewer makes or gets, also one that has ended; else NotFound."""
    found = Ring.objects.select_related("room", "caller", "callee").filter(pk=ring_id).first()
    if found is None or viewer.user_id not in {found.caller_id, found.callee_id}:
        raise NotFound(code="ring_not_found")
    return found


def view_of(ring: Ring) -> RingView:
    """Show a ring to the one who is called."""
    return RingView(
        id=ring.pk,
        room=room_of(ring, ring.callee),
        name=ring.caller.full_name,
        username=ring.caller.username,
        at=ring.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    )


def room_of(ring: Ring, viewer: User) -> RoomRef:
    """Name the room of a ring; a conversation of two is called after the other one."""
    other = ring.caller if viewer.pk == ring.callee_id else ring.callee
    direct = ring.room.kind == Room.Kind.DIRECT
    return RoomRef(id=ring.room_id, code=ring.room.code, name=other.full_name if direct else ring.room.name)


def ringing() -> QuerySet[Ring]:
    return Ring.objects.select_related("room", "caller", "callee").filter(state=Ring.State.RINGING)


def overdue() -> QuerySet[Ring]:
    """What has rung in vain."""
    return ringing().filter(created_at__lt=timezone.now() - RINGS_FOR)


def is_in_call(user: User) -> bool:
    running = CallParticipant.objects.filter(left_at=None, call__ended_at=None)
    return running.filter(participant__user=user).exists()


def absent_members(room: Room) -> Iterable[User]:
    """Return the members with an account who are not in the running call of the room."""
    inside = CallParticipant.objects.filter(call__room=room, left_at=None, call__ended_at=None)
    members = Membership.objects.filter(room=room, participant__user__isnull=False)
    absent = members.exclude(participant_id__in=inside.values("participant_id"))
    return User.objects.filter(pk__in=absent.values("participant__user_id"))
