"""Who may ring at whom. Nothing here writes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.calls.models import Ring
from samovar.calls.rules import require_host_in_call
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, Denied, NotFound
from samovar.people.privacy_rules import require_can_call
from samovar.people.rules import require_can_interact
from samovar.rooms.models import Membership, Room


def require_person(actor: Caller) -> User:
    """Return the person behind a socket. Denied (``guest``) for guests: they reach one room alone."""
    if actor.user_id is None:
        raise Denied(_("Guests cannot call people."), code="guest")
    return User.objects.get(pk=actor.user_id)


def require_other_of(room: Room, one: User) -> User:
    """Return the second person of a conversation the first may ring at. NotFound, Denied (privacy)."""
    members = Membership.objects.filter(room=room).exclude(participant__user=one)
    other = User.objects.filter(pk__in=members.values("participant__user_id")).first()
    if other is None:
        raise NotFound(code="person_not_found")
    require_can_interact(one, other)
    require_can_call(one, other)
    return other


def require_may_ring_members(actor: Caller, room_id: int, peer: str) -> tuple[Room, User]:
    """Return the room and the host who is in its call. Denied."""
    place = require_host_in_call(actor, room_id, peer)
    return place.call.room, require_person(actor)


def require_callee(ring: Ring, actor: Caller) -> None:
    if ring.callee_id != actor.user_id:
        raise NotFound(code="ring_not_found")


def require_caller(ring: Ring, actor: Caller) -> None:
    if ring.caller_id != actor.user_id:
        raise NotFound(code="ring_not_found")


def ring_over() -> Conflict:
    """What is said to who answers too late."""
    return Conflict(_("This call has been answered elsewhere, or the caller gave up."), code="ring_over")
