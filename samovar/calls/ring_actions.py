"""Calling somebody who is elsewhere: it rings until he answers, the caller gives up, or time is up."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import cast

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.calls import ring_queries, ring_rules
from samovar.calls.events import AnswerRing, Rang, RingAnswer, RingEnded, RingState, RoomRef
from samovar.calls.models import Ring
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.housekeeping import delete_in_portions
from samovar.core.limits import Limit
from samovar.notifications.actions import notify
from samovar.people.rules import can_interact
from samovar.rooms.actions import open_conversation
from samovar.rooms.models import Room

RINGS = Limit("calls.rings", 20, 60)  # for each caller
RINGS_KEPT = timedelta(days=1)
State = Ring.State


def ring_person(*, actor: Caller, username: str) -> RingAnswer:
    """Ring at somebody in every tab of his. NotFound (also for a block), Invalid (oneself), TooMany.

    Who is in a call is busy and hears nothing; who is ringing at the actor himself is answered.
    """
    caller = ring_rules.require_person(actor)
    RINGS.take(actor.key)
    room = open_conversation(actor=caller, username=username)
    callee = ring_rules.require_other_of(room, caller)
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room.pk)
        crossing = ring_queries.ringing().filter(room=room, caller=callee, callee=caller).first()
        if crossing is not None:
            _end(crossing, State.ACCEPTED)
            return _answer(crossing, caller)
        return _answer(_ring(room, caller, callee), caller)


def ring_members(*, actor: Caller, room_id: int, peer: str) -> None:
    """Ring at every member who is not in the call yet. Denied, TooMany."""
    room, caller = ring_rules.require_may_ring_members(actor, room_id, peer)
    RINGS.take(actor.key)
    for callee in list(ring_queries.absent_members(room)):
        if callee.pk != caller.pk and can_interact(caller, callee):
            # Each by itself: a large room would keep everybody else from writing until the last one rings.
            with transaction.atomic():
                _ring(room, caller, callee)


def answer_ring(*, actor: Caller, wish: AnswerRing) -> RoomRef:
    """Accept or decline. NotFound, Conflict (``ring_over``) when it rings no more."""
    ring = ring_queries.ring_for(viewer=actor, ring_id=wish.ring)
    ring_rules.require_callee(ring, actor)
    with transaction.atomic():
        if not _end(ring, State.ACCEPTED if wish.accept else State.DECLINED):
            raise ring_rules.ring_over()
    return ring_queries.room_of(ring, ring.callee)


def cancel_ring(*, actor: Caller, ring_id: int) -> None:
    """Give up. NotFound."""
    ring = ring_queries.ring_for(viewer=actor, ring_id=ring_id)
    ring_rules.require_caller(ring, actor)
    give_up(room_id=ring.room_id, caller_id=ring.caller_id)


@transaction.atomic
def give_up(*, room_id: int, caller_id: int) -> None:
    """The caller is out of the call: whoever he rang at has missed it."""
    for ring in ring_queries.ringing().filter(room_id=room_id, caller_id=caller_id):
        if _end(ring, State.CANCELLED):
            _note_missed(ring)


def settle_rings() -> None:
    """End what nobody has answered in time."""
    for ring in ring_queries.overdue():
        with transaction.atomic():
            if _end(ring, State.MISSED):
                _note_missed(ring)


@transaction.atomic
def silence_between(*, one: User, other: User) -> None:
    """After a block neither rings at the other, and neither is told of it."""
    for caller, callee in ((one, other), (other, one)):
        for ring in ring_queries.ringing().filter(caller=caller, callee=callee):
            _end(ring, State.CANCELLED)


def _ring(room: Room, caller: User, callee: User) -> Ring:
    busy = ring_queries.is_in_call(callee)
    state = State.BUSY if busy else State.RINGING
    known = ring_queries.ringing().filter(room=room, caller=caller, callee=callee).first()
    ring = known or Ring.objects.create(room=room, caller=caller, callee=callee, state=state)
    if busy:
        _note_missed(ring)
    else:
        event = Rang(ring=ring_queries.view_of(ring))
        transaction.on_commit(lambda: streams.tell(f"u:{callee.pk}", event))
    return ring


def _end(ring: Ring, state: Ring.State) -> bool:
    """Say so once; False when it has ended already."""
    if not ring_queries.ringing().filter(pk=ring.pk).update(state=state):
        return False
    ring.state = state
    event = RingEnded(ring=ring.pk, room=ring.room_id, state=_said(state), name=ring.callee.full_name)
    for person in (ring.caller_id, ring.callee_id):
        transaction.on_commit(partial(streams.tell, f"u:{person}", event))
    return True


def forget_rings() -> int:
    """Delete rings of a day ago, however they ended; who missed one was notified."""
    return delete_in_portions(Ring.objects.filter(created_at__lt=timezone.now() - RINGS_KEPT))


def _said(state: str) -> RingState:
    return cast("RingState", str(state))


def _note_missed(ring: Ring) -> None:
    direct = ring.room.kind == Room.Kind.DIRECT
    notify(
        actor=ring.caller,
        user=ring.callee,
        kind="missed_call",
        subject="" if direct else ring.room.name,
        target=f"/@{ring.caller.username}/" if direct else f"/r/{ring.room.code}/",
        key=f"missed:{ring.pk}",
    )


def _answer(ring: Ring, viewer: User) -> RingAnswer:
    other = ring.callee if viewer.pk == ring.caller_id else ring.caller
    return RingAnswer(
        ring=ring.pk,
        room=ring_queries.room_of(ring, viewer),
        state=_said(ring.state),
        name=other.full_name,
    )
