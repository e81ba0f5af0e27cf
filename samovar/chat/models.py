"""What people wrote in rooms that keep their history. Unkept rooms never reach this table."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One message. ``n`` is contiguous in its room; ``cid`` is unique per sender for ever.

    A deleted one keeps its number and author, and nothing of what it said. ``thread`` is the message
    under which it stands; unless ``in_log`` it stands only there. ``forwarded_from``: who said it first.
    """

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    n = models.BigIntegerField()
    sender = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    cid = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    reply_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    thread = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    in_log = models.BooleanField(default=True)
    forwarded_from = models.ForeignKey(
        "rooms.Participant", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Ids of the participants it names; 0 is everybody in the room.
    mentions = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "n"], name="one_message_per_number"),
            models.UniqueConstraint(fields=["sender", "cid"], name="one_message_per_cid"),
        ]
        indexes = [
            models.Index(
                fields=["thread", "n"], name="thread_messages", condition=models.Q(thread__isnull=False)
            ),
            models.Index(
                fields=["forwarded_from"],
                name="forwarded_messages",
                condition=models.Q(forwarded_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}#{self.n}"


class Version(models.Model):
    """What a message said before it was edited; ``at``: since when it had said so."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} as of {self.at}"


class Reaction(models.Model):
    """``participant`` answered a message with an emoji."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "participant", "emoji"], name="one_reaction_each"),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} on {self.message_id}"


class Pin(models.Model):
    """A message that stands above the log of its room, since ``at``."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.message_id} pinned"


class Star(models.Model):
    """``participant`` put this message aside; nobody else sees it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "message"], name="starred_once")]

    def __str__(self) -> str:
        return f"{self.message_id} starred by {self.participant_id}"


class Following(models.Model):
    """``participant`` hears of what is written under ``message``; ``read_n``: up to where he has read it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    read_n = models.BigIntegerField(default=0)
    on = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "message"], name="thread_followed_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} follows {self.message_id}"


class Muting(models.Model):
    """``participant`` is told nothing of this room."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["participant", "room"], name="muted_once")]

    def __str__(self) -> str:
        return f"{self.room_id} muted by {self.participant_id}"


class Whisper(models.Model):
    """A message between two people in a kept room; shown behind the message number ``after``."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    after = models.BigIntegerField()
    sender = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    to = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    cid = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "cid"], name="one_whisper_per_cid"),
            models.CheckConstraint(condition=~models.Q(sender=models.F("to")), name="whisper_to_another"),
        ]
        indexes = [
            models.Index(fields=["room", "to", "after"], name="whispers_to"),
            models.Index(fields=["room", "sender", "after"], name="whispers_of"),
        ]

    def __str__(self) -> str:
        return f"whisper {self.pk} in {self.room_id}"


class Attachment(models.Model):
    """A file that was sent with a message, the one at ``place`` of several. One file may be in many."""

    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey("files.Upload", on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "upload"], name="one_attachment_each"),
        ]
        indexes = [models.Index(fields=["room", "id"], name="attachments_of_room")]

    def __str__(self) -> str:
        return f"file {self.upload_id} of {self.message_id}"


class Poll(models.Model):
    """A question to the room, asked by a message. ``options`` are texts; ``many``: several may be chosen.

    ``anonymous``: the votes are kept, so that each counts once, and nobody is told whose they are.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+", primary_key=True)
    question = models.CharField(max_length=300)
    options = models.JSONField()
    many = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"poll {self.message_id}"


class Vote(models.Model):
    """``participant`` chose an option of a poll: its place in ``options``, from 0."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey("rooms.Participant", on_delete=models.CASCADE, related_name="+")
    option = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "participant", "option"], name="one_vote_each"),
        ]

    def __str__(self) -> str:
        return f"vote {self.option} in {self.poll_id}"


class Begun(models.Model):
    """What a member began to write in a kept room and did not send. ``rev`` grows with each change."""

    membership = models.OneToOneField(
        "rooms.Membership", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    body = models.TextField()
    rev = models.BigIntegerField()

    def __str__(self) -> str:
        return f"begun in {self.membership_id}"


class Habit(models.Model):
    """How a person writes. ``enter_sends``: else Enter begins a line, and Ctrl+Enter sends."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    enter_sends = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"habits of {self.user_id}"
