"""What people take home of the feed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.feed.models import BegunPicture, BegunPost, Comment, Like, Post, PostPicture, PostVersion

tell(
    Part(
        "posts",
        _("Posts"),
        lambda person: Post.objects.filter(author=person),
        ("id", "text", "audience", "like_count", "comment_count", "created_at", "edited_at", "deleted_at"),
        text="text",
        at="created_at",
    ),
    Part(
        "post-versions",
        _("Earlier versions of your posts"),
        lambda person: PostVersion.objects.filter(post__author=person),
        ("post_id", "text", "audience", "at"),
        text="text",
        at="at",
    ),
    Part(
        "post-pictures",
        _("Pictures of your posts"),
        lambda person: PostPicture.objects.filter(post__author=person),
        ("post_id", "place", "picture__name", "alt"),
        text="picture__name",
    ),
    Part(
        "begun-posts",
        _("Drafts of posts"),
        lambda person: BegunPost.objects.filter(user=person),
        ("text", "audience", "room__name"),
        text="text",
    ),
    Part(
        "begun-post-pictures",
        _("Pictures of your drafts"),
        lambda person: BegunPicture.objects.filter(begun__user=person),
        ("place", "picture__name", "alt"),
        text="picture__name",
    ),
    Part(
        "comments",
        _("Comments"),
        lambda person: Comment.objects.filter(author=person, deleted_at=None),
        ("post_id", "text", "created_at", "edited_at"),
        text="text",
        at="created_at",
    ),
    Part(
        "likes",
        _("Likes"),
        lambda person: Like.objects.filter(user=person),
        ("post_id", "created_at"),
        text="post_id",
        at="created_at",
    ),
)
