"""What people report, and what staff did about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone


class Kind(models.TextChoices):
    """What can be reported."""

    PERSON = "person"
    POST = "post"
    COMMENT = "comment"
    MESSAGE = "message"
    ROOM = "room"


class Reason(models.TextChoices):
    """Why somebody reports."""

    SPAM = "spam"
    HARASSMENT = "harassment"
    VIOLENCE = "violence"
    SEXUAL = "sexual"
    ILLEGAL = "illegal"
    IMPERSONATION = "impersonation"
    OTHER = "other"


class Case(models.Model):
    """One thing that was reported: ``number`` is its id among its ``kind``.

    ``person`` made it, ``excerpt`` is what it said when it was first reported, ``address`` leads to it.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.BigIntegerField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    address = models.CharField(max_length=300, blank=True)
    excerpt = models.CharField(max_length=1000, blank=True)
    reports = models.PositiveIntegerField(default=0)
    hidden = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="one_open_case",
                condition=models.Q(decided_at=None),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="open_cases", condition=models.Q(decided_at=None)),
            models.Index(fields=["decided_at"], name="decided_cases"),
            models.Index(fields=["person"], name="cases_of_person"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Report(models.Model):
    """``reporter`` says what is wrong with the thing of ``case``; nobody but staff learns who."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=13, choices=Reason.choices)
    text = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "reporter"], name="one_report_each"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Notice(models.Model):
    """Staff told ``person`` that something was not right."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-id"], name="warnings_newest")]

    def __str__(self) -> str:
        return f"warning {self.pk}"


class Entry(models.Model):
    """One line of the audit trail: ``actor`` of the staff did this, to ``person`` or for ``case``."""

    class Verb(models.TextChoices):
        HID = "hid"
        SHOWED = "showed"
        WARNED = "warned"
        SUSPENDED = "suspended"
        LIFTED = "lifted"
        DISMISSED = "dismissed"
        LET_IN = "let_in"
        TURNED_AWAY = "turned_away"
        INVITED = "invited"
        UNINVITED = "uninvited"

    verb = models.CharField(max_length=11, choices=Verb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"
