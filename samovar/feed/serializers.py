"""The shape of what the REST doors of the feed take and give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from samovar.core.api import StrictBooleanField, StrictCharField, StrictIntegerField
from samovar.core.paging import LARGEST_ID, BeforeIn
from samovar.feed.begun_queries import Begun
from samovar.feed.comment_queries import CommentRow
from samovar.feed.models import (
    ALT_MAX,
    COMMENT_MAX,
    PICTURES_MAX,
    TEXT_MAX,
    BegunPicture,
    Post,
    PostPicture,
    PostVersion,
)
from samovar.feed.queries import PostCard
from samovar.people.serializers import picture_address
from samovar.rooms.events import RoomView

CURSOR_MAX = 60  # characters of a place in a thread


class PictureOut(serializers.Serializer[PostPicture]):
    """A picture of a post; ``address`` is fetched with the token, the measures are in pixels."""

    id = serializers.IntegerField(source="pk")
    address = serializers.SerializerMethodField()
    width = serializers.IntegerField(source="picture.width")
    height = serializers.IntegerField(source="picture.height")
    alt = serializers.CharField()

    def get_address(self, row: PostPicture) -> str | None:
        return picture_address(row.picture.name, row.picture.largest)


class AuthorOut(serializers.Serializer[Any]):
    """Who posted or commented; ``picture`` is the path of a square one, or null."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    picture = serializers.CharField(allow_null=True)


def _author(person: Any, face: str) -> dict[str, Any]:
    picture = picture_address(face)
    return {"id": person.pk, "username": person.username, "name": person.full_name, "picture": picture}


class SharedRoomOut(serializers.Serializer[Any]):
    """A room that is shared into a post: ``here`` people are in it, ``in_call`` of them in its call."""

    id = serializers.IntegerField(source="room.id")
    name = serializers.CharField(source="room.name")
    code = serializers.CharField(source="room.code")
    here = serializers.IntegerField(source="count")
    in_call = serializers.IntegerField(source="calling")


class PostOut(serializers.Serializer[PostCard]):
    """A post. ``liked``: you like it; ``own``: you may change it."""

    id = serializers.IntegerField(source="post.pk")
    author = serializers.SerializerMethodField()
    text = serializers.CharField(source="post.text")
    audience = serializers.ChoiceField(source="post.audience", choices=Post.Audience.values)
    pictures = PictureOut(many=True)
    room = SharedRoomOut(allow_null=True)
    likes = serializers.IntegerField(source="post.like_count")
    comments = serializers.IntegerField(source="post.comment_count")
    liked = serializers.BooleanField()
    own = serializers.BooleanField(source="is_own")
    created_at = serializers.DateTimeField(source="post.created_at")
    edited_at = serializers.DateTimeField(source="post.edited_at", allow_null=True)

    @extend_schema_field(AuthorOut)
    def get_author(self, card: PostCard) -> dict[str, Any]:
        return _author(card.author, card.face)


class KeptPictureIn(serializers.Serializer[Any]):
    """A picture the post has, and what it shows for who cannot see it."""

    id = StrictIntegerField(min_value=1, max_value=LARGEST_ID)
    alt = StrictCharField(required=False, allow_blank=True, max_length=ALT_MAX, default="")


class BegunPictureOut(serializers.Serializer[BegunPicture]):
    """A picture of what you began: ``address`` is fetched with a token, ``page`` with a session."""

    id = serializers.IntegerField(source="pk")
    address = serializers.SerializerMethodField()
    page = serializers.SerializerMethodField()
    alt = serializers.CharField()

    def get_address(self, row: BegunPicture) -> str | None:
        return picture_address(row.picture.name, row.picture.largest)

    def get_page(self, row: BegunPicture) -> str:
        return f"/files/{row.picture.name}/{min(row.picture.sides)}.webp"


class BegunPictureIn(serializers.Serializer[Any]):
    """A picture to add."""

    picture = serializers.FileField()


class BegunRoomOut(serializers.Serializer[RoomView]):
    """The room that shall be shared."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class BegunOut(serializers.Serializer[Begun]):
    """What you began to post; the higher ``rev`` is the newer, 0: nothing. ``room``: it is to be shared."""

    text = serializers.CharField()
    audience = serializers.ChoiceField(choices=Post.Audience.values)
    rev = serializers.IntegerField()
    pictures = BegunPictureOut(many=True)
    room = BegunRoomOut(allow_null=True)


class BegunIn(serializers.Serializer[Any]):
    """What is new; what is absent stays. Pictures that are named come in this order, others after them.

    ``room``: the id of one to share, null for none; one that you may not share is none.
    """

    text = StrictCharField(required=False, allow_blank=True, max_length=TEXT_MAX * 2)
    audience = serializers.ChoiceField(choices=Post.Audience.values, required=False)
    pictures = KeptPictureIn(many=True, required=False, default=list)
    room = StrictIntegerField(required=False, allow_null=True, min_value=1, max_value=LARGEST_ID)


class PostIn(serializers.Serializer[Any]):
    """What ``POST /api/posts/`` takes. ``room``: the id of a room to share; seen by who may see the room."""

    text = StrictCharField(required=False, allow_blank=True, max_length=TEXT_MAX * 2, default="")
    audience = serializers.ChoiceField(choices=Post.Audience.values, required=False, default="everybody")
    room = StrictIntegerField(
        required=False, allow_null=True, min_value=1, max_value=LARGEST_ID, default=None
    )


class PostUploadIn(PostIn):
    """The same as a form with pictures; ``alt`` are their descriptions in their order."""

    pictures = serializers.ListField(child=serializers.FileField(), required=False, max_length=PICTURES_MAX)
    alt = serializers.ListField(child=StrictCharField(allow_blank=True), required=False)


class PostChangeIn(serializers.Serializer[Any]):
    """What ``PATCH`` takes; what is absent stays. ``pictures``: those that stay, in their new order.

    ``clear_room`` takes the shared room out.
    """

    text = StrictCharField(required=False, allow_blank=True, max_length=TEXT_MAX * 2)
    audience = serializers.ChoiceField(choices=Post.Audience.values, required=False)
    pictures = KeptPictureIn(many=True, required=False)
    clear_room = StrictBooleanField(required=False, default=False)


class PostVersionOut(serializers.ModelSerializer[PostVersion]):
    """What a post said before, to whom, and since when."""

    class Meta:
        model = PostVersion
        fields = ["text", "audience", "at"]
        read_only_fields = fields


class PostsIn(BeforeIn):
    """Which posts: of everybody or of whom you follow, and with a hashtag."""

    following = serializers.BooleanField(required=False, default=False)
    tag = StrictCharField(required=False, allow_blank=True, max_length=100, default="")


class CommentOut(serializers.Serializer[CommentRow]):
    """A comment. Of one that is ``gone`` only its place in the thread is left."""

    id = serializers.IntegerField(source="comment.pk")
    post = serializers.IntegerField(source="comment.post_id")
    reply_to = serializers.IntegerField(source="comment.parent_id", allow_null=True)
    depth = serializers.IntegerField(source="comment.depth")
    gone = serializers.BooleanField()
    author = serializers.SerializerMethodField()
    text = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="comment.created_at")
    edited_at = serializers.DateTimeField(source="comment.edited_at", allow_null=True)

    @extend_schema_field(AuthorOut(allow_null=True))
    def get_author(self, row: CommentRow) -> dict[str, Any] | None:
        return None if row.gone else _author(row.comment.author, row.face)

    def get_text(self, row: CommentRow) -> str:
        return "" if row.gone else row.comment.text


class CommentIn(serializers.Serializer[Any]):
    """A comment on a post, or with ``reply_to`` an answer to a comment."""

    text = StrictCharField(allow_blank=True, max_length=COMMENT_MAX * 2)
    reply_to = StrictIntegerField(required=False, allow_null=True, min_value=1, max_value=LARGEST_ID)


class CommentChangeIn(serializers.Serializer[Any]):
    """What it says now."""

    text = StrictCharField(allow_blank=True, max_length=COMMENT_MAX * 2)


class ThreadIn(serializers.Serializer[Any]):
    """Where a page of a thread begins: the cursor of ``next``."""

    after = serializers.RegexField(
        r"^[0-9]*\Z", required=False, default="", max_length=CURSOR_MAX, allow_blank=True
    )
