"""Telling of what is new: open pages, and those whom a text names."""

from __future__ import annotations

from collections.abc import Collection

from samovar.accounts.models import User
from samovar.core import streams
from samovar.feed.events import Posted
from samovar.feed.models import Post
from samovar.feed.rules import can_see_post
from samovar.notifications.actions import notify
from samovar.people.follow_queries import newest_follower_ids
from samovar.people.queries import blocked_ids

EVERYBODY = "rooms"  # the stream that everybody who is logged in receives
_HINTED = 1000  # followers; others find the post when they come


def hint_at_post(*, actor: User, post: Post) -> None:
    """Tell open pages of who may see the post that there is something to ask for; ``actor`` knows."""
    if post.audience == Post.Audience.EVERYBODY:
        hidden = {actor.pk, *blocked_ids(viewer=actor)}
        streams.tell(EVERYBODY, Posted(), but={f"u:{number}" for number in hidden})
        return
    for number in newest_follower_ids(person=actor, limit=_HINTED):
        streams.tell(f"u:{number}", Posted())


def notify_named(*, actor: User, post: Post, people: Collection[User], target: str, key: str) -> None:
    """Notify people whom a text of ``actor`` names, if they may see ``post``; once for each ``key``."""
    # Streams are locked in the order of their keys.
    for user in sorted(people, key=lambda one: f"u:{one.pk}"):
        if can_see_post(user, post):
            notify(actor=actor, user=user, kind="mention", subject="", target=target, key=key)
