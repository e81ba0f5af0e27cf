"""What the feed does by itself from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.core.schedule import periodic
from samovar.feed import actions, comment_actions


@periodic("feed.purge_posts", every=timedelta(hours=1))
def purge_posts() -> int:
    """Remove for good the posts that can be restored no more."""
    return actions.purge_posts(actor=None)


@periodic("feed.purge_comments", every=timedelta(hours=1))
def purge_comments() -> int:
    """Forget what was said in the comments that can be restored no more."""
    return comment_actions.purge_comments()
