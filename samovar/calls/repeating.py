"""When a meeting that repeats takes place. Pure: knows no database and no calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

RULES = {
    "daily": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
}
# The clock of a zone is put back by an hour or two at most, so that an hour comes twice.
PUT_BACK = timedelta(hours=2)
LOOKED_AT = 6


def next_start(
    *, first: datetime, zone: str, repeat: str, until: date | None, after: datetime
) -> datetime | None:
    """Return the first start not before ``after``, in UTC; None when there is none.

    It repeats by the clock of its zone: at ten there, in summer and in winter. The first time is always one.
    """
    if first >= after:
        return first.astimezone(UTC)
    if repeat not in RULES:
        return None
    tz = ZoneInfo(zone)
    rule = rrulestr(RULES[repeat], dtstart=first.astimezone(tz).replace(tzinfo=None))
    since = after.astimezone(tz).replace(tzinfo=None) - PUT_BACK
    for local in rule.xafter(since, count=LOOKED_AT, inc=True):
        if until is not None and local.date() > until:
            return None
        at = local.replace(tzinfo=tz).astimezone(UTC)
        if at >= after:
            return at
    return None
