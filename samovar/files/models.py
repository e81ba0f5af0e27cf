"""What is kept of uploaded pictures; the bytes lie in the storage under the same random name."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_name() -> str:
    """Return an unguessable name of 22 letters, digits, - and _."""
    return secrets.token_urlsafe(16)


class Picture(models.Model):
    """One picture, re-encoded in several sizes. Who may see it is what its owner says.

    ``owner_kind`` and ``owner_id`` name what it belongs to ("post" 7, "face" of person 5). Until it
    belongs to something only its uploader sees it, and it is swept away after a day.
    ``sides`` are the longest sides of the sizes kept, ``width`` and ``height`` those of the largest.
    """

    name = models.CharField(max_length=40, unique=True, default=new_name)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_kind = models.CharField(max_length=16, blank=True)
    owner_id = models.BigIntegerField(null=True, blank=True)
    sides = models.JSONField(default=list)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner_kind", "owner_id"], name="pictures_of_owner"),
            models.Index(
                fields=["created_at"], name="pictures_without_owner", condition=models.Q(owner_kind="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def path(self, side: int) -> str:
        """Return where the storage keeps the size with that longest side."""
        return f"pictures/{self.name[:2]}/{self.name}/{side}.webp"

    @property
    def largest(self) -> int:
        return max(self.sides, default=0)


class Upload(models.Model):
    """A file on its way (``coming``) or whole (``ready``), of a person or of a guest (by the id of the pass).

    ``name`` is its public id. ``holder_kind`` and ``holder_id`` name what it was sent with ("message" 7,
    "ring" of the room 5); without one only its uploader knows of it, and it is swept after a day.
    ``file_name``, ``content_type`` and ``kind`` are what the server found, not what a browser said.
    ``size`` is in bytes; of a picture, once it is ready, of all its sizes together. ``duration`` is in ms,
    ``waveform`` up to 128 numbers from 0 to 100.
    """

    class State(models.TextChoices):
        COMING = "coming"
        READY = "ready"

    class Kind(models.TextChoices):
        PICTURE = "picture"
        VIDEO = "video"
        SOUND = "sound"
        VOICE = "voice"
        FILE = "file"

    name = models.CharField(max_length=40, unique=True, default=new_name)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    guest_id = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.COMING)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.FILE)
    content_type = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=100, blank=True)
    sides = models.JSONField(default=list)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    duration = models.PositiveIntegerField(null=True, blank=True)
    waveform = models.JSONField(default=list)
    alt = models.CharField(max_length=500, blank=True)
    holder_kind = models.CharField(max_length=16, blank=True)
    holder_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(uploader=None, guest_id__isnull=False)
                | models.Q(uploader__isnull=False, guest_id=None),
                name="upload_of_person_or_guest",
            ),
            models.CheckConstraint(
                condition=models.Q(received__gte=0, received__lte=models.F("size")),
                name="upload_received_at_most_size",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["holder_kind", "holder_id"], name="uploads_of_holder"),
            models.Index(
                fields=["touched_at"], name="uploads_without_holder", condition=models.Q(holder_kind="")
            ),
            models.Index(
                fields=["guest_id"], name="uploads_of_guest", condition=models.Q(guest_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Return where the storage keeps all that belongs to this upload."""
        return f"uploads/{self.name[:2]}/{self.name}"


class Piece(models.Model):
    """Some bytes of an upload that is coming, from the byte ``start`` on; they lie at ``path``."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="+")
    start = models.BigIntegerField()
    path = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "start"], name="one_piece_per_start")
        ]

    def __str__(self) -> str:
        return self.path
