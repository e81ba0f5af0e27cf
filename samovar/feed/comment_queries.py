"""What is said under a post, as a viewer sees it: a page of the thread in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samovar.accounts.models import User
from samovar.feed.models import Comment, Post
from samovar.feed.queries import post_for
from samovar.feed.rules import (
    can_delete_comment,
    can_edit_comment,
    require_can_restore_comment,
    require_can_see_comment,
    require_can_see_post,
)
from samovar.people.follow_queries import picture_column
from samovar.people.mentions import names_in
from samovar.people.queries import blocked_ids, visible_to

PAGE = 50


@dataclass(frozen=True)
class CommentRow:
    """A comment as it is drawn; of one that is ``gone`` for the viewer only the place is shown."""

    comment: Comment
    face: str
    gone: bool
    may_edit: bool
    may_delete: bool
    mentioned: frozenset[str]

    @property
    def address(self) -> str:
        return address_of(self.comment)


@dataclass(frozen=True)
class CommentPage:
    """A page of a thread; ``after`` is the cursor of the next one, "" at the end."""

    rows: list[CommentRow]
    after: str


def comment_for(*, viewer: User, comment_id: int) -> Comment:
    """Return a comment with its post and author, or raise NotFound when either is not the viewer's to see."""
    return require_can_see_comment(viewer, _under_visible_post(viewer, comment_id))


def deleted_comment_for(*, viewer: User, comment_id: int) -> Comment:
    """Like ``comment_for``, but also one that the viewer deleted and may restore."""
    return require_can_restore_comment(viewer, _under_visible_post(viewer, comment_id))


def _under_visible_post(viewer: User, comment_id: int) -> Comment | None:
    comment = Comment.objects.select_related("author", "post__author").filter(pk=comment_id).first()
    if comment is not None:
        require_can_see_post(viewer, comment.post)
    return comment


def row_for(*, viewer: User, comment_id: int) -> CommentRow:
    """Return one comment as it is drawn, or raise NotFound."""
    post = comment_for(viewer=viewer, comment_id=comment_id).post
    found = Comment.objects.filter(pk=comment_id).select_related("author")
    comment = found.annotate(face=picture_column("author_id")).get()
    return _row(viewer, post, comment, set(), _mentioned(viewer, [comment]))


def comments_for(*, viewer: User, post: Post, after: str = "") -> CommentPage:
    """Return up to 50 comments in the order of the thread, oldest first, answers under what they answer."""
    found = Comment.objects.filter(post=post, path__gt=after).select_related("author").order_by("path")
    rows = list(found.annotate(face=picture_column("author_id"))[: PAGE + 1])
    blocked = blocked_ids(viewer=viewer)
    mentioned = _mentioned(viewer, rows[:PAGE])
    shown = [_row(viewer, post, row, blocked, mentioned) for row in rows[:PAGE]]
    return CommentPage(_without_dead_ends(shown), rows[PAGE - 1].path if len(rows) > PAGE else "")


def _without_dead_ends(rows: list[CommentRow]) -> list[CommentRow]:
    """Leave out what is gone and has nothing to be read below it."""
    kept: list[CommentRow] = []
    for row in reversed(rows):
        if not row.gone or (kept and kept[-1].comment.path.startswith(row.comment.path)):
            kept.append(row)
    return kept[::-1]


def address_of(comment: Comment) -> str:
    """Return the local address that leads to a comment on its page."""
    return f"/posts/{comment.post_id}/?comment={comment.pk}#comment-{comment.pk}"


def start_of_page_with(*, post: Post, comment_id: int) -> str:
    """Return the cursor of a page that begins a few comments before the given one; "" from the start."""
    path = Comment.objects.filter(post=post, pk=comment_id).values_list("path", flat=True).first()
    if path is None:
        return ""
    before = Comment.objects.filter(post=post, path__lt=path).order_by("-path").values_list("path", flat=True)
    context = list(before[: PAGE // 2])
    return context[-1] if len(context) == PAGE // 2 else ""


def post_with_comments_for(*, viewer: User, post_id: int, after: str = "") -> tuple[Post, CommentPage]:
    """Return a visible post and a page of its comments; raise NotFound."""
    post = post_for(viewer=viewer, post_id=post_id)
    return post, comments_for(viewer=viewer, post=post, after=after)


def _mentioned(viewer: User, comments: Sequence[Comment]) -> frozenset[str]:
    """Return the folded names in the comments that are people the viewer may see."""
    names = {name for comment in comments for name in names_in(comment.text)}
    if not names:
        return frozenset()
    people = visible_to(viewer).filter(username_key__in=names)
    return frozenset(people.values_list("username_key", flat=True))


def _row(
    viewer: User, post: Post, comment: Comment, blocked: set[int], mentioned: frozenset[str]
) -> CommentRow:
    comment.post = post
    gone = bool(comment.deleted_at or comment.hidden_at or not comment.author.is_active)
    gone = gone or comment.author_id in blocked
    return CommentRow(
        comment=comment,
        face=vars(comment)["face"],
        gone=gone,
        may_edit=not gone and can_edit_comment(viewer, comment),
        may_delete=not gone and can_delete_comment(viewer, comment),
        mentioned=mentioned,
    )
