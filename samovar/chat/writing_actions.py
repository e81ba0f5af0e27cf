"""Keeping what somebody began to write, so that every device goes on with it."""

from __future__ import annotations

import time

from samovar.accounts.models import User
from samovar.chat import rules
from samovar.chat.models import Begun, Habit
from samovar.chat.writing_events import BegunChanged, HabitChosen
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.rooms import rules as rooms


def keep_begun(*, actor: Caller, room_id: int, body: str) -> int:
    """Keep ``body`` as what the actor began to write, or nothing when it is empty. Returns its number.

    NotFound, Denied, Invalid (``not_kept``: a room that keeps nothing keeps no drafts either; field body).
    """
    member = rooms.require_member(actor, room_id)
    rules.require_kept(member)
    before = Begun.objects.filter(membership=member).first()
    if body == (before.body if before else ""):
        return before.rev if before else 0
    rev = max(time.time_ns() // 1000, before.rev + 1 if before else 0)
    if body:
        rules.require_draft(body)
        Begun.objects.update_or_create(membership=member, defaults={"body": body, "rev": rev})
    else:
        Begun.objects.filter(membership=member).delete()
    streams.tell(actor.key, BegunChanged(room=room_id, body=body, rev=rev))
    return rev


def choose_habit(*, actor: User, enter_sends: bool) -> None:
    """Let Enter send, or begin a line, on all of the actor's devices."""
    Habit.objects.update_or_create(user=actor, defaults={"enter_sends": enter_sends})
    streams.tell(f"u:{actor.pk}", HabitChosen(enter_sends=enter_sends))
