"""Who is, or was, in the call of a room."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from samovar.calls.meeting_models import Invitee, Meeting

__all__ = ["Call", "CallParticipant", "Invitee", "MediaHook", "Meeting", "Ring"]


class Call(models.Model):
    """One call in one room, from the first who joins to the last who leaves.

    Its media go from browser to browser or over a room of the media server. ``generation`` counts how
    often that changed, also from one media server to another.
    """

    class Carrier(models.TextChoices):
        MESH = "mesh"
        SFU = "sfu"

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    carrier = models.CharField(max_length=4, choices=Carrier.choices, default=Carrier.MESH)
    generation = models.PositiveIntegerField(default=0)
    carried_at = models.DateTimeField(null=True, blank=True)
    # That of the room when the call began: whoever comes in has this key, so that all can hear each other.
    key_check = models.CharField(max_length=32, default="", blank=True)
    # The room of the media server and the address at which it was made; "" while it is a mesh.
    media_room = models.CharField(max_length=40, default="", blank=True)
    media_url = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room"], name="one_running_call", condition=models.Q(ended_at=None)
            )
        ]
        indexes: ClassVar = [models.Index(fields=["media_room"], name="call_media_room")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class CallParticipant(models.Model):
    """One presence in a call. ``peer`` is the address signalling is sent to: one per tab that joined.

    ``seen_at`` is kept fresh by the process that has the socket, so that after a crash it is known
    who is gone for good.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    peer = models.CharField(max_length=36)
    microphone = models.BooleanField(default=False)
    camera = models.BooleanField(default=False)
    screen = models.BooleanField(default=False)
    # Since when the hand is up.
    hand_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    # A host only because none of the room's own is in the call.
    stands_in = models.BooleanField(default=False)
    # His line broke; he may come back, and until then the media server keeps what it has of him.
    lost = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "participant"], name="in_a_call_once", condition=models.Q(left_at=None)
            ),
            models.UniqueConstraint(fields=["peer"], name="peer_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} in call {self.call_id}"


class Ring(models.Model):
    """``caller`` wants ``callee`` in the call of ``room``; at most one rings between the two at a time."""

    class State(models.TextChoices):
        RINGING = "ringing"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        BUSY = "busy"
        MISSED = "missed"
        CANCELLED = "cancelled"

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    callee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.RINGING)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "caller", "callee"],
                name="rings_once",
                condition=models.Q(state="ringing"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["callee"], name="ringing_at", condition=models.Q(state="ringing"))
        ]

    def __str__(self) -> str:
        return f"ring {self.pk} at {self.callee_id}"


class MediaHook(models.Model):
    """An event of the media server that was taken, so that one told again changes nothing."""

    event = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.event
