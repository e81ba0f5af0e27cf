"""The shape of what REST takes and gives about planned meetings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers

from samovar.accounts.models import User
from samovar.calls.calendar_file import link_of
from samovar.calls.meeting_models import Meeting
from samovar.calls.meeting_queries import Invited
from samovar.calls.meeting_rules import Plan
from samovar.core.api import StrictIntegerField

LARGEST_ID = 2**63 - 1


class MeetingsIn(serializers.Serializer[Any]):
    """Where a page begins: the id of the last meeting of the page before."""

    after = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class PlanIn(serializers.Serializer[Any]):
    """A meeting as it is wished for. ``starts`` is ``2026-11-25T10:00`` by the clock of ``zone``."""

    title = serializers.CharField(max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=4000)
    starts = serializers.RegexField(r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$")
    zone = serializers.CharField(max_length=64)
    minutes = StrictIntegerField(min_value=1, max_value=10_000)
    repeat = serializers.ChoiceField(Meeting.Repeat.values, required=False, default="never")
    until = serializers.DateField(required=False, allow_null=True, default=None)
    invited = serializers.ListField(
        child=serializers.CharField(max_length=254), required=False, default=list, max_length=200
    )


class InvitedOut(serializers.Serializer[Any]):
    """A person, or for the organiser alone an address."""

    username = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    email = serializers.CharField(allow_null=True)


class MeetingOut(serializers.Serializer[Any]):
    """A meeting. ``next_at`` is the time that runs or comes next, null when none does; moments are UTC."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    note = serializers.CharField()
    starts_at = serializers.DateTimeField()
    next_at = serializers.DateTimeField(allow_null=True)
    minutes = serializers.IntegerField()
    zone = serializers.CharField()
    repeat = serializers.ChoiceField(Meeting.Repeat.values)
    until = serializers.DateField(allow_null=True)
    cancelled = serializers.BooleanField()
    organiser = serializers.CharField()
    mine = serializers.BooleanField()
    link = serializers.CharField()
    invited = InvitedOut(many=True)


def shown_meeting(meeting: Meeting, viewer: User, invited: list[Invited]) -> dict[str, Any]:
    """Return what ``MeetingOut`` shows."""
    columns = ("id", "title", "note", "starts_at", "next_at", "minutes", "zone", "repeat", "until")
    return {name: getattr(meeting, name) for name in columns} | {
        "cancelled": meeting.cancelled_at is not None,
        "organiser": meeting.organiser.username,
        "mine": meeting.organiser_id == viewer.pk,
        "link": link_of(meeting),
        "invited": [
            {"username": one.username or None, "name": one.name, "email": one.email or None}
            for one in invited
        ],
    }


def plan_of(given: dict[str, Any]) -> Plan:
    """Return the plan that validated input wishes for; a moment that is none is None."""
    try:
        starts = datetime.fromisoformat(given["starts"])
    except ValueError:
        starts = None
    return Plan(**{**given, "starts": starts, "invited": tuple(dict.fromkeys(given["invited"]))})
