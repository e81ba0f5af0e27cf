"""What somebody did here, in numbers and post by post; for oneself alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from samovar.accounts.models import User
from samovar.feed.models import Comment, Like, Post
from samovar.people.follow_queries import details_of
from samovar.people.models import Block

PAGE = 50


@dataclass(frozen=True)
class Overview:
    """How much there is of somebody; likes and comments are those given."""

    joined: datetime
    posts: int
    likes: int
    comments: int
    followers: int
    followings: int
    blocked: int


def overview_for(*, viewer: User) -> Overview:
    """Return the viewer's own numbers."""
    details = details_of(viewer)
    said = Comment.objects.filter(author=viewer, deleted_at=None, hidden_at=None, post__deleted_at=None)
    return Overview(
        joined=viewer.date_joined,
        posts=Post.objects.filter(author=viewer, deleted_at=None).count(),
        likes=Like.objects.filter(user=viewer, post__deleted_at=None).count(),
        comments=said.count(),
        followers=details.follower_count,
        followings=details.following_count,
        blocked=Block.objects.filter(blocker=viewer, inherited=False).count(),
    )


def post_history_for(*, viewer: User, before: int | None = None) -> list[Post]:
    """Return a page of the viewer's own posts, newest first."""
    posts = Post.objects.filter(author=viewer, deleted_at=None).order_by("-pk")
    return list((posts if before is None else posts.filter(pk__lt=before))[:PAGE])


def newer_posts_for(*, viewer: User, before: int | None) -> int:
    """Return how many of the viewer's own posts stand on the pages above the one after ``before``."""
    if before is None:
        return 0
    return Post.objects.filter(author=viewer, deleted_at=None, pk__gte=before).count()
