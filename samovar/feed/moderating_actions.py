"""What staff does to posts and comments; whether it may was asked before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from samovar.feed.comment_actions import count_comments
from samovar.feed.models import Comment, Post
from samovar.people.rules import can_interact


def hide_post(*, post_id: int) -> None:
    """Take a post from everybody but its author; twice is once."""
    Post.objects.filter(pk=post_id, hidden_at=None).update(hidden_at=timezone.now())


def show_post(*, post_id: int) -> None:
    """Give a hidden post back."""
    Post.objects.filter(pk=post_id).update(hidden_at=None)


@transaction.atomic
def hide_comment(*, comment_id: int) -> None:
    """Take a comment from everybody; the count of the post follows."""
    comment = Comment.objects.select_for_update(of=("self",)).filter(pk=comment_id).first()
    if comment is None:
        return
    if comment.hidden_at is None and comment.deleted_at is None:
        count_comments(comment.post_id, -1)
    Comment.objects.filter(pk=comment_id).update(
        hidden_at=comment.hidden_at or timezone.now(), moderated=True
    )


@transaction.atomic
def show_comment(*, comment_id: int) -> None:
    """Give a hidden comment back, unless a block hides it by now (B19)."""
    held = Comment.objects.select_for_update(of=("self",)).select_related("author", "post__author")
    comment = held.filter(pk=comment_id, moderated=True).first()
    if comment is None:
        return
    blocked = not can_interact(comment.author, comment.post.author)
    Comment.objects.filter(pk=comment_id).update(
        hidden_at=comment.hidden_at if blocked else None, moderated=False
    )
    if not blocked and comment.deleted_at is None:
        count_comments(comment.post_id, 1)
