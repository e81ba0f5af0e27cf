"""Who waits before a room, as its hosts and as the waiting one see it. Nothing here writes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from samovar.core.caller import Caller
from samovar.rooms import rules
from samovar.rooms.events import KnockView
from samovar.rooms.models import Knock, Membership, Room

# A waiting page looks every second, a hidden one once a minute; who has not looked for longer is gone.
GONE_AFTER = timedelta(seconds=75)


@dataclass(frozen=True)
class Wait:
    """How it stands with a knock. ``position`` counts from 1; 0 when it is decided."""

    knock: Knock
    position: int


def knocks_for(*, viewer: Caller, room_id: int | None) -> list[KnockView]:
    """Return who waits, in order: before this room, else before all rooms the viewer is a host of. Denied."""
    if room_id is not None:
        rules.require_host(viewer, room_id)
    mine = Membership.objects.filter(
        participant__user_id=viewer.user_id or 0, role__in=(Membership.Role.OWNER, Membership.Role.HOST)
    )
    found = waiting().filter(room_id__in=mine.values("room_id"), room__closed_at=None)
    if room_id is not None:
        found = found.filter(room_id=room_id)
    return [KnockView.of(knock) for knock in found.order_by("pk")]


def wait_for(*, room: Room, secret: str) -> Wait | None:
    """Return how it stands with the knock of this secret; None for a wrong one or one that is used."""
    if not secret:
        return None
    found = Knock.objects.select_related("room", "user").filter(room=room, secret_hash=hash_of(secret))
    knock = found.exclude(state=Knock.State.USED).first()
    if knock is None:
        return None
    before = waiting().filter(room=room, pk__lt=knock.pk).count()
    return Wait(knock, before + 1 if knock.state == Knock.State.WAITING else 0)


def waiting() -> QuerySet[Knock]:
    """All who wait and still look."""
    fresh = timezone.now() - GONE_AFTER
    return Knock.objects.select_related("room", "user").filter(state=Knock.State.WAITING, seen_at__gte=fresh)


def host_streams(room: Room) -> list[str]:
    """Return the keys of the streams of everybody who may let people in."""
    ruling = Membership.objects.filter(room=room, role__in=(Membership.Role.OWNER, Membership.Role.HOST))
    return sorted(f"u:{pk}" for pk in ruling.values_list("participant__user_id", flat=True) if pk)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
