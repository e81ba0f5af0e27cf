"""What is planned: a meeting ahead and who is invited to it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Meeting(models.Model):
    """A meeting ahead, once or again and again, in a room of its own.

    ``starts_at`` is the first time; it repeats by the clock of ``zone``, until the end of the day ``until``
    there. ``next_at`` is the time that runs or comes next, None when there is none any more. ``sequence``
    counts the changes, as calendars want it. ``reminded_at`` is the time of which everybody was reminded.
    """

    class Repeat(models.TextChoices):
        NEVER = "never"
        DAILY = "daily"
        WEEKDAYS = "weekdays"
        WEEKLY = "weekly"
        FORTNIGHTLY = "fortnightly"
        MONTHLY = "monthly"

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    room = models.ForeignKey("rooms.Room", on_delete=models.CASCADE, related_name="+")
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=100)
    note = models.TextField(max_length=2000, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=64)
    repeat = models.CharField(max_length=11, choices=Repeat.choices, default=Repeat.NEVER)
    until = models.DateField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], name="meetings_ahead", condition=models.Q(next_at__isnull=False)
            ),
            models.Index(fields=["organiser", "next_at"], name="meetings_of_organiser"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Invitee(models.Model):
    """A person or an address that is invited to a meeting. Exactly one of both."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(email=""), name="invited_person_or_address"
            ),
            models.UniqueConstraint(
                fields=["meeting", "user"], name="person_invited_once", condition=models.Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                name="address_invited_once",
                condition=models.Q(user__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"invitee {self.pk} of {self.meeting_id}"
