"""Who may plan which meeting. Nothing here writes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.calls.meeting_models import Meeting
from samovar.core.errors import Conflict, Denied, Invalid, Text
from samovar.core.text import is_printed

TITLE_MAX = 100
NOTE_MAX = 2000
LONGEST = 24 * 60  # minutes
SHORTEST = 5
FARTHEST = timedelta(days=5 * 366)
MOST_INVITED = 100
MOST_ADDRESSES = 20
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)
_BETWEEN = re.compile(r"[\s,;،؛]+")


@dataclass(frozen=True)
class Plan:
    """A meeting as it is wished for.

    ``starts`` is by the clock of ``zone``, ``invited`` are usernames and addresses.
    """

    title: str
    starts: datetime | None
    zone: str
    minutes: int
    note: str = ""
    repeat: str = Meeting.Repeat.NEVER
    until: date | None = None
    invited: tuple[str, ...] = field(default=())


def split_invited(text: str) -> tuple[str, ...]:
    """Return the names and addresses in a text, each once, in order."""
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(text) if part))


def is_address(name: str) -> bool:
    """``bob@example.org`` is an address, ``@bob`` and ``bob`` are usernames."""
    return "@" in name.removeprefix("@")


def require_plan(plan: Plan) -> datetime:
    """Return when it begins first, in UTC. Invalid, with every field that is wrong."""
    wrong: dict[str, Text | None] = {
        "title": _wrong_title(plan.title),
        "note": _wrong_note(plan.note),
        "zone": None if plan.zone in available_timezones() else _("Choose a time zone."),
        "minutes": _wrong_minutes(plan.minutes),
        "repeat": None if plan.repeat in Meeting.Repeat.values else _("Choose how it repeats."),
        "invited": _wrong_invited(plan.invited),
    }
    first = None if wrong["zone"] or plan.starts is None else _in_utc(plan.starts, plan.zone)
    wrong["starts"] = None if wrong["zone"] else _wrong_start(first)
    wrong["until"] = _wrong_until(plan)
    fields = {name: [text] for name, text in wrong.items() if text is not None}
    if fields or first is None:
        raise Invalid(fields=fields)
    return first


def require_organiser(meeting: Meeting, actor: User) -> None:
    """Who is invited sees a meeting; who planned it alone changes it. Denied ``not_organiser``."""
    if meeting.organiser_id != actor.pk:
        raise Denied(_("Only who planned a meeting may change it."), code="not_organiser")


def require_ahead(meeting: Meeting) -> None:
    """Conflict (``meeting_over``) for one that is cancelled or over."""
    if meeting.cancelled_at is not None or meeting.next_at is None:
        raise Conflict(_("This meeting is over or cancelled. Plan a new one."), code="meeting_over")


def nobody_called(names: Iterable[str]) -> Invalid:
    """What is said of names that nobody has, or somebody in a block."""
    text = _("There is nobody called %(names)s.") % {"names": ", ".join(names)}
    return Invalid(fields={"invited": [text]})


def _in_utc(starts: datetime, zone: str) -> datetime:
    try:
        return starts.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except OverflowError:
        # The first or last day there is, which in UTC is none any more: refused as long ago or too far.
        return _FIRST if starts.year == 1 else _LAST


def _wrong_title(title: str) -> Text | None:
    if not title.strip():
        return _("Give the meeting a title.")
    if len(title.strip()) > TITLE_MAX:
        return _("A title has at most 100 characters.")
    return None if is_printed(title) else _("This title has characters that cannot be shown.")


def _wrong_note(note: str) -> Text | None:
    if len(note) > NOTE_MAX or "\x00" in note:
        return _("A note has at most 2,000 characters.")
    return None


def _wrong_minutes(minutes: int) -> Text | None:
    return None if SHORTEST <= minutes <= LONGEST else _("A meeting lasts 5 minutes to 24 hours.")


def _wrong_start(first: datetime | None) -> Text | None:
    if first is None:
        return _("Say when it begins.")
    now = timezone.now()
    if first < now - timedelta(minutes=1):
        return _("This moment has passed.")
    return _("This is too far ahead.") if first > now + FARTHEST else None


def _wrong_until(plan: Plan) -> Text | None:
    if plan.until is None or plan.starts is None or plan.repeat == Meeting.Repeat.NEVER:
        return None
    if plan.until < plan.starts.date():
        return _("It cannot end before it begins.")
    return _("This is too far ahead.") if plan.until - plan.starts.date() > FARTHEST else None


def _wrong_invited(invited: tuple[str, ...]) -> Text | None:
    addresses = [name for name in invited if is_address(name)]
    if len(invited) > MOST_INVITED or len(addresses) > MOST_ADDRESSES:
        return _("Invite at most 100 people, 20 of them by address.")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            return _("%(address)s is no address.") % {"address": address}
    return None
