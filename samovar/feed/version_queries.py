"""What a post said before it was edited, as a viewer may read it."""

from __future__ import annotations

from samovar.accounts.models import User
from samovar.feed.models import Post, PostVersion
from samovar.feed.queries import PostCard, card_for
from samovar.people.follow_queries import is_following

SHOWN = 100


def versions_for(*, viewer: User, post_id: int) -> tuple[PostCard, list[PostVersion]]:
    """Return the post and what it said before, the newest first. Raises NotFound.

    What was told to followers alone stays theirs, also after the post was opened to everybody.
    """
    card = card_for(viewer=viewer, post_id=post_id)
    rows = PostVersion.objects.filter(post=card.post).order_by("-pk")
    if not card.is_own and not is_following(viewer, card.author):
        rows = rows.filter(audience=Post.Audience.EVERYBODY)
    return card, list(rows[:SHOWN])
