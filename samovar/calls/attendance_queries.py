"""Who was in the calls of a room, from when to when. Nothing here writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samovar.accounts.models import User
from samovar.calls.models import CallParticipant
from samovar.rooms.models import Membership
from samovar.rooms.rules import require_host

MOST = 10_000  # rows, the newest
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Attendance:
    """One stay in a call; ``went`` is None while it lasts. ``username`` is "" for a guest."""

    began: datetime
    name: str
    username: str
    came: datetime
    went: datetime | None


def attendance_for(*, viewer: User, room_id: int) -> list[Attendance]:
    """Return who was in the calls of a room, the newest first. NotFound, Denied (``not_host``)."""
    require_host(viewer, room_id)
    found = CallParticipant.objects.select_related("call", "participant__user", "participant__guest")
    places = list(found.filter(call__room_id=room_id).order_by("-pk")[:MOST])
    names = dict(
        Membership.objects.filter(room_id=room_id)
        .exclude(display_name="")
        .values_list("participant_id", "display_name")
    )
    return [_stay(place, names.get(place.participant_id, "")) for place in places]


def as_csv(stays: Iterable[Attendance]) -> str:
    """Write the list as a table for spreadsheets; moments are UTC, ISO 8601."""
    out = io.StringIO()
    # Spreadsheets know by this mark that it is UTF-8.
    out.write("\ufeff")
    table = csv.writer(out)
    table.writerow([_("Call began"), _("Participant"), _("Username"), _("Came"), _("Went"), _("Minutes")])
    for stay in stays:
        table.writerow(
            [
                _moment(stay.began),
                harmless(stay.name),
                harmless(stay.username),
                _moment(stay.came),
                _moment(stay.went),
                _minutes(stay),
            ]
        )
    return out.getvalue()


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet computes."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _stay(place: CallParticipant, name: str) -> Attendance:
    user, guest = place.participant.user, place.participant.guest
    own = user.full_name if user else guest.display_name if guest else ""
    return Attendance(
        began=place.call.started_at,
        name=name or own,
        username=user.username if user else "",
        came=place.joined_at,
        went=place.left_at,
    )


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%SZ") if at else ""


def _minutes(stay: Attendance) -> str:
    return str(round((stay.went - stay.came).total_seconds() / 60)) if stay.went else ""
