"""Meetings planned ahead: when they take place, who is told, who sees them, what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from samovar.accounts import actions as accounts
from samovar.calls import meeting_actions, meeting_queries
from samovar.calls.meeting_models import Invitee, Meeting
from samovar.calls.meeting_rules import Plan, require_plan, split_invited
from samovar.calls.repeating import next_start
from samovar.core.errors import Conflict, Denied, Invalid, NotFound, TooMany
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.rooms.actions import delete_room
from samovar.rooms.models import Room
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
People = Callable[..., Any]
BERLIN = "Europe/Berlin"


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    """What is told in the background is told at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def in_days(days: int, hour: int = 10) -> datetime:
    day = timezone.now().date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - by the clock of the plan's zone


def plan(**more: Any) -> Plan:
    given: dict[str, Any] = {"title": "Tea", "starts": in_days(3), "zone": BERLIN, "minutes": 45}
    return Plan(**{**given, **more})


def kinds(person: Any) -> list[str]:
    return list(Notification.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))


def ics(message: Any) -> Any:
    """Return the calendar of a mail."""
    [(name, content, kind)] = message.attachments
    assert (name, kind.split(";")[0]) == ("meeting.ics", "text/calendar")
    return Calendar.from_ical(content)


def event_of(calendar: Any) -> Any:
    return calendar.walk("VEVENT")[0]


def test_it_repeats_by_the_clock_of_its_zone_also_over_the_change_to_winter() -> None:
    first = datetime(2026, 10, 19, 10, 0, tzinfo=ZoneInfo(BERLIN))
    when: dict[str, Any] = {"first": first, "zone": BERLIN, "repeat": "weekly", "until": None}
    summer = next_start(**when, after=datetime(2026, 10, 19, 9, 0, tzinfo=UTC))
    assert summer == datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
    assert next_start(**when, after=datetime(2026, 10, 19, 8, 0, tzinfo=UTC)) == first
    weekdays: dict[str, Any] = {
        **when,
        "repeat": "weekdays",
        "first": datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    }
    assert next_start(**weekdays, after=datetime(2026, 11, 21, 0, 0, tzinfo=UTC)) == datetime(
        2026, 11, 23, 9, 0, tzinfo=UTC
    )
    ends: dict[str, Any] = {**when, "until": date(2026, 10, 27)}
    assert next_start(**ends, after=datetime(2026, 10, 27, 0, 0, tzinfo=UTC)) is None
    once: dict[str, Any] = {**when, "repeat": "never"}
    assert next_start(**once, after=first + timedelta(seconds=1)) is None


def test_names_and_addresses_are_taken_from_what_is_typed() -> None:
    typed = "bob, @charlie; dora@example.org،bob\n علی"
    assert split_invited(typed) == ("bob", "@charlie", "dora@example.org", "علی")


def test_the_invited_get_a_notification_and_a_mail_with_a_file_for_their_calendar(person: People) -> None:
    alice, bob = person("alice", first_name="Alice"), person("bob", language="ru")
    starts = in_days(3)  # asked once: midnight may pass before it is compared
    invited = ("bob", "guest@example.com")
    wish = plan(starts=starts, repeat="weekly", until=in_days(30).date(), invited=invited)
    made = meeting_actions.plan_meeting(actor=alice, plan=wish)
    assert made.room.kind == "meeting"
    assert made.room.name == "Tea"
    assert kinds(bob) == ["meeting"]
    assert kinds(alice) == []
    to = {message.to[0]: message for message in mail.outbox}
    assert sorted(to) == ["bob@example.org", "guest@example.com"]
    assert to["bob@example.org"].subject == "Приглашение: Tea"
    assert f"/r/{made.room.code}/" in to["guest@example.com"].body
    calendar = ics(to["guest@example.com"])
    event = event_of(calendar)
    assert calendar["METHOD"] == "REQUEST"
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].dt.isoformat().startswith(starts.isoformat())
    assert event["DTSTART"].params["TZID"] == BERLIN
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert event["RRULE"]["UNTIL"][0].tzinfo is not None
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == [BERLIN]
    text = calendar.to_ical().decode()
    # Nobody learns another's address from his file.
    assert "bob@example.org" not in text
    assert alice.email not in text


def test_a_change_reaches_the_calendars_and_who_is_left_out_is_told(person: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("bob",)))
    mail.outbox.clear()
    meeting_actions.change_meeting(
        actor=alice, meeting_id=made.pk, plan=plan(title="Coffee", invited=("@charlie",))
    )
    to = {message.to[0]: ics(message) for message in mail.outbox}
    assert to[bob.email]["METHOD"] == "CANCEL"
    assert to[charlie.email]["METHOD"] == "REQUEST"
    assert {event_of(calendar)["SEQUENCE"] for calendar in to.values()} == {1}
    assert {event_of(calendar)["UID"] for calendar in to.values()} == {event_of(to[bob.email])["UID"]}
    assert kinds(bob) == ["meeting_cancelled"]
    made.room.refresh_from_db()
    assert made.room.name == "Coffee"
    with pytest.raises(NotFound):
        meeting_queries.meeting_for(viewer=bob, meeting_id=made.pk)
    mail.outbox.clear()
    meeting_actions.cancel_meeting(actor=alice, meeting_id=made.pk)
    meeting_actions.cancel_meeting(actor=alice, meeting_id=made.pk)
    [last] = mail.outbox
    assert (last.to, event_of(ics(last))["STATUS"], event_of(ics(last))["SEQUENCE"]) == (
        [charlie.email],
        "CANCELLED",
        2,
    )
    assert meeting_queries.meetings_for(viewer=charlie).meetings == []
    with pytest.raises(Conflict):
        meeting_actions.change_meeting(actor=alice, meeting_id=made.pk, plan=plan())


def test_everybody_is_reminded_once_of_each_time(person: People) -> None:
    alice, bob = person("alice"), person("bob")
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(repeat="daily", invited=("bob",)))
    first = made.next_at
    assert first is not None
    # By the clock of its zone, which may be put back or forward in the night between.
    second = (first.astimezone(ZoneInfo(BERLIN)) + timedelta(days=1)).astimezone(UTC)
    assert meeting_actions.remind(now=first - timedelta(minutes=11)) == 0
    for minutes in (9, 8):
        meeting_actions.remind(now=first - timedelta(minutes=minutes))
    assert kinds(bob) == ["meeting", "meeting_soon"]
    assert kinds(alice) == ["meeting_soon"]
    meeting_actions.move_on(now=first + timedelta(minutes=44))
    made.refresh_from_db()
    assert made.next_at == first
    meeting_actions.move_on(now=first + timedelta(minutes=46))
    made.refresh_from_db()
    assert made.next_at == second
    meeting_actions.remind(now=second - timedelta(minutes=5))
    assert kinds(bob) == ["meeting", "meeting_soon", "meeting_soon"]


def test_with_its_room_a_meeting_is_cancelled_and_nobody_is_reminded(person: People) -> None:
    alice, bob = person("alice"), person("bob")
    invited = ("bob", "carl@example.org")
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(repeat="weekly", invited=invited))
    first = made.next_at
    assert first is not None
    mail.outbox.clear()
    delete_room(actor=alice, room_id=made.room_id)
    made.refresh_from_db()
    assert (made.next_at, made.sequence) == (None, 1)
    assert made.cancelled_at is not None
    assert kinds(bob) == ["meeting_cancelled"]
    assert sorted(message.to[0] for message in mail.outbox) == sorted([bob.email, "carl@example.org"])
    assert {str(ics(message)["METHOD"]) for message in mail.outbox} == {"CANCEL"}
    assert meeting_actions.remind(now=first - timedelta(minutes=5)) == 0


def test_a_meeting_whose_room_ends_while_it_takes_place_for_the_last_time_is_over(person: People) -> None:
    alice, bob = person("alice"), person("bob")
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("bob",)))
    began = timezone.now() - timedelta(minutes=5)
    Meeting.objects.filter(pk=made.pk).update(starts_at=began, next_at=began)
    delete_room(actor=alice, room_id=made.room_id)
    made.refresh_from_db()
    assert (made.next_at, made.cancelled_at) == (None, None)
    assert kinds(bob) == ["meeting"]


def test_of_a_meeting_that_outlived_its_room_nobody_is_reminded(person: People) -> None:
    made = meeting_actions.plan_meeting(actor=person("alice"), plan=plan(repeat="weekly"))
    assert made.next_at is not None
    Room.objects.filter(pk=made.room_id).update(closed_at=timezone.now())
    assert meeting_actions.remind(now=made.next_at - timedelta(minutes=5)) == 0


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 101}),
        ("note", {"note": "x" * 2001}),
        ("starts", {"starts": None}),
        ("starts", {"starts": datetime(2020, 1, 1, 10)}),  # noqa: DTZ001
        ("starts", {"starts": datetime(2999, 1, 1, 10)}),  # noqa: DTZ001
        ("zone", {"zone": "Mars/Olympus"}),
        ("zone", {"zone": "../../etc/passwd"}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 1441}),
        ("repeat", {"repeat": "hourly"}),
        ("until", {"repeat": "daily", "until": date(2020, 1, 1)}),
        ("invited", {"invited": ("nobody-of-this-name",)}),
        ("invited", {"invited": ("no address@",)}),
        ("invited", {"invited": tuple(f"a{n}@example.org" for n in range(21))}),
    ],
)
def test_each_wrong_field_is_named_and_nothing_is_stored(
    field: str, wrong: dict[str, Any], person: People
) -> None:
    with pytest.raises(Invalid) as refused:
        meeting_actions.plan_meeting(actor=person("alice"), plan=plan(**wrong))
    assert list(refused.value.fields) == [field]
    assert not Meeting.objects.exists()
    assert mail.outbox == []


def test_over_a_block_nobody_is_invited_and_a_block_ends_invitations(person: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    block_person(actor=charlie, username="alice")
    with pytest.raises(Invalid):
        meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("charlie",)))
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("bob",)))
    assert [one.pk for one in meeting_queries.meetings_for(viewer=bob).meetings] == [made.pk]
    block_person(actor=bob, username="alice")
    assert meeting_queries.meetings_for(viewer=bob).meetings == []
    assert not Invitee.objects.exists()
    assert kinds(bob) == []
    with pytest.raises(NotFound):
        meeting_queries.meeting_for(viewer=bob, meeting_id=made.pk)


def test_two_invited_who_block_each_other_do_not_see_each_other_in_it(person: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    made = meeting_actions.plan_meeting(
        actor=alice, plan=plan(invited=("bob", "charlie", "guest@example.com"))
    )
    block_person(actor=bob, username="charlie")
    seen = {
        viewer.username: [one.name for one in meeting_queries.invited_for(viewer=viewer, meeting=made)]
        for viewer in (alice, bob, charlie)
    }
    assert seen == {
        "alice": [bob.full_name, charlie.full_name, "guest@example.com"],
        "bob": [bob.full_name],
        "charlie": [charlie.full_name],
    }


def test_only_who_planned_it_changes_it_and_strangers_see_nothing(person: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    made = meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("bob",)))
    for act in (
        lambda actor: meeting_actions.change_meeting(actor=actor, meeting_id=made.pk, plan=plan()),
        lambda actor: meeting_actions.cancel_meeting(actor=actor, meeting_id=made.pk),
    ):
        with pytest.raises(Denied):
            act(bob)
        with pytest.raises(NotFound):
            act(charlie)


def test_nobody_mails_the_whole_world(person: People) -> None:
    alice = person("alice")

    def invite(turn: int) -> None:
        addresses = tuple(f"a{turn}-{n}@example.org" for n in range(20))
        meeting_actions.plan_meeting(actor=alice, plan=plan(invited=addresses))

    for turn in range(5):
        invite(turn)
    with pytest.raises(TooMany):
        invite(5)


def test_pages_follow_by_the_next_time(person: People) -> None:
    alice = person("alice")
    made = [
        meeting_actions.plan_meeting(actor=alice, plan=plan(title=f"Tea {days}", starts=in_days(days)))
        for days in (5, 2, 4, 2)
    ]
    page = meeting_queries.meetings_for(viewer=alice, limit=3)
    rest = meeting_queries.meetings_for(viewer=alice, limit=3, after=page.after)
    assert [one.pk for one in [*page.meetings, *rest.meetings]] == [
        made[1].pk,
        made[3].pk,
        made[2].pk,
        made[0].pk,
    ]
    assert rest.after is None


def test_what_a_deleted_person_planned_is_gone_and_so_are_invitations_to_that_address(
    person: People,
) -> None:
    alice, bob = person("alice"), person("bob")
    meeting_actions.plan_meeting(actor=alice, plan=plan(invited=("bob",)))
    kept = meeting_actions.plan_meeting(actor=bob, plan=plan(invited=("alice", "alice@example.org")))
    accounts.delete_account(actor=alice, proof=accounts.Proof(PASSWORD), now=True)
    accounts.erase_due_accounts(actor=None)
    assert [one.pk for one in Meeting.objects.all()] == [kept.pk]
    assert not Invitee.objects.exists()


def test_it_is_planned_changed_and_cancelled_by_its_pages(person: People, browser_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    browser, other = browser_of(alice), browser_of(bob)
    form = {
        "title": "Tea",
        "day": in_days(3).date().isoformat(),
        "time": "10:00",
        "minutes": "45",
        "zone": BERLIN,
        "repeat": "weekly",
        "until": "",
        "invited": "bob",
        "note": "bring cups",
    }
    wrong = browser.post("/calls/meetings/new/", {**form, "day": "2020-01-01", "title": ""})
    assert wrong.status_code == 400
    assert "This moment has passed." in wrong.content.decode()
    assert "Give the meeting a title." in wrong.content.decode()
    answer = browser.post("/calls/meetings/new/", form, follow=True)
    [(address, _status)] = answer.redirect_chain
    page = other.get(address).content.decode()
    assert "bring cups" in page
    assert "Change the meeting" not in page
    assert "Tea" in other.get("/calls/meetings/upcoming/").content.decode()
    assert "Tea" in other.get("/calls/meetings/").content.decode()
    file = other.get(address.rstrip("/") + ".ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert b"METHOD:PUBLISH" in file.content
    assert 'value="10:00"' in browser.get(f"{address}change/").content.decode()
    browser.post(f"{address}change/", {**form, "title": "Coffee", "invited": "bob, carl@example.org"})
    assert "carl@example.org" in browser.get(address).content.decode()
    page = other.get(address).content.decode()
    assert "Coffee" in page
    assert "carl@example.org" not in page
    assert other.post(f"{address}cancel/").status_code == 403
    browser.post(f"{address}cancel/")
    assert "This meeting is cancelled." in other.get(address).content.decode()
    assert browser_of(person("charlie")).get(address).status_code == 404


@pytest.mark.parametrize(
    ("starts", "zone"),
    [
        (datetime(9999, 12, 31, 23, 59), "America/New_York"),  # noqa: DTZ001 - by the clock of the zone
        (datetime(1, 1, 1), "Asia/Tehran"),  # noqa: DTZ001
    ],
    ids=["the last minute", "the first minute"],
)
def test_the_ends_of_the_calendar_are_refused_like_any_other_day(starts: datetime, zone: str) -> None:
    with pytest.raises(Invalid) as refused:
        require_plan(plan(starts=starts, zone=zone, repeat="daily", until=date(9999, 12, 31)))
    assert {"starts"} <= set(refused.value.fields) <= {"starts", "until"}
