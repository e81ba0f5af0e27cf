"""The waiting room: asking to be let in, letting in, sending away."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core import streams
from samovar.core.address import address_group
from samovar.core.caller import Caller
from samovar.core.limits import Limit
from samovar.rooms import knock_queries, rules
from samovar.rooms.actions.entering import Visitor, check_passcode, let_guest_in, let_in
from samovar.rooms.events import Knocked, KnockEnded, KnockView
from samovar.rooms.models import GuestPass, Knock, Room

KNOCKS = Limit("rooms.knocks", 20, 60)  # for each address
SEEN_EVERY = 4.0  # seconds
# This runs once a second; told twice does no harm, told never would.
TOLD_FOR = timedelta(seconds=3)
State = Knock.State


@dataclass(frozen=True)
class Made:
    """A new knock. ``secret`` is for the waiting browser alone and stored nowhere."""

    knock: Knock
    secret: str


def knock(*, actor: User | None, visitor: Visitor, room: Room) -> Made:
    """Ask to be let in; the hosts hear of it at once. Invalid (display_name, passcode), Denied, TooMany."""
    name = rules.require_display_name(visitor.display_name)
    if actor is None:
        rules.require_guests_allowed(room)
        rules.require_open(room)
        rules.require_guest_not_banned(room, visitor.address, visitor.device[:200])
    else:
        rules.require_person_may_enter(actor, room)
    check_passcode(room, visitor.passcode, f"{room.pk} {address_group(visitor.address)}")
    KNOCKS.take(address_group(visitor.address))
    secret = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = Knock.objects.create(
            room=room,
            user=actor,
            display_name=name,
            secret_hash=knock_queries.hash_of(secret),
            address=visitor.address or None,
            device=visitor.device[:200],
        )
        _tell_hosts(room, Knocked(knock=KnockView.of(row)))
    return Made(row, secret)


def look(*, actor: None, room: Room, secret: str) -> knock_queries.Wait | None:
    """The waiting page is still open; return how it stands."""
    wait = knock_queries.wait_for(room=room, secret=secret)
    if wait is None:
        return None
    now = timezone.now()
    if (now - wait.knock.seen_at).total_seconds() > SEEN_EVERY:
        back = now - wait.knock.seen_at > knock_queries.GONE_AFTER
        Knock.objects.filter(pk=wait.knock.pk).update(seen_at=now)
        if back and wait.knock.state == State.WAITING:
            _tell_hosts(room, Knocked(knock=KnockView.of(wait.knock)))
    return wait


def use_admission(*, actor: None, room: Room, secret: str) -> GuestPass | None:
    """A guest who was let in gets the pass, once. None when there is no such admission."""
    wait = knock_queries.wait_for(room=room, secret=secret)
    if wait is None or wait.knock.user is not None:
        return None
    with transaction.atomic():
        admitted = Knock.objects.filter(pk=wait.knock.pk, state=State.ADMITTED)
        if not admitted.update(state=State.USED):
            return None
        row = wait.knock
        return let_guest_in(Visitor(row.display_name, "", row.address or "", row.device), room)


def admit(*, actor: Caller, room_id: int, knock_id: int | None) -> None:
    """Let one in, or everybody who waits. Who is not waiting any more is passed over. Denied."""
    _decide(actor, room_id, knock_id, State.ADMITTED)


def deny(*, actor: Caller, room_id: int, knock_id: int) -> None:
    """Send one away. Denied."""
    _decide(actor, room_id, knock_id, State.DENIED)


def settle_knocks() -> None:
    """Tell the hosts who does not wait any more."""
    late = timezone.now() - knock_queries.GONE_AFTER
    gone = Knock.objects.select_related("room").filter(state=State.WAITING, seen_at__lt=late)
    for row in gone.filter(seen_at__gte=late - TOLD_FOR):
        _tell_hosts(row.room, KnockEnded(room=row.room_id, knock=row.pk))


def _decide(actor: Caller, room_id: int, knock_id: int | None, state: Knock.State) -> None:
    room = rules.require_host(actor, room_id).room
    rows = knock_queries.waiting().filter(room=room)
    for row in rows if knock_id is None else rows.filter(pk=knock_id):
        with transaction.atomic():
            if not Knock.objects.filter(pk=row.pk, state=State.WAITING).update(state=state):
                continue
            if state == State.ADMITTED and row.user is not None:
                let_in(row.user, room, row.display_name)
            _tell_hosts(room, KnockEnded(room=room.pk, knock=row.pk))


def _tell_hosts(room: Room, event: Knocked | KnockEnded) -> None:
    for key in knock_queries.host_streams(room):
        transaction.on_commit(partial(streams.tell, key, event))
