"""The log that realtime delivery reads from. The database is the truth; what travels is a hint."""

from __future__ import annotations

from django.db import models


class Stream(models.Model):
    """One ordered, contiguous log: ``r:<room>``, ``u:<user>`` or ``g:<guest pass>``.

    ``seq`` is the sequence of the last event and is taken under this row's lock, in the
    transaction that stores the event, so commit order is sequence order without holes.
    ``epoch`` changes when a backup was restored: positions of another epoch mean nothing.
    """

    key = models.CharField(max_length=64, primary_key=True)
    epoch = models.CharField(max_length=16)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}@{self.seq}"


class StreamEvent(models.Model):
    """One stored event, exactly as it is told: ``{"s": stream, "q": seq, "e": name, "d": data}``."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="+")
    seq = models.BigIntegerField()
    name = models.CharField(max_length=64)
    data = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="one_event_per_seq")]
        indexes = [models.Index(fields=["at"], name="stream_event_at")]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.name}"


class Receipt(models.Model):
    """What was answered to a write that carried a key, so that sending it twice counts once.

    ``sender`` is the stream key of who sent it (``u:5``, ``g:3``), ``key`` the client id,
    ``digest`` the SHA-256 of the body, ``answer`` what the first sending was answered.
    """

    sender = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sender", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"], name="receipt_at")]

    def __str__(self) -> str:
        return f"{self.sender} {self.key}"


class Periodic(models.Model):
    """When a periodic job is due, and who has it in hand: ``lease`` until ``leased_until``."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=16, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at:%F %T}"
