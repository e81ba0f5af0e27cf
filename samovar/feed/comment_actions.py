"""Saying something under a post."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.feed.comment_queries import address_of, comment_for, deleted_comment_for
from samovar.feed.models import DEPTH_MAX, PATH_STEP, Comment, Post
from samovar.feed.queries import post_for
from samovar.feed.rules import (
    NO_COMMENT,
    RESTORABLE,
    can_see_post,
    require_can_delete_comment,
    require_can_edit_comment,
    require_fit_comment,
)
from samovar.feed.telling_actions import notify_named
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
            key=_mention_key(comment) if kind == "mention" else f"{kind}:{comment.pk}",
        )


def _mention_key(comment: Comment) -> str:
    """Return another key than that of the post with the same number."""
    return f"mention:comment:{comment.pk}"


def _named(actor: User, comment: Comment) -> list[User]:
    """Return whom the text names and who may see the post."""
    named = visible_to(actor).filter(username_key__in=names_in(comment.text))
    return [user for user in named if can_see_post(user, comment.post)]


@transaction.atomic
def edit_comment(*, actor: User, comment_id: int, text: str) -> Comment:
    """Change what one said; whom it names now and did not name is told. Raises NotFound, Denied, Invalid."""
    kept = require_fit_comment(text)
    lock_people(actor)
    comment = comment_for(viewer=actor, comment_id=comment_id)
    require_can_edit_comment(actor, comment)
    before = set(names_in(comment.text))
    comment.text, comment.edited_at = kept, timezone.now()
    _tell_of_names(actor, comment, before)
    comment.save(update_fields=["text", "edited_at"])
    return comment


def _tell_of_names(actor: User, comment: Comment, before: set[str]) -> None:
    """Tell who is named, but not ``before``, and was not told of the comment itself."""
    told = {comment.post.author_id, comment.parent.author_id if comment.parent else None}
    named = [user for user in _named(actor, comment) if user.username_key not in before]
    notify_named(
        actor=actor,
        post=comment.post,
        people=[user for user in named if user.pk not in told],
        target=address_of(comment),
        key=_mention_key(comment),
    )


@transaction.atomic
def delete_comment(*, actor: User, comment_id: int) -> Comment:
    """Delete one's own comment, or one under one's own post; answers stay. Raises NotFound, Denied.

    The row stays: an answer that is on its way has something to stand under. For an hour it can be restored.
    """
    comment = comment_for(viewer=actor, comment_id=comment_id)
    require_can_delete_comment(actor, comment)
    counted = Comment.objects.filter(pk=comment.pk, deleted_at=None, hidden_at=None)
    if counted.update(deleted_at=timezone.now(), deleted_by=actor):
        count_comments(comment.post_id, -1)
    return comment


@transaction.atomic
def restore_comment(*, actor: User, comment_id: int) -> Comment:
    """Undo a deletion of one's own. Raises NotFound, also when it is too late."""
    lock_people(actor)
    comment = deleted_comment_for(viewer=actor, comment_id=comment_id)
    since = timezone.now() - RESTORABLE
    deleted = Comment.objects.filter(pk=comment.pk, deleted_by=actor, deleted_at__gte=since, hidden_at=None)
    if deleted.update(deleted_at=None, deleted_by=None):
        count_comments(comment.post_id, 1)
    return comment


def purge_comments() -> int:
    """Forget what was said in comments that were deleted an hour ago; say of how many."""
    since = timezone.now() - RESTORABLE
    gone = Comment.objects.filter(deleted_by__isnull=False, deleted_at__lt=since)
    return gone.update(text="", deleted_by=None)


def count_comments(post_id: int, by: int) -> None:
    """Let the post count more or fewer comments, in the transaction that made it so."""
    Post.objects.filter(pk=post_id).update(comment_count=F("comment_count") + by)
