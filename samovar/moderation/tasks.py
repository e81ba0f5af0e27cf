"""What moderation does by itself from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.moderation.erasing_actions import forget_old_cases


@periodic("moderation.forget_old_cases", every=timedelta(hours=1))
def forget_cases() -> int:
    """Forget what was decided long ago."""
    return forget_old_cases()
