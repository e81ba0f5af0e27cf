"""Saying something under a post."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.feed.comment_queries import address_of, comment_for
from samovar.feed.models import DEPTH_MAX, PATH_STEP, Comment, Post
from samovar.feed.queries import post_for
from samovar.feed.rules import (
    NO_COMMENT,
    can_see_post,
    require_can_delete_comment,
    require_can_edit_comment,
    require_fit_comment,
)
from samovar.notifications.actions import notify
from samovar.people.locks import lock_people
from samovar.people.mentions import names_in
from samovar.people.queries import visible_to


@transaction.atomic
def comment_on_post(*, actor: User, post_id: int, text: str, parent_id: int | None = None) -> Comment:
    """Comment on a post, or answer one of its comments. Raises NotFound, Invalid."""
    kept = require_fit_comment(text)
    lock_people(actor)
    post = post_for(viewer=actor, post_id=post_id)
    parent = _parent(actor, post, parent_id)
    comment = Comment.objects.create(post=post, author=actor, parent=parent, text=kept)
    comment.path = _path(comment, parent)
    comment.save(update_fields=["path"])
    _tell(actor, comment)
    count_comments(post.pk, 1)
    return comment


def _parent(actor: User, post: Post, parent_id: int | None) -> Comment | None:
    if parent_id is None:
        return None
    parent = comment_for(viewer=actor, comment_id=parent_id)
    if parent.post_id != post.pk:
        raise NotFound(NO_COMMENT, code="comment_not_found")
    return parent


def _path(comment: Comment, parent: Comment | None) -> str:
    above = parent.path[: PATH_STEP * DEPTH_MAX] if parent else ""
    return f"{above}{comment.pk:0{PATH_STEP}d}"


def _tell(actor: User, comment: Comment) -> None:
    """Tell the post's author of a comment, the answered one of a reply, the named of being named: each once.

    Who is more than one of these hears of the reply first, then of the comment.
    """
    told = {user.pk: ("mention", user) for user in _named(actor, comment)}
    told[comment.post.author_id] = ("comment", comment.post.author)
    if comment.parent is not None:
        told[comment.parent.author_id] = ("reply", comment.parent.author)
    # The streams are locked in the order of their keys.
    for _key, (kind, user) in sorted(told.items(), key=lambda item: f"u:{item[0]}"):
        notify(
            actor=actor,
            user=user,
            kind=kind,
            subject="",
            target=address_of(comment),
            key=f"{kind}:{comment.pk}",
        )


def _named(actor: User, comment: Comment) -> list[User]:
    """Return whom the text names and who may see the post."""
    named = visible_to(actor).filter(username_key__in=names_in(comment.text))
    return [user for user in named if can_see_post(user, comment.post)]


@transaction.atomic
def edit_comment(*, actor: User, comment_id: int, text: str) -> Comment:
    """Raises NotFound, Denied, Invalid."""
    kept = require_fit_comment(text)
    comment = comment_for(viewer=actor, comment_id=comment_id)
    require_can_edit_comment(actor, comment)
    comment.text, comment.edited_at = kept, timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    return comment


@transaction.atomic
def delete_comment(*, actor: User, comment_id: int) -> Comment:
    """Delete one's own comment, or one under one's own post; answers stay. Raises NotFound, Denied.

    The row stays without text: an answer that is on its way has something to stand under.
    """
    comment = comment_for(viewer=actor, comment_id=comment_id)
    require_can_delete_comment(actor, comment)
    counted = Comment.objects.filter(pk=comment.pk, deleted_at=None, hidden_at=None)
    if counted.update(text="", deleted_at=timezone.now()):
        count_comments(comment.post_id, -1)
    return comment


def count_comments(post_id: int, by: int) -> None:
    """Let the post count more or fewer comments, in the transaction that made it so."""
    Post.objects.filter(pk=post_id).update(comment_count=F("comment_count") + by)
