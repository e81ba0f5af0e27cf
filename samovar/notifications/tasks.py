"""What notifications do by themselves from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.notifications.digest_actions import collect_digests


@periodic("notifications.digest", every=timedelta(hours=1))
def digest() -> int:
    """Mail who is away what happened meanwhile."""
    return collect_digests()
