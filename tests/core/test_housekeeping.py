"""Nothing that is kept grows for ever, and nothing goes that is still needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session as Cookie
from django.core.cache import cache
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from samovar.accounts.actions import forget_mails, forget_sessions
from samovar.accounts.mail import deliver_mail
from samovar.accounts.models import Mail, Session
from samovar.calls.models import Ring
from samovar.calls.ring_actions import forget_rings
from samovar.chat.actions import Draft, post_message, send_message
from samovar.chat.models import Message
from samovar.core import housekeeping, schedule
from samovar.core.caller import Caller
from samovar.core.errors import TooMany
from samovar.core.limits import Limit
from samovar.core.models import Receipt, Stream, StreamEvent
from samovar.operate import work
from samovar.rooms.actions import RoomDraft, Visitor, admit_guest, create_room, open_room_by_name
from samovar.rooms.actions.forgetting import forget_guests, forget_knocks, forget_open_rooms
from samovar.rooms.models import GuestPass, Knock, Room
from tests.support.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timedelta(days=365)


def test_every_keeper_is_in_the_schedule() -> None:
    assert {
        "accounts.forget_mails",
        "accounts.forget_sessions",
        "calls.forget_rings",
        "core.prune_keys",
        "core.prune_receipts",
        "core.prune_streams",
        "core.tidy_tasks",
        "files.sweep_orphans",
        "rooms.forget_guests",
        "rooms.forget_knocks",
        "rooms.forget_open_rooms",
    } <= set(schedule.names())


def events(key: str, amount: int, **age: Any) -> None:
    stream = Stream.objects.create(key=key, epoch="e1", seq=amount)
    StreamEvent.objects.bulk_create(
        StreamEvent(stream=stream, seq=seq, name="test.noted", data={}) for seq in range(1, amount + 1)
    )
    if age:
        StreamEvent.objects.filter(stream=stream).update(at=timezone.now() - timedelta(**age))


def test_old_events_and_those_far_behind_the_head_go() -> None:
    events("r:1", 2100)
    events("r:2", 3, days=31)
    events("r:3", 3, days=29)
    assert housekeeping.prune_events() == 103
    kept = StreamEvent.objects.filter(stream_id="r:1").order_by("seq").values_list("seq", flat=True)
    assert (kept[0], len(kept)) == (101, 2000)
    assert not StreamEvent.objects.filter(stream_id="r:2").exists()
    assert StreamEvent.objects.filter(stream_id="r:3").count() == 3
    assert Stream.objects.get(key="r:2").seq == 3, "its sequence goes on"


def test_a_client_id_counts_once_also_when_its_receipt_is_gone(person: Callable[..., Any]) -> None:
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="tea"))
    caller = Caller(key=f"u:{alice.pk}", session_id=0, user_id=alice.pk)
    draft = Draft(room_id=room.pk, cid="1", body="hello")
    first = post_message(actor=caller, draft=draft)
    Receipt.objects.all().delete()
    again = post_message(actor=caller, draft=draft)
    assert (again["id"], again["n"], again["at"]) == (first["id"], first["n"], first["at"])
    assert Message.objects.count() == 1
    assert post_message(actor=caller, draft=Draft(room_id=room.pk, cid="2", body="next"))["n"] == 2


def test_old_receipts_and_expired_cookies_go() -> None:
    for key, days in (("old", 31), ("new", 29)):
        Receipt.objects.create(sender="u:1", key=key, digest="", answer={})
        Receipt.objects.filter(key=key).update(at=timezone.now() - timedelta(days=days))
    Cookie.objects.create(session_key="gone", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Cookie.objects.create(session_key="live", session_data="", expire_date=timezone.now() + timedelta(days=1))
    assert housekeeping.prune_receipts() == 2
    assert Receipt.objects.get().key == "new"
    assert Cookie.objects.get().session_key == "live"


def test_a_thousand_keys_do_not_make_a_limit_forgotten_and_expired_ones_go() -> None:
    cache.clear()
    limit = Limit("test", 1, 600)
    limit.take("alice")
    for number in range(1000):
        cache.set(f"key-{number}", 1, 600 if number % 2 else -1)
    with pytest.raises(TooMany):
        limit.require("alice")
    cache.set_many({f"past-{number}": 1 for number in range(3)}, 0.001)
    wait_until(lambda: housekeeping.prune_keys() >= 3, what="what expired is gone")
    assert cache.get("key-1") == 1
    with pytest.raises(TooMany):
        limit.require("alice")
    cache.clear()


def test_finished_tasks_with_their_mailed_links_go_within_a_day() -> None:
    for _number in range(3):
        deliver_mail.enqueue(to="alice@example.org", subject="", text="https://link")
    old, new, _waiting = DBTaskResult.objects.order_by("enqueued_at")
    for done, hours in ((old, 13), (new, 1)):
        at = timezone.now() - timedelta(hours=hours)
        DBTaskResult.objects.filter(pk=done.pk).update(status=TaskResultStatus.FAILED, finished_at=at)
    assert housekeeping.prune_tasks() == 1
    assert not DBTaskResult.objects.filter(pk=old.pk).exists()


def test_a_task_whose_worker_died_is_taken_up_again_but_not_for_ever() -> None:
    deliver_mail.enqueue(to="alice@example.org", subject="", text="")
    started = timezone.now() - timedelta(hours=2)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started, worker_ids=["a"])
    assert housekeeping.rescue_tasks() == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=started, worker_ids=["a"] * schedule.TRIES
    )
    housekeeping.rescue_tasks()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


def test_a_task_that_ended_or_goes_on_is_not_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    deliver_mail.enqueue(to="alice@example.org", subject="", text="")
    started = timezone.now() - timedelta(hours=2)
    rows = DBTaskResult.objects.all()
    look = DBTaskResultQuerySet.running

    def meanwhile(**then: Any) -> tuple[int, str]:
        """Change the task between the look at it and what is done about it."""
        rows.update(status=TaskResultStatus.RUNNING, started_at=started, worker_ids=["a"])

        def looked(found: Any) -> Any:
            monkeypatch.setattr(DBTaskResultQuerySet, "running", look)
            stuck = look(found)

            class Stuck:
                def filter(self, **which: Any) -> Any:
                    seen = list(stuck.filter(**which))
                    rows.update(**then)
                    return seen

            return Stuck()

        monkeypatch.setattr(DBTaskResultQuerySet, "running", looked)
        return housekeeping.rescue_tasks(), rows.get().status

    assert meanwhile(status=TaskResultStatus.SUCCESSFUL) == (0, TaskResultStatus.SUCCESSFUL)
    assert meanwhile(started_at=timezone.now()) == (0, TaskResultStatus.RUNNING)
    assert meanwhile(worker_ids=["a"]) == (1, TaskResultStatus.READY)


def test_a_worker_says_that_it_lives_while_a_task_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_PULSE", 0)
    worker = work._new_worker(startup_delay=False)
    deliver_mail.enqueue(to="alice@example.org", subject="", text="")
    [task] = DBTaskResult.objects.all()
    rescued: list[int] = []

    def long(_task: Any, *_args: Any, **_given: Any) -> None:
        DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=2))
        worker.tell()
        rescued.append(housekeeping.rescue_tasks())

    monkeypatch.setattr(type(deliver_mail), "call", long)
    task.claim("a")
    worker.run_task(task)
    worker.tell()
    task.refresh_from_db()
    assert (rescued, task.status) == ([0], TaskResultStatus.SUCCESSFUL)


def test_logins_are_listed_for_a_year(person: Callable[..., Any]) -> None:
    alice = person("alice")
    for days in (366, 364, None):
        ended = None if days is None else timezone.now() - timedelta(days=days)
        Session.objects.create(user=alice, kind="web", ended_at=ended, expires_at=timezone.now() + YEAR)
    assert forget_sessions(actor=None) == 1
    assert Session.objects.count() == 2


def test_the_outbox_keeps_the_last_500_mails_of_a_month() -> None:
    Mail.objects.bulk_create(Mail(to=f"{number}@example.org", subject="", text="") for number in range(510))
    Mail.objects.filter(to="509@example.org").update(at=timezone.now() - timedelta(days=31))
    assert forget_mails(actor=None) == 11
    assert Mail.objects.count() == 499
    assert forget_mails(actor=None) == 0


def test_open_rooms_that_are_gone_leave_no_row(person: Callable[..., Any]) -> None:
    alice = person("alice")
    gone, living = (open_room_by_name(actor=alice, name=name) for name in ("gone", "living"))
    group = create_room(actor=alice, draft=RoomDraft(name="group"))
    for room, days in ((gone, 2), (group, 2)):
        Room.objects.filter(pk=room.pk).update(closed_at=timezone.now() - timedelta(days=days))
    assert forget_open_rooms(actor=None) == 1
    assert set(Room.objects.values_list("pk", flat=True)) == {living.pk, group.pk}


def test_who_knocked_leaves_neither_name_nor_address(person: Callable[..., Any]) -> None:
    room = create_room(actor=person("alice"), draft=RoomDraft(name="tea", guests_allowed=True))
    for state in Knock.State:
        for days in (0, 2):
            seen = timezone.now() - timedelta(days=days)
            secret = f"{state} {days}"
            Knock.objects.create(
                room=room,
                display_name=secret,
                secret_hash=secret,
                address="10.0.0.1",
                state=state,
                seen_at=seen,
            )
    assert forget_knocks(actor=None) == len(Knock.State)
    assert set(Knock.objects.values_list("display_name", flat=True)) == {
        f"{state} 0" for state in Knock.State
    }


def test_who_rang_whom_is_forgotten_after_a_day(person: Callable[..., Any]) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft(name="tea", user_ids=(bob.pk,)))
    for state in Ring.State:
        for days in (0, 2):
            at = timezone.now() - timedelta(days=days)
            caller, callee = (alice, bob) if days else (bob, alice)
            Ring.objects.create(room=room, caller=caller, callee=callee, state=state, created_at=at)
    assert forget_rings() == len(Ring.State)
    assert set(Ring.objects.values_list("caller", "state")) == {(bob.pk, state) for state in Ring.State}


def test_guests_who_left_no_word_are_forgotten(person: Callable[..., Any]) -> None:
    room = create_room(actor=person("alice"), draft=RoomDraft(name="tea", guests_allowed=True))
    silent, author, fresh = (
        admit_guest(actor=Visitor(name, address="10.0.0.1"), room=room) for name in ("Bob", "Charlie", "Dora")
    )
    caller = Caller(key=f"g:{author.pk}", session_id=author.session_id, guest_id=author.pk)
    send_message(actor=caller, draft=Draft(room_id=room.pk, cid="1", body="hello"))
    for guest in (silent, author):
        Session.objects.filter(pk=guest.session_id).update(expires_at=timezone.now() - timedelta(days=31))
    forget_sessions(actor=None)
    assert forget_guests(actor=None) == 1
    assert set(GuestPass.objects.values_list("pk", flat=True)) == {author.pk, fresh.pk}
    assert Session.objects.get(pk=author.session_id).address is None
    assert Session.objects.get(pk=fresh.session_id).address == "10.0.0.1"
