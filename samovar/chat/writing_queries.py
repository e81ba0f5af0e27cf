"""Where somebody stopped writing, and how he writes."""

from __future__ import annotations

from dataclasses import dataclass

from samovar.chat.models import Begun, Habit
from samovar.rooms import rules as rooms
from samovar.rooms.rules import Viewer


@dataclass(frozen=True)
class Place:
    """``body`` is empty and ``rev`` 0 where nothing was begun."""

    body: str
    rev: int
    enter_sends: bool


def writing_for(*, viewer: Viewer, room_id: int) -> Place:
    """Return what the viewer began to write in a room, and what Enter does. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    begun = Begun.objects.filter(membership=member).first()
    habit = Habit.objects.filter(user=member.participant.user).first() if member.participant.user else None
    return Place(
        body=begun.body if begun else "",
        rev=begun.rev if begun else 0,
        enter_sends=habit is None or habit.enter_sends,
    )
