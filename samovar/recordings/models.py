"""What was recorded of a call: pieces as they came, the file made of them, and what happened meanwhile."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

NAME_MAX = 100


def new_folder() -> str:
    """Return an unguessable name of 22 letters, digits, - and _."""
    return secrets.token_urlsafe(16)


class Recording(models.Model):
    """One recording of a room's call. ``owner`` pressed Record; ``peer`` is the tab that records.

    ``running`` takes pieces; ``stopping`` waits for the last ones; ``finishing`` is being joined into one
    file; ``ready`` can be played; ``broken`` has pieces of which no file could be made. ``seen_at`` is when
    the recorder last gave a sign of life. ``trouble`` is what hosts are told of: ``quiet`` (no pieces come),
    ``quota`` and ``disk`` (it ended of them), ``later`` (its file waits for space). Times in the file are
    milliseconds.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        STOPPING = "stopping"
        FINISHING = "finishing"
        READY = "ready"
        BROKEN = "broken"

    class Trouble(models.TextChoices):
        NONE = ""
        QUIET = "quiet"
        QUOTA = "quota"
        DISK = "disk"
        LATER = "later"

    # Open rooms are forgotten some time after they ended.
    room = models.ForeignKey("rooms.Room", null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The pass of the headless recorder, when the server records by itself.
    recorder = models.ForeignKey("rooms.GuestPass", null=True, on_delete=models.SET_NULL, related_name="+")
    # Which process looks after the headless recorder, and until when nobody else does.
    lease = models.CharField(max_length=22, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    peer = models.CharField(max_length=36, blank=True)
    name = models.CharField(max_length=NAME_MAX)
    folder = models.CharField(max_length=22, unique=True, default=new_folder)
    state = models.CharField(max_length=9, choices=State.choices, default=State.RUNNING)
    trouble = models.CharField(max_length=5, choices=Trouble.choices, blank=True)
    shared_with_room = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_ms = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Hidden at once, removed a little later: until then it can be taken back.
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Of the pieces, and of the file.
    pieces_size = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    duration_ms = models.BigIntegerField(default=0)
    previews = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room"], name="one_running_recording", condition=models.Q(state="running")
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["room", "-id"], name="recordings_of_room"),
            models.Index(fields=["owner", "-id"], name="recordings_of_owner"),
            models.Index(
                fields=["state"],
                name="recordings_at_work",
                condition=models.Q(state__in=("running", "stopping", "finishing")),
            ),
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"

    @property
    def place(self) -> PurePosixPath:
        """Where its files lie, below the folder of uploads."""
        return PurePosixPath("recordings") / self.folder[:2] / self.folder


class Run(models.Model):
    """One start of the browser's recorder, with a header of its own; ``media_*``: where it is in the file."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    media_start_ms = models.BigIntegerField(default=0)
    media_ms = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "number"], name="run_of_recording_once")
        ]

    def __str__(self) -> str:
        return f"run {self.number} of {self.recording_id}"


class Piece(models.Model):
    """A few seconds of a run, as the recorder sent them; ``digest`` is SHA-256 in hexadecimal."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    run = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "run", "n"], name="piece_of_run_once")
        ]

    def __str__(self) -> str:
        return f"piece {self.run}/{self.n} of {self.recording_id}"


class Mark(models.Model):
    """Something that happened while it ran: chapters are made of these, and pauses found again."""

    class Kind(models.TextChoices):
        PAUSED = "paused"
        RESUMED = "resumed"
        JOINED = "joined"
        SCREEN = "screen"
        BOARD = "board"
        CAPTION = "caption"

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    participant = models.ForeignKey(
        "rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["recording", "at"], name="marks_of_recording")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.recording_id}"


class Stroke(models.Model):
    """What became of the board at a moment: elements as the editor has them; the first holds all."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    elements = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["recording", "at"], name="strokes_of_recording")]

    def __str__(self) -> str:
        return f"strokes in {self.recording_id}"


class Share(models.Model):
    """``user`` may see the recording too, as long as he is one of the room's people."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["recording", "user"], name="shared_once")]

    def __str__(self) -> str:
        return f"{self.recording_id} for {self.user_id}"
