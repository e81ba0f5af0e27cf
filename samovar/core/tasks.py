"""What core does by itself from time to time: nothing it keeps grows for ever."""

from __future__ import annotations

from datetime import timedelta

from samovar.core import housekeeping
from samovar.core.schedule import periodic

HOUR = timedelta(hours=1)


@periodic("core.prune_streams", every=HOUR)
def prune_streams() -> int:
    """Forget events that no page can go on from."""
    return housekeeping.prune_events()


@periodic("core.prune_receipts", every=HOUR)
def prune_receipts() -> int:
    """Forget answers that nobody asks for again."""
    return housekeeping.prune_receipts()


@periodic("core.prune_keys", every=timedelta(minutes=10))
def prune_keys() -> int:
    """Keep the cache's table as small as what still counts: each write counts its rows."""
    return housekeeping.prune_keys()


@periodic("core.tidy_tasks", every=HOUR)
def tidy_tasks() -> int:
    """Forget finished tasks, and take those up again whose worker died."""
    return housekeeping.rescue_tasks() + housekeeping.prune_tasks()
