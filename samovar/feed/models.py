"""Posts, the pictures in them, who likes them and what is said under them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

TEXT_MAX = 5000  # characters of a post
COMMENT_MAX = 2000
ALT_MAX = 500
PICTURES_MAX = 10


class Post(models.Model):
    """What somebody tells everybody, or only followers.

    The counts hold exactly what a recount would give. ``mentions`` are pairs ``[user id, username key]``
    of whom the text names. A deleted post stays for a while, seen by nobody, so that it can be restored.
    """

    class Audience(models.TextChoices):
        EVERYBODY = "everybody"
        FOLLOWERS = "followers"

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    mentions = models.JSONField(default=list, blank=True)
    like_count = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Shared into it; its card is seen by who may see the room.
    room = models.ForeignKey("rooms.Room", null=True, on_delete=models.SET_NULL, related_name="+")
    # Taken from everybody but its author by staff.
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # With what hides it, so that the newest of somebody is found without reading any post.
            models.Index(
                fields=["author", "-id", "hidden_at"],
                name="shown_posts_of_author",
                condition=models.Q(deleted_at=None),
            ),
            models.Index(
                fields=["deleted_at"], name="posts_to_purge", condition=models.Q(deleted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"

    @property
    def version(self) -> str:
        """A sign of what it says now: another one after each change."""
        return (self.edited_at or self.created_at).isoformat()


class PostVersion(models.Model):
    """What a post said before it was edited, and to whom; ``at``: since when it had said so."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    audience = models.CharField(max_length=10, choices=Post.Audience.choices)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post", "-id"], name="versions_of_post")]

    def __str__(self) -> str:
        return f"post {self.post_id} as of {self.at}"


class PostPicture(models.Model):
    """One picture of a post, at its ``place`` in the order; ``alt`` says it to who cannot see it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    picture = models.OneToOneField("files.Picture", on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(max_length=ALT_MAX, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post", "place"], name="pictures_in_order")]

    def __str__(self) -> str:
        return f"picture {self.place} of post {self.post_id}"


class BegunPost(models.Model):
    """What somebody began to write and did not post, for all devices. ``rev`` grows with each change."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    text = models.TextField(max_length=TEXT_MAX, blank=True)
    audience = models.CharField(max_length=10, choices=Post.Audience.choices, default=Post.Audience.EVERYBODY)
    room = models.ForeignKey("rooms.Room", null=True, on_delete=models.SET_NULL, related_name="+")
    rev = models.BigIntegerField()

    def __str__(self) -> str:
        return f"post begun by {self.user_id}"


class BegunPicture(models.Model):
    """A picture chosen for a post that is not posted yet, at its ``place`` in the order."""

    begun = models.ForeignKey(BegunPost, on_delete=models.CASCADE, related_name="+")
    picture = models.OneToOneField("files.Picture", on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(max_length=ALT_MAX, blank=True)
    place = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"picture {self.place} of {self.begun_id}"


class PostTag(models.Model):
    """A post has this hashtag in its text; ``tag`` is its folded key."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    tag = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "post"], name="one_tag_per_post")]

    def __str__(self) -> str:
        return f"#{self.tag} in {self.post_id}"


class Like(models.Model):
    """``user`` likes ``post``."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "post"], name="one_like_per_person")]
        indexes: ClassVar = [
            models.Index(fields=["post", "-id"], name="likes_of_post"),
            models.Index(fields=["user", "-id"], name="likes_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.post_id}"


class Comment(models.Model):
    """Something said under a post, or in answer to another comment.

    ``path`` sorts a whole thread: the path of the comment answered, then the own id in 12 digits.
    A deleted comment is shown only as a place, while there are answers below it. For an hour it has its text,
    so that ``deleted_by`` can bring it back.
    ``hidden_at``: a block between its author and the post's took it from everybody (B19), or staff did
    (``moderated``).
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=60)
    text = models.TextField(max_length=COMMENT_MAX)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)
    moderated = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["post", "path"], name="comments_in_order"),
            models.Index(fields=["author", "-id"], name="comments_of_person"),
            models.Index(
                fields=["deleted_at"],
                name="comments_to_purge",
                condition=models.Q(deleted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def depth(self) -> int:
        """How many comments this one answers in a row: 0 for one on the post itself."""
        return len(self.path) // PATH_STEP - 1


PATH_STEP = 12  # digits of an id in a path
DEPTH_MAX = 4  # deeper answers stand beside the one they answer
