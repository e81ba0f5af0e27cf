"""Posting, changing, liking. Whoever does something holds the own row first, so that a block waits (B43).

Notifications are written before counters: a block locks streams and posts in this order too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.errors import Invalid, Refusal
from samovar.feed.begun_actions import forget_begun
from samovar.feed.begun_queries import begun_pictures_of
from samovar.feed.hashtags import tags_in
from samovar.feed.models import Comment, Like, Post, PostPicture, PostTag, PostVersion
from samovar.feed.queries import own_post_for, pictures_of, post_for
from samovar.feed.rules import (
    RESTORABLE,
    require_as_seen,
    require_audience,
    require_can_share,
    require_fit_alt,
    require_fit_post,
    require_own_post,
)
from samovar.feed.telling_actions import hint_at_post, notify_named
from samovar.files.actions import (
    attach_picture,
    delete_pictures,
    hand_over_picture,
    store_picture,
    sweep_orphans,
)
from samovar.files.models import Picture
from samovar.notifications.actions import notify
from samovar.people.locks import lock_people
from samovar.people.mentions import names_in
from samovar.people.queries import visible_to
from samovar.rooms.models import Room


@dataclass(frozen=True)
class NewPicture:
    """An upload of ``size`` bytes with its description."""

    upload: IO[bytes]
    size: int | None
    alt: str = ""


@dataclass(frozen=True)
class KeptPicture:
    """A picture the post has already, by the id of its ``PostPicture``, with its description."""

    id: int
    alt: str = ""


@dataclass(frozen=True)
class Draft:
    """A whole post as its author wants it; pictures in their order."""

    text: str
    audience: str = Post.Audience.EVERYBODY
    pictures: Sequence[NewPicture | KeptPicture] = ()
    # The id of a room that is shared into a new post; of an edited one it can only be taken out.
    room: int | None = None
    clear_room: bool = False
    # Is it what its author began to write before? Kept pictures are those of that, and it is gone then.
    begun: bool = False
    # Which version of an edited post its author saw: what was changed since is not written over.
    seen: str = ""

    @property
    def things(self) -> int:
        """How many things beside text there are."""
        return len(self.pictures) + (self.room is not None and not self.clear_room)


def create_post(*, actor: User, draft: Draft) -> Post:
    """Post something. Raises Invalid; nothing is kept then."""
    stored = _store_pictures(actor, draft)
    with transaction.atomic():
        lock_people(actor)
        post = Post(author=actor, room=_shared_room(actor, draft))
        named = _fill(post, draft)
        post.save()
        begun = begun_pictures_of(actor) if draft.begun else []
        present = {row.pk: PostPicture(post=post, picture=row.picture) for row in begun}
        _arrange(post, present, draft, stored)
        if draft.begun:
            forget_begun(actor=actor)
        _tag(post)
        _tell_named(actor, post, named)
        hint_at_post(actor=actor, post=post)
    return post


def edit_post(*, actor: User, post_id: int, draft: Draft) -> Post:
    """Make the actor's post what ``draft`` says; other pictures are removed.

    Raises NotFound, Denied, Invalid, Conflict (``changed_elsewhere``).
    """
    post = post_for(viewer=actor, post_id=post_id)
    require_own_post(actor, post)
    require_as_seen(post, draft.seen)
    draft = replace(draft, room=post.room_id)
    stored = _store_pictures(actor, draft)
    with transaction.atomic():
        lock_people(actor)
        post = Post.objects.select_related("author").get(pk=post.pk)
        require_as_seen(post, draft.seen)
        before = PostVersion(
            post=post, text=post.text, audience=post.audience, at=post.edited_at or post.created_at
        )
        named = _fill(post, draft)
        _tell_named(actor, post, named)
        Post.objects.select_for_update().get(pk=post.pk)
        post.edited_at = timezone.now()
        if draft.clear_room:
            post.room = None
        # Never the counts: others change them at the same time.
        post.save(update_fields={"text", "audience", "mentions", "edited_at", "room"})
        if (before.text, before.audience) != (post.text, post.audience):
            before.save()
        _arrange(post, {row.pk: row for row in pictures_of(post)}, draft, stored)
        _tag(post)
    return post


def _shared_room(actor: User, draft: Draft) -> Room | None:
    """Return the room to share, if there is one. NotFound."""
    if draft.room is None:
        return None
    return require_can_share(actor, draft.room)


def _store_pictures(actor: User, draft: Draft) -> list[Picture]:
    """Keep the uploads of a draft that fits, or none of them."""
    require_fit_post(draft.text, len(draft.pictures), draft.things)
    sweep_orphans(actor=actor)
    stored: list[Picture] = []
    try:
        for new in draft.pictures:
            require_fit_alt(new.alt)
            if isinstance(new, NewPicture):
                stored.append(store_picture(actor=actor, upload=new.upload, size=new.size))
    except Refusal:
        delete_pictures(actor=actor, names=[picture.name for picture in stored])
        raise
    return stored


def _fill(post: Post, draft: Draft) -> list[User]:
    """Make the unsaved ``post`` what the draft says; return whom it names and did not name before."""
    post.audience = require_audience(draft.audience)
    post.text = require_fit_post(draft.text, len(draft.pictures), draft.things)
    before = {number for number, _key in post.mentions}
    named = list(visible_to(post.author).filter(username_key__in=names_in(post.text)).order_by("pk"))
    post.mentions = [[user.pk, user.username_key] for user in named]
    return [user for user in named if user.pk not in before]


def _tell_named(actor: User, post: Post, named: list[User]) -> None:
    target, key = f"/posts/{post.pk}/", f"mention:{post.pk}"
    notify_named(actor=actor, post=post, people=named, target=target, key=key)


def _tag(post: Post) -> None:
    """Keep the hashtags of the text."""
    wanted = set(tags_in(post.text))
    rows = PostTag.objects.filter(post=post)
    rows.exclude(tag__in=wanted).delete()
    present = set(rows.values_list("tag", flat=True))
    PostTag.objects.bulk_create(PostTag(post=post, tag=tag) for tag in sorted(wanted - present))


def _arrange(post: Post, present: dict[int, PostPicture], draft: Draft, stored: list[Picture]) -> None:
    """Put the kept and the stored pictures into the draft's order, and remove the others.

    ``present``: those that may be kept, by the ids that the draft names; not saved yet where they were
    with what was begun.
    """
    actor, fresh = post.author, iter(stored)
    for place, wanted in enumerate(draft.pictures):
        if isinstance(wanted, NewPicture):
            row = PostPicture(post=post, picture=next(fresh))
            attach_picture(actor=actor, picture=row.picture, kind="post", owner_id=post.pk)
        else:
            row = _kept(present, wanted)
            if draft.begun:
                hand_over_picture(actor=actor, picture=row.picture, kind="post", owner_id=post.pk)
        row.place, row.alt = place, require_fit_alt(wanted.alt)
        row.save()
    delete_pictures(actor=actor, names=[row.picture.name for row in present.values()])


def _kept(present: dict[int, PostPicture], wanted: KeptPicture) -> PostPicture:
    if wanted.id not in present:
        raise Invalid
    return present.pop(wanted.id)


def delete_post(*, actor: User, post_id: int) -> Post:
    """Take a post away from everybody; for an hour it can be restored. Raises NotFound, Denied."""
    with transaction.atomic():
        post = post_for(viewer=actor, post_id=post_id)
        require_own_post(actor, post)
        Post.objects.filter(pk=post.pk).update(deleted_at=timezone.now())
    purge_posts(actor=actor)
    return post


@transaction.atomic
def restore_post(*, actor: User, post_id: int) -> Post:
    """Undo a deletion. Raises NotFound, also when it is too late."""
    post = own_post_for(viewer=actor, post_id=post_id)
    Post.objects.filter(pk=post.pk).update(deleted_at=None)
    return post


@transaction.atomic
def purge_posts(*, actor: User | None = None) -> int:
    """Remove for good what was deleted an hour ago, with its pictures: the actor's, or everybody's."""
    gone = Post.objects.filter(deleted_at__lt=timezone.now() - RESTORABLE)
    posts = list(gone if actor is None else gone.filter(author=actor))
    for post in posts:
        names = [row.picture.name for row in pictures_of(post)]
        delete_pictures(actor=post.author, names=names)
    Post.objects.filter(pk__in=[post.pk for post in posts]).delete()
    return len(posts)


@transaction.atomic
def like_post(*, actor: User, post_id: int) -> Post:
    """Like a post; twice is once. Raises NotFound."""
    lock_people(actor)
    post = post_for(viewer=actor, post_id=post_id)
    _like, is_new = Like.objects.get_or_create(user=actor, post=post)
    if is_new:
        _tell_author(actor, post)
        Post.objects.filter(pk=post.pk).update(like_count=F("like_count") + 1)
    return post


@transaction.atomic
def unlike_post(*, actor: User, post_id: int) -> Post:
    """Take a like back; nothing happens when there is none. Raises NotFound."""
    lock_people(actor)
    post = post_for(viewer=actor, post_id=post_id)
    deleted, _tables = Like.objects.filter(user=actor, post=post).delete()
    if deleted:
        Post.objects.filter(pk=post.pk).update(like_count=F("like_count") - 1)
    return post


def _tell_author(actor: User, post: Post) -> None:
    notify(
        actor=actor,
        user=post.author,
        kind="like",
        subject="",
        target=f"/posts/{post.pk}/",
        key=f"like:{post.pk}:{actor.pk}",
    )


@transaction.atomic
def part_people(*, actor: User, other: User) -> None:
    """After a block likes between the two are gone (B14), comments under each other's posts hidden (B19)."""
    for post_id in sorted(_posts_between(actor, other)):
        for author, reader in ((actor, other), (other, actor)):
            _part_in(post_id, author, reader)


def _posts_between(one: User, other: User) -> set[int]:
    found: set[int] = set()
    for author, reader in ((one, other), (other, one)):
        liked = Like.objects.filter(user=reader, post__author=author)
        said = Comment.objects.filter(author=reader, post__author=author, hidden_at=None)
        found |= {*liked.values_list("post_id", flat=True), *said.values_list("post_id", flat=True)}
    return found


def _part_in(post_id: int, author: User, reader: User) -> None:
    """In a post of ``author`` take away what ``reader`` left there."""
    post = Post.objects.filter(pk=post_id, author=author)
    likes, _tables = Like.objects.filter(user=reader, post__in=post).delete()
    said = Comment.objects.filter(author=reader, post__in=post, hidden_at=None)
    counted = said.filter(deleted_at=None).count()
    said.update(hidden_at=timezone.now())
    post.update(like_count=F("like_count") - likes, comment_count=F("comment_count") - counted)
