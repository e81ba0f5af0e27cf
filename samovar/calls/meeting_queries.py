"""What somebody may see of planned meetings. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from samovar.accounts.models import User
from samovar.calls.meeting_models import Invitee, Meeting
from samovar.core.errors import NotFound
from samovar.people.queries import blocked_ids

SHOWN = 30
REMINDS = timedelta(minutes=10)


@dataclass(frozen=True)
class Invited:
    """Somebody invited as the viewer sees it: a person, or for the organiser alone an address."""

    username: str
    name: str
    email: str


@dataclass(frozen=True)
class MeetingPage:
    """Meetings ahead, the next first; ``after`` is the id that leads on, None at the end."""

    meetings: list[Meeting]
    after: int | None


def meetings_for(*, viewer: User, after: int | None = None, limit: int = SHOWN) -> MeetingPage:
    """Return what the viewer planned or is invited to and is not over, the next first."""
    ahead = visible_to(viewer).filter(next_at__isnull=False)
    last = ahead.filter(pk=after).first() if after else None
    if last is not None:
        ahead = ahead.filter(Q(next_at__gt=last.next_at) | Q(next_at=last.next_at, pk__gt=last.pk))
    found = list(ahead.order_by("next_at", "pk")[: limit + 1])
    return MeetingPage(found[:limit], found[limit - 1].pk if len(found) > limit else None)


def meeting_for(*, viewer: User, meeting_id: int) -> Meeting:
    """Return a meeting the viewer planned or is invited to, also one that is over. NotFound."""
    found = visible_to(viewer).filter(pk=meeting_id).first()
    if found is None:
        raise NotFound(code="meeting_not_found")
    return found


def visible_to(viewer: User) -> QuerySet[Meeting]:
    """Meetings of one's own and those one is invited to, none of somebody in a block."""
    invited = Invitee.objects.filter(user=viewer).values("meeting_id")
    hidden = blocked_ids(viewer=viewer)
    return (
        Meeting.objects.select_related("organiser", "room")
        .filter(Q(organiser=viewer) | Q(pk__in=invited), room__closed_at=None)
        .exclude(organiser_id__in=hidden)
    )


def invited_for(*, viewer: User, meeting: Meeting) -> list[Invited]:
    """Return who is invited: nobody in a block with the viewer, addresses for the organiser alone."""
    rows = invitees_of(meeting).exclude(user_id__in=blocked_ids(viewer=viewer))
    if meeting.organiser_id != viewer.pk:
        rows = rows.filter(email="")
    return [
        Invited(
            row.user.username if row.user else "", row.user.full_name if row.user else row.email, row.email
        )
        for row in rows
    ]


def invitees_of(meeting: Meeting) -> QuerySet[Invitee]:
    """Everybody invited. For the actions."""
    return Invitee.objects.select_related("user").filter(meeting=meeting).order_by("pk")


def due_for_reminder(now: datetime) -> list[Meeting]:
    """Meetings that begin within ten minutes and of which nobody was reminded yet."""
    soon = Meeting.objects.select_related("organiser", "room").filter(
        next_at__gt=now, next_at__lte=now + REMINDS, room__closed_at=None
    )
    return [one for one in soon if one.reminded_at != one.next_at]


def past_their_time(now: datetime) -> list[Meeting]:
    """Meetings whose time may be over. For the actions: the length of each is its own."""
    begun = Meeting.objects.filter(next_at__isnull=False, next_at__lt=now)
    return [one for one in begun if one.next_at and one.next_at + timedelta(minutes=one.minutes) <= now]


def is_now(meeting: Meeting) -> bool:
    """Has it begun, and is it not over?"""
    return meeting.next_at is not None and meeting.next_at <= timezone.now()
