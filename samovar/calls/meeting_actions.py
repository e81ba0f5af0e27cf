"""Planning meetings: plan, change, cancel, tell, remind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from samovar.accounts.models import User
from samovar.calls import meeting_queries, meeting_rules
from samovar.calls.meeting_mail import What
from samovar.calls.meeting_models import Invitee, Meeting
from samovar.calls.meeting_rules import Plan
from samovar.calls.meeting_telling import tell_invited
from samovar.calls.repeating import next_start
from samovar.core.limits import Limit
from samovar.notifications.actions import forget_told, notify
from samovar.people.queries import person_by_username
from samovar.rooms import actions as rooms
from samovar.rooms.actions.telling import changing
from samovar.rooms.models import Room

PLANS = Limit("calls.plans", 30, 3600)  # for each organiser, changes too
ADDRESSES = Limit("calls.addresses", 100, 24 * 3600)


def plan_meeting(*, actor: User, plan: Plan) -> Meeting:
    """Plan a meeting in a room of its own and invite to it. Invalid, TooMany."""
    first = meeting_rules.require_plan(plan)
    people, addresses = _found(actor, plan)
    _count(actor, addresses)
    with transaction.atomic():
        room = rooms.host_meeting(actor=actor, name=plan.title)
        meeting = Meeting(organiser=actor, room=room)
        _describe(meeting, plan, first)
        _invite(meeting, people, addresses)
        _tell(meeting, "invited", meeting_queries.invitees_of(meeting))
    return meeting


def change_meeting(*, actor: User, meeting_id: int, plan: Plan) -> Meeting:
    """Plan it otherwise; who is not invited any more is told so.

    NotFound, Denied, Conflict, Invalid, TooMany.
    """
    meeting = meeting_queries.meeting_for(viewer=actor, meeting_id=meeting_id)
    meeting_rules.require_organiser(meeting, actor)
    meeting_rules.require_ahead(meeting)
    first = meeting_rules.require_plan(plan)
    people, addresses = _found(actor, plan)
    with changing(meeting.room):
        # The room first, as who ends it does; then the meeting may be over already.
        Room.objects.select_for_update().get(pk=meeting.room_id)
        meeting = (
            Meeting.objects.select_related("organiser", "room")
            .select_for_update(of=("self",))
            .get(pk=meeting_id)
        )
        meeting_rules.require_ahead(meeting)
        before = list(meeting_queries.invitees_of(meeting))
        gone = [row for row in before if row.email not in addresses and row.user not in people]
        known = {row.user_id or row.email for row in before}
        _count(actor, [address for address in addresses if address not in known])
        meeting.sequence += 1
        _describe(meeting, plan, first)
        if meeting.title != meeting.room.name:
            rooms.rename_room(actor=actor, room_id=meeting.room_id, name=meeting.title)
        _tell(meeting, "cancelled", gone)
        Invitee.objects.filter(pk__in=[row.pk for row in gone]).delete()
        _invite(meeting, people, addresses)
        rows = meeting_queries.invitees_of(meeting)
        _tell(meeting, "changed", [row for row in rows if (row.user_id or row.email) in known])
        _tell(meeting, "invited", [row for row in rows if (row.user_id or row.email) not in known])
    return meeting


def cancel_meeting(*, actor: User, meeting_id: int) -> None:
    """It does not take place, nor any time after it; everybody is told. Twice does nothing.

    NotFound, Denied.
    """
    meeting = meeting_queries.meeting_for(viewer=actor, meeting_id=meeting_id)
    meeting_rules.require_organiser(meeting, actor)
    _cancel(meeting)


def end_with_room(*, room: Room) -> None:
    """What was to be in a room that has ended does not take place. Who may end it was asked before."""
    for meeting in Meeting.objects.filter(room=room, next_at__isnull=False).order_by("pk"):
        if meeting_queries.is_now(meeting) and _next(meeting, timezone.now()) is None:
            # Its last time, which only ends early.
            Meeting.objects.filter(pk=meeting.pk).update(next_at=None)
        else:
            _cancel(meeting)


@transaction.atomic
def _cancel(meeting: Meeting) -> None:
    changed = Meeting.objects.filter(pk=meeting.pk, cancelled_at=None).update(
        cancelled_at=timezone.now(), next_at=None, sequence=F("sequence") + 1
    )
    if changed:
        _tell(meeting, "cancelled", meeting_queries.invitees_of(meeting))


def remind(*, now: datetime | None = None) -> int:
    """Tell everybody of what begins within ten minutes; return of how many meetings."""
    due = meeting_queries.due_for_reminder(now or timezone.now())
    for meeting in due:
        told = Meeting.objects.filter(pk=meeting.pk, next_at=meeting.next_at).exclude(
            reminded_at=meeting.next_at
        )
        # Of several processes one alone tells.
        if told.update(reminded_at=meeting.next_at):
            _remind_of(meeting)
    return len(due)


def move_on(*, now: datetime | None = None) -> int:
    """What is over gives way to its next time, if there is one."""
    now = now or timezone.now()
    over = meeting_queries.past_their_time(now)
    for meeting in over:
        Meeting.objects.filter(pk=meeting.pk, next_at=meeting.next_at).update(
            next_at=_next(meeting, now - timedelta(minutes=meeting.minutes) + timedelta(seconds=1))
        )
    return len(over)


def part_people(*, one: User, other: User) -> None:
    """After a block neither is invited by the other, and nobody is told why."""
    between = Q(meeting__organiser=one, user=other) | Q(meeting__organiser=other, user=one)
    for row in Invitee.objects.select_related("user").filter(between).order_by("pk"):
        if row.user is not None:
            forget_told(actor=row.user, key=f"meeting:{row.meeting_id}")
    Invitee.objects.filter(between).delete()


def erase_person(*, person: User) -> None:
    """Delete what somebody planned, and where he was invited, by name or by address."""
    Meeting.objects.filter(organiser=person).delete()
    Invitee.objects.filter(Q(user=person) | Q(email__iexact=person.email)).delete()


def _describe(meeting: Meeting, plan: Plan, first: datetime) -> None:
    meeting.title, meeting.note = plan.title.strip(), plan.note.strip()
    meeting.starts_at, meeting.zone, meeting.minutes = first, plan.zone, plan.minutes
    meeting.repeat = plan.repeat
    meeting.until = plan.until if plan.repeat != Meeting.Repeat.NEVER else None
    meeting.next_at = _next(meeting, timezone.now() - timedelta(minutes=plan.minutes))
    meeting.save()


def _next(meeting: Meeting, after: datetime) -> datetime | None:
    return next_start(
        first=meeting.starts_at,
        zone=meeting.zone,
        repeat=meeting.repeat,
        until=meeting.until,
        after=after,
    )


def _found(actor: User, plan: Plan) -> tuple[list[User], list[str]]:
    """Return the people and the addresses of a plan, oneself left out. Invalid (field invited)."""
    addresses = [name.lower() for name in plan.invited if meeting_rules.is_address(name)]
    names = [name.removeprefix("@") for name in plan.invited if not meeting_rules.is_address(name)]
    people = {name: person_by_username(viewer=actor, username=name) for name in names}
    unknown = [name for name, person in people.items() if person is None]
    if unknown:
        raise meeting_rules.nobody_called(unknown)
    found = {person.pk: person for person in people.values() if person and person.pk != actor.pk}
    return list(found.values()), list(dict.fromkeys(addresses))


def _count(actor: User, addresses: list[str]) -> None:
    key = f"u:{actor.pk}"
    PLANS.take(key)
    for _address in addresses:
        ADDRESSES.take(key)


def _invite(meeting: Meeting, people: list[User], addresses: list[str]) -> None:
    for person in people:
        Invitee.objects.get_or_create(meeting=meeting, user=person)
    for address in addresses:
        Invitee.objects.get_or_create(meeting=meeting, email=address)


def _tell(meeting: Meeting, what: What, rows: Iterable[Invitee]) -> None:
    """Notifications and mails go out in the background, when this is stored."""
    found = list(rows)
    users = [row.user_id for row in found if row.user_id is not None]
    emails = [row.email for row in found if row.email]
    if found:
        transaction.on_commit(lambda: tell_invited.enqueue(meeting.pk, what, users, emails))


def _remind_of(meeting: Meeting) -> None:
    invited = [row.user for row in meeting_queries.invitees_of(meeting) if row.user is not None]
    for person in sorted([meeting.organiser, *invited], key=lambda one: f"u:{one.pk}"):
        notify(
            actor=None if person.pk == meeting.organiser_id else meeting.organiser,
            user=person,
            kind="meeting_soon",
            subject=meeting.title,
            target=f"/r/{meeting.room.code}/",
            key=f"meeting_soon:{meeting.pk}:{meeting.next_at:%Y%m%d%H%M}",
        )
