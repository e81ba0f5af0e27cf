"""A room is a place with a chat, a call and a board in it; a participant is whoever can be there."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from samovar.core.text import fold_name

_LETTERS = "abcdefghijkmnpqrstuvwxyz"


def new_code() -> str:
    """Return an unguessable code ``abc-defg-hij`` (24 letters, 10 places: 45 bits)."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(10))
    return f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"


def new_word() -> str:
    """Return the unguessable word of a link (120 bits)."""
    return secrets.token_urlsafe(15)


class Room(models.Model):
    """A place to meet. ``name_key`` is set only while the name is taken: live and listed (C4)."""

    class Kind(models.TextChoices):
        GROUP = "group"
        OPEN = "open"
        MEETING = "meeting"
        DIRECT = "direct"

    class History(models.TextChoices):
        KEPT = "kept"
        OFF = "off"

    code = models.CharField(max_length=12, unique=True, default=new_code)
    name = models.CharField(max_length=100)
    name_key = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001 - many without
    # "5:9" of the one conversation of these two people: one also when both open it at once.
    direct_key = models.CharField(max_length=41, null=True, unique=True, editable=False)  # noqa: DJ001 - many without
    kind = models.CharField(max_length=8, choices=Kind.choices)
    history = models.CharField(max_length=4, choices=History.choices)
    listed = models.BooleanField(default=True)
    members_only = models.BooleanField(default=False)
    guests_allowed = models.BooleanField(default=False)
    waiting_room = models.BooleanField(default=False)
    # Nobody new comes in, not even by knocking.
    locked = models.BooleanField(default=False)
    # What only owner and hosts may do here: "microphone", "camera", "screen" in calls, "chat"; any of them.
    forbidden = models.JSONField(default=list, blank=True)
    # Tells whether somebody has the key of the encrypted calls here, which no server gets; "" for none.
    key_check = models.CharField(max_length=32, default="", blank=True)
    passcode_hash = models.CharField(max_length=128, blank=True)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_n = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["listed", "-id"], name="room_listed", condition=models.Q(closed_at=None))
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        named = self.listed and self.closed_at is None
        self.name_key = fold_name(self.name) if named else None
        super().save(*args, **kwargs)

    @property
    def kept(self) -> bool:
        return self.history == self.History.KEPT

    @property
    def stream(self) -> str:
        """The key of the room's stream; durable when kept, in memory when not."""
        return f"r:{self.pk}"


class GuestPass(models.Model):
    """Lets somebody without an account into one room, as long as its session lives (C7)."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    session = models.OneToOneField("accounts.Session", on_delete=models.CASCADE, related_name="+")
    display_name = models.CharField(max_length=80)
    # The recorder of the server looks on: it sends nothing, neither words nor media.
    watching = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"guest {self.pk}"


class Participant(models.Model):
    """A person or a guest pass: the sender, author and caller everywhere. Exactly one of both."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    guest = models.OneToOneField(GuestPass, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(user=None, guest__isnull=False) | models.Q(user__isnull=False, guest=None),
                name="person_or_guest",
            )
        ]

    def __str__(self) -> str:
        return self.stream

    @property
    def stream(self) -> str:
        """The key of the stream that only this participant receives."""
        return f"u:{self.user_id}" if self.user_id else f"g:{self.guest_id}"


class Membership(models.Model):
    """``participant`` belongs to ``room``. ``read_n`` is the number of the last message read."""

    class Role(models.TextChoices):
        OWNER = "owner"
        HOST = "host"
        MEMBER = "member"
        GUEST = "guest"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    display_name = models.CharField(max_length=80, blank=True)
    read_n = models.BigIntegerField(default=0)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "participant"], name="member_once")]
        indexes: ClassVar = [models.Index(fields=["participant", "room"], name="rooms_of_participant")]

    def __str__(self) -> str:
        return f"{self.participant_id} in {self.room_id}"


class Invitation(models.Model):
    """``user`` may enter ``room`` without its passcode, also when it is for members only."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "user"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.user_id} invited to {self.room_id}"


class InviteLink(models.Model):
    """Whoever has the address ``/i/<word>/`` may enter ``room`` as a member, until it ends or was used up.

    ``ends_at`` and ``most_uses`` are None for no limit.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    creator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=32, unique=True, default=new_word)
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(most_uses=None) | models.Q(uses__lte=models.F("most_uses")),
                name="link_not_overused",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["room", "-id"], name="links_of_room")]

    def __str__(self) -> str:
        return f"link {self.pk} to {self.room_id}"


class Ban(models.Model):
    """``participant`` may not come back. A guest is known again by the address and browser of his pass."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "participant"], name="banned_once")]

    def __str__(self) -> str:
        return f"{self.participant_id} banned from {self.room_id}"


class Knock(models.Model):
    """Somebody waits before a room for a host to let him in.

    ``secret_hash`` is the SHA-256 of what only the waiting browser has; the public id opens nothing.
    ``seen_at`` is kept fresh by the waiting page, so that who went away does not stay in the queue.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ADMITTED = "admitted"
        DENIED = "denied"
        USED = "used"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    display_name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["room", "id"], name="knocks_waiting", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"knock {self.pk} at {self.room_id}"
