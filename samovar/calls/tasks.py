"""What calls do again and again."""

from __future__ import annotations

from datetime import timedelta

from samovar.calls import carrying_actions, meeting_actions, ring_actions
from samovar.core.schedule import periodic


@periodic("calls.forget_hooks", every=timedelta(hours=1))
def forget_hooks() -> None:
    """Forget the media server's old events."""
    carrying_actions.forget_hooks()


@periodic("calls.forget_rings", every=timedelta(hours=1))
def forget_rings() -> int:
    """Forget who rang whom."""
    return ring_actions.forget_rings()


@periodic("calls.remind", every=timedelta(minutes=1))
def remind() -> None:
    """Tell of meetings that begin soon; let those that are over give way to their next time."""
    meeting_actions.move_on()
    meeting_actions.remind()
