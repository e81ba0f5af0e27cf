"""What people do by themselves from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.people.mute_actions import forget_mutes


@periodic("people.forget_mutes", every=timedelta(hours=1))
def forget_ended_mutes() -> int:
    """Forget mutes whose time is over."""
    return forget_mutes()
