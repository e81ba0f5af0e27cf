"""What people take home of their calls."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.calls.meeting_models import Invitee, Meeting
from samovar.calls.models import CallParticipant

tell(
    Part(
        "calls",
        _("Calls you were in"),
        lambda person: CallParticipant.objects.filter(participant__user=person),
        ("call__room__name", "joined_at", "left_at"),
        text="call__room__name",
        at="joined_at",
    ),
    Part(
        "meetings",
        _("Meetings you planned"),
        lambda person: Meeting.objects.filter(organiser=person),
        ("title", "note", "starts_at", "minutes", "zone", "repeat", "until", "cancelled_at", "created_at"),
        text="title",
        at="starts_at",
    ),
    Part(
        "meeting-guests",
        _("Whom you invited to meetings"),
        lambda person: Invitee.objects.filter(meeting__organiser=person),
        ("meeting__title", "user__username", "email"),
        text="meeting__title",
    ),
    Part(
        "meetings-invited",
        _("Meetings you are invited to"),
        lambda person: Invitee.objects.filter(user=person),
        ("meeting__title", "meeting__organiser__username", "meeting__starts_at", "meeting__zone"),
        text="meeting__title",
        at="meeting__starts_at",
    ),
)
