"""What the feed does by itself from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.feed import actions


@periodic("feed.purge_posts", every=timedelta(hours=1))
def purge_posts() -> int:
    """Remove for good the posts that can be restored no more."""
    return actions.purge_posts(actor=None)
