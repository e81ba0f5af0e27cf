"""Who may see, change and answer a post. Nothing here writes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Conflict, Denied, Invalid, NotFound, Text
from samovar.feed.models import ALT_MAX, COMMENT_MAX, PICTURES_MAX, TEXT_MAX, Comment, Post
from samovar.people.follow_queries import is_following
from samovar.people.privacy_rules import can_see_circle
from samovar.people.rules import can_interact
from samovar.rooms.models import Room
from samovar.rooms.rules import NO_ROOM, require_visible

RESTORABLE = timedelta(hours=1)  # what was deleted comes back
NO_POST = _("This post is not there, or no longer.")
CHANGED_ELSEWHERE = _(
    "The post was changed in another tab or on another device since you opened it. "
    "This is what it says now; save again to replace it with yours."
)
NO_COMMENT = _("This comment is not there, or no longer.")


def can_see_post(viewer: User, post: Post) -> bool:
    """The author always, also of what staff hid from the others.

    Others when no block stands between them and, where it matters, they follow.

    It matters for posts to followers, and for all posts of a private account.
    """
    if post.deleted_at is not None or not post.author.is_active:
        return False
    if post.author_id == viewer.pk:
        return True
    if post.hidden_at is not None:
        return viewer.is_staff
    if not can_interact(viewer, post.author) or not can_see_circle(viewer, post.author):
        return False
    return post.audience == Post.Audience.EVERYBODY or is_following(viewer, post.author)


def require_can_see_post(viewer: User, post: Post | None) -> Post:
    """Return the post, or raise NotFound: absent, deleted and forbidden give the same answer (B09)."""
    if post is None or not can_see_post(viewer, post):
        raise NotFound(NO_POST, code="post_not_found")
    return post


def require_can_share(actor: User, room_id: int) -> Room:
    """Return a room that a post may show: one its author sees; conversations never. NotFound."""
    room = require_visible(actor, room_id)
    if room.kind == Room.Kind.DIRECT:
        raise NotFound(NO_ROOM, code="room_not_found")
    return room


def require_audience(audience: str) -> str:
    """Return who a post is for, or raise Invalid."""
    if audience not in Post.Audience.values:
        raise Invalid
    return audience


def require_own_post(actor: User, post: Post) -> None:
    if post.author_id != actor.pk:
        raise Denied(_("Only its author may change a post."), code="not_author")


def can_edit_comment(viewer: User, comment: Comment) -> bool:
    return comment.author_id == viewer.pk


def can_delete_comment(viewer: User, comment: Comment) -> bool:
    """Its author, and the author of the post it stands under."""
    return viewer.pk in {comment.author_id, comment.post.author_id}


def require_as_seen(post: Post, seen: str) -> None:
    """Who changes a post saw what it says now (``seen``, its version; empty: no matter). Conflict."""
    if seen and seen != post.version:
        raise Conflict(CHANGED_ELSEWHERE, code="changed_elsewhere")


def require_can_edit_comment(actor: User, comment: Comment) -> None:
    if not can_edit_comment(actor, comment):
        raise Denied(_("Only its author may change a comment."), code="not_author")


def require_can_delete_comment(actor: User, comment: Comment) -> None:
    if not can_delete_comment(actor, comment):
        raise Denied(_("Only its author or the post's may delete a comment."), code="not_author")


def can_see_comment(viewer: User, comment: Comment) -> bool:
    """Of a visible post: neither deleted nor hidden, and from nobody in a block with the viewer."""
    return comment.deleted_at is None and _is_let_stand(viewer, comment)


def _is_let_stand(viewer: User, comment: Comment) -> bool:
    taken = comment.hidden_at is not None or not comment.author.is_active
    return not taken and can_interact(viewer, comment.author)


def require_can_see_comment(viewer: User, comment: Comment | None) -> Comment:
    if comment is None or not can_see_comment(viewer, comment):
        raise NotFound(NO_COMMENT, code="comment_not_found")
    return comment


def can_restore_comment(viewer: User, comment: Comment) -> bool:
    """Who deleted it, for an hour; not what a block or staff would take away by now."""
    if comment.deleted_at is None or comment.deleted_by_id != viewer.pk:
        return False
    return comment.deleted_at >= timezone.now() - RESTORABLE and _is_let_stand(viewer, comment)


def require_can_restore_comment(viewer: User, comment: Comment | None) -> Comment:
    """Return a comment that the viewer deleted, or sees anyhow; else raise NotFound."""
    if comment is not None and can_restore_comment(viewer, comment):
        return comment
    return require_can_see_comment(viewer, comment)


def can_see_begun(viewer: User, owner_id: int) -> bool:
    """What somebody began to write is nobody else's."""
    return viewer.pk == owner_id


def _unfit(field: str, sentence: Text) -> Invalid:
    """Say what is wrong with a field, also where only one sentence is shown."""
    return Invalid(sentence, fields={field: [sentence]})


def require_fit_begun(text: str, pictures: int) -> str:
    """Return the text as it was written, with plain ends of lines, or raise Invalid: too much."""
    kept = text.replace("\r\n", "\n").replace("\0", "")
    if len(kept.strip()) > TEXT_MAX:
        raise _unfit("text", _("A post has at most 5,000 characters."))
    if pictures > PICTURES_MAX:
        raise _unfit("pictures", _("A post has at most ten pictures."))
    return kept


def require_fit_post(text: str, pictures: int, things: int) -> str:
    """Return the text without the space around it; raise Invalid when it is too long or nothing is there.

    ``things``: how many pictures and rooms there are.
    """
    kept = require_fit_begun(text, pictures).strip()
    if not kept and not things:
        raise _unfit("text", _("Write something, or choose a picture."))
    return kept


def require_fit_alt(alt: str) -> str:
    kept = " ".join(alt.replace("\0", "").split())
    if len(kept) > ALT_MAX:
        raise _unfit("alt", _("A description has at most 500 characters."))
    return kept


def require_fit_comment(text: str) -> str:
    """Return the text without the space around it, or raise Invalid when empty or too long."""
    kept = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not kept:
        raise _unfit("text", _("Write something first."))
    if len(kept) > COMMENT_MAX:
        raise _unfit("text", _("A comment has at most 2,000 characters."))
    return kept
