"""Deleting what somebody told, liked and said, a portion at a time."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samovar.accounts.models import User
from samovar.feed.models import BegunPost, Comment, Like, Post


@transaction.atomic
def erase_person(*, person: User, ghost: User, portion: int) -> bool:
    """Delete a portion of what ``person`` left in the feed; say whether there may be more.

    Comments that were answered stay without text, as those of ``ghost``.
    """
    BegunPost.objects.filter(user=person).delete()
    left = [
        _erase_posts(person, portion),
        _erase_likes(person, portion),
        _erase_comments(person, ghost, portion),
        _forget_mentions(person, portion),
    ]
    return any(left)


def _erase_posts(person: User, portion: int) -> bool:
    ids = list(Post.objects.filter(author=person).order_by("pk").values_list("pk", flat=True)[:portion])
    Post.objects.filter(pk__in=ids).delete()
    return len(ids) == portion


def _erase_likes(person: User, portion: int) -> bool:
    likes = list(Like.objects.filter(user=person).order_by("post_id")[:portion])
    for like in likes:
        like.delete()
        Post.objects.filter(pk=like.post_id).update(like_count=F("like_count") - 1)
    return len(likes) == portion


def _erase_comments(person: User, ghost: User, portion: int) -> bool:
    # The newest first, so that an answer goes before what it answers.
    comments = list(Comment.objects.filter(author=person).order_by("-pk")[:portion])
    for comment in comments:
        if comment.deleted_at is None and comment.hidden_at is None:
            Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") - 1)
        _erase_comment(comment, ghost)
    return len(comments) == portion


def _erase_comment(comment: Comment, ghost: User) -> None:
    if not Comment.objects.filter(parent=comment).exists():
        comment.delete()
        return
    comment.author, comment.text, comment.deleted_by = ghost, "", None
    comment.deleted_at = comment.deleted_at or timezone.now()
    comment.save(update_fields=["author", "text", "deleted_at", "deleted_by"])


def _forget_mentions(person: User, portion: int) -> bool:
    """What others wrote stays as they wrote it, but leads to nobody any more."""
    naming = Post.objects.filter(mentions__icontains=f"[{person.pk}, ").order_by("pk")
    posts = list(naming[:portion])
    for post in posts:
        post.mentions = [pair for pair in post.mentions if pair[0] != person.pk]
        post.save(update_fields=["mentions"])
    return len(posts) == portion
