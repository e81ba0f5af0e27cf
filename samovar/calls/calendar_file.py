"""A meeting as calendars read it (RFC 5545, RFC 5546)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Alarm, Calendar, Event, vCalAddress, vRecur

from samovar.calls.meeting_models import Meeting
from samovar.calls.repeating import RULES

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
REMINDS = timedelta(minutes=10)


def link_of(meeting: Meeting) -> str:
    """Return the address under which everybody meets."""
    return f"{settings.SITE_URL}/r/{meeting.room.code}/"


def calendar_file(meeting: Meeting, *, method: Method, attendee: str = "") -> bytes:
    """Return the ``.ics``; ``attendee`` is the address it goes to, and nobody else's stands in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samovar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(meeting, method, attendee))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, method: Method, attendee: str) -> Event:
    zone = ZoneInfo(meeting.zone)
    begin = meeting.starts_at.astimezone(zone)
    event = Event()
    event.add("uid", f"{meeting.uid}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=meeting.minutes))
    event.add("location", link_of(meeting))
    event.add("url", link_of(meeting))
    event.add("description", "\n\n".join(part for part in (meeting.note, link_of(meeting)) if part))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if meeting.repeat in RULES:
        event.add("rrule", _rule(meeting, zone))
    _address(event, meeting, attendee)
    if method != "CANCEL":
        event.add_component(_alarm(meeting))
    return event


def _rule(meeting: Meeting, zone: ZoneInfo) -> vRecur:
    rule = vRecur(vRecur.from_ical(RULES[meeting.repeat]))
    if meeting.until is not None:
        # With a zone at the start the end is told in UTC.
        rule["UNTIL"] = datetime.combine(meeting.until, time(23, 59, 59), zone).astimezone(UTC)
    return rule


def _address(event: Event, meeting: Meeting, attendee: str) -> None:
    """Answers would go to the installation, which nobody reads; the organiser's own address is his."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    organiser = vCalAddress(f"mailto:{sender}")
    organiser.params["CN"] = meeting.organiser.full_name
    event.add("organizer", organiser)
    if attendee:
        invited = vCalAddress(f"mailto:{attendee}")
        invited.params["RSVP"] = "FALSE"
        event.add("attendee", invited)


def _alarm(meeting: Meeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", meeting.title)
    alarm.add("trigger", -REMINDS)
    return alarm
