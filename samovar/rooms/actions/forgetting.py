"""What rooms forget by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.db.models import Q
from django.utils import timezone

from samovar.accounts.models import Session
from samovar.core.housekeeping import delete_in_portions
from samovar.rooms import signals
from samovar.rooms.models import GuestPass, Knock, Participant, Room

OPEN_KEPT = timedelta(days=1)
PASSES_KEPT = timedelta(days=30)
KNOCKS_KEPT = timedelta(days=1)  # since the waiting page looked last
_PORTION = 500


def forget_open_rooms(*, actor: None) -> int:
    """Delete open rooms that closed a day ago; they kept nothing."""
    closed = Room.objects.filter(kind=Room.Kind.OPEN, closed_at__lt=timezone.now() - OPEN_KEPT)
    return delete_in_portions(closed)


def forget_guests(*, actor: None) -> int:
    """Delete passes that ended a month ago, except of guests of whom something is still shown."""
    before = timezone.now() - PASSES_KEPT
    over = Q(session__ended_at__lt=before) | Q(session__ended_at=None, session__expires_at__lt=before)
    dead = GuestPass.objects.filter(over).order_by("pk")
    last, forgotten = 0, 0
    while found := dict(dead.filter(pk__gt=last).values_list("pk", "session_id")[:_PORTION]):
        last = max(found)
        shown = _still_shown(found)
        sessions = Session.objects.filter(pk__in=[found[key] for key in found if key not in shown])
        forgotten += delete_in_portions(sessions)
    return forgotten


def forget_knocks(*, actor: None) -> int:
    """Delete who knocked and looked no more for a day, whatever was decided."""
    return delete_in_portions(Knock.objects.filter(seen_at__lt=timezone.now() - KNOCKS_KEPT))


def _still_shown(passes: dict[int, int]) -> set[int]:
    """Return the passes among these (their ids are the keys) that an app above still shows something of."""
    participants = dict(Participant.objects.filter(guest__in=passes).values_list("pk", "guest_id"))
    answers = signals.forgetting.send(sender=Participant, participant_ids=set(participants))
    shown = {key for _receiver, wanted in answers for key in cast("set[int]", wanted)}
    return {guest for participant, guest in participants.items() if participant in shown and guest}
