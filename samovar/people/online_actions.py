"""Telling who came online and who went; the database hears only of the end of somebody's visit."""

from __future__ import annotations

from datetime import datetime
from threading import Event, Lock

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core import streams
from samovar.core.connection import Connection
from samovar.core.hub import hub
from samovar.core.memory import iso
from samovar.people.events import PresenceChanged
from samovar.people.models import Profile
from samovar.people.online import Change, idle, online
from samovar.people.online_queries import Audience, audiences_of

STREAM = "rooms"  # what everybody who is logged in receives


_settling = Lock()
_due = Event()


def settle_online() -> None:
    """Tell who came, who is away and who went since the last time.

    One at a time, so that what is told keeps its order; a call meanwhile makes it look once more.
    """
    _due.set()
    while _due.is_set() and _settling.acquire(blocking=False):
        try:
            _due.clear()
            connected = [int(key[2:]) for key in hub.caller_keys() if key.startswith("u:")]
            _tell_change(online.compare(connected, online.clock(), idle.dozing(hub.connections_of)))
        finally:
            _settling.release()


def keep_alive() -> None:
    """Once a second: this process lives; tell who is gone with one that died."""
    _tell_change(online.beat())


def turn_idle(*, actor: Connection, on: bool) -> bool:
    """Nobody is at this tab just now (``on``), or somebody is again. Return whether that is news."""
    return idle.turn(actor, on=on)


def _tell_change(change: Change) -> None:
    """A thousand people may come or go at once: what is asked of the database is asked for all of them."""
    if not (change.came or change.dozed or change.went):
        return
    at = timezone.now()
    if change.went:
        _note_end(change.went, at)
    audiences = audiences_of(people={*change.came, *change.dozed, *change.went})
    for user_id in change.came:
        _tell(audiences[user_id], PresenceChanged(user=user_id, online=True, seen=None))
    for user_id in change.dozed:
        _tell(audiences[user_id], PresenceChanged(user=user_id, online=True, away=True, seen=None))
    for user_id in change.went:
        _tell(audiences[user_id], PresenceChanged(user=user_id, online=False, seen=iso(at)))


def lose_line(*, user_id: int) -> None:
    """A socket of this person broke without a goodbye."""
    online.broke(user_id)


def _note_end(user_ids: list[int], at: datetime) -> None:
    """Store when the visit of these people ended; some may have none to store it in, or be erased."""
    with transaction.atomic():
        missing = User.objects.filter(pk__in=user_ids).exclude(pk__in=Profile.objects.values("user"))
        # Locked, so that nobody is erased meanwhile.
        kept = missing.select_for_update(no_key=True).order_by("pk")
        fresh = [Profile(user_id=user_id) for user_id in kept.values_list("pk", flat=True)]
        Profile.objects.bulk_create(fresh, ignore_conflicts=True)
        # In one order everywhere, so that no two wait for each other.
        held = Profile.objects.select_for_update().filter(user__in=user_ids).order_by("pk")
        Profile.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(seen_at=at)


def tell_anew(*, actor: User) -> None:
    """The actor chose who may see this: for everybody else the actor is not online from now on."""
    audience = audiences_of(people={actor.pk})[actor.pk]
    everybody = Audience(circle=None, hidden=audience.hidden)
    _tell(everybody, PresenceChanged(user=actor.pk, online=False, seen=None))
    if actor.pk in online.ids():
        away = actor.pk in online.away_ids()
        _tell(audience, PresenceChanged(user=actor.pk, online=True, away=away, seen=None))


def _tell(audience: Audience, event: PresenceChanged) -> None:
    """Tell those who may hear of it."""
    if audience.circle is None:
        streams.tell(STREAM, event, but={f"u:{other}" for other in audience.hidden})
        return
    for other in sorted(audience.circle - audience.hidden):
        streams.tell(f"u:{other}", event)
