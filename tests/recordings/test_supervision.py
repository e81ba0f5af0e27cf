"""One process looks after each headless recorder, by a lease; a dead one is replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.core.caller import Caller
from samovar.core.errors import Conflict
from samovar.operate import record
from samovar.recordings import actions, server_actions
from samovar.recordings.actions import Given
from samovar.recordings.models import Recording
from samovar.rooms.actions import RoomDraft, create_room
from samovar.rooms.queries import guest_for

pytestmark = pytest.mark.django_db(transaction=True)
Person = Callable[..., Any]


class Browser:
    """A Chromium that was started."""

    killed = False

    def kill(self) -> None:
        self.killed = True


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the server starts, without it being started."""
    commands: list[list[str]] = []
    monkeypatch.setattr(server_actions, "program", lambda: "/usr/bin/chromium")
    popen = "samovar.recordings.server_actions.subprocess.Popen"
    monkeypatch.setattr(popen, lambda command, **_how: commands.append(command))
    return commands


@pytest.fixture
def film(person: Person, started: list[list[str]]) -> Recording:
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft("Tea"))
    return server_actions.begin_on_server(room=room, owner=alice)


def lease_of(film: Recording) -> str:
    film.refresh_from_db()
    return film.lease


def run_out(film: Recording) -> None:
    """Let its lease be over, as if nobody had renewed it."""
    Recording.objects.filter(pk=film.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.rows("S0-13")
def test_two_processes_never_look_after_one_recorder(
    film: Recording, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = lease_of(film)
    assert server_actions.take_lease(recording_id=film.pk) == ""
    assert record.record(None, film.pk) == 1
    assert record.record(None, film.pk, "somebody else's") == 1
    assert capsys.readouterr().err.count("another process looks after") == 2
    assert server_actions.renew_lease(recording_id=film.pk, lease=mine)


@pytest.mark.rows("S0-13")
def test_a_dead_process_is_replaced_once(film: Recording, started: list[list[str]]) -> None:
    server_actions.replace_dead()
    assert started == []
    before = lease_of(film)
    run_out(film)
    for _server in range(3):
        server_actions.replace_dead()
    assert len(started) == 1
    assert started[0][-4:] == ["--recording", str(film.pk), "--lease", lease_of(film)]
    assert not server_actions.renew_lease(recording_id=film.pk, lease=before)
    actions.end_in_room(room=film.room)  # type: ignore[arg-type]  # this one has a room
    run_out(film)
    server_actions.replace_dead()
    assert len(started) == 1


def test_who_was_replaced_ends_its_browser(film: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "LOOK_SECONDS", 0.01)
    browser, lease = Browser(), record.Lease(film.pk, lease_of(film))
    lease.browser = browser  # type: ignore[assignment]  # as much of a process as is asked of it
    run_out(film)
    server_actions.replace_dead()
    lease.run()
    assert browser.killed
    assert not lease.is_held()


def test_a_browser_that_dies_is_started_again(film: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "PAUSE", 0.0)
    runs: list[int] = []

    def once(job: server_actions.Job, _lease: record.Lease) -> None:
        runs.append(job.run)
        recorder = Caller(f"g:{film.recorder_id}", 0, guest_id=film.recorder_id)
        actions.begin_run(actor=recorder, recording_id=film.pk, run=job.run)
        if len(runs) < 3:
            raise RuntimeError("Chromium is gone")
        server_actions.end(recording_id=film.pk)

    monkeypatch.setattr(record, "_record_once", once)
    assert record.record(None, film.pk, lease_of(film)) == 0
    assert runs == [0, 1, 2]


@pytest.mark.rows("S0-13")
def test_the_recorder_of_a_day_long_call_is_let_in_at_any_hour_and_no_more_once_nobody_looks_after_it(
    film: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = server_actions.job_of(recording_id=film.pk)
    assert job is not None
    began, lease = timezone.now(), lease_of(film)

    def is_let_in_after(hours: float) -> bool:
        monkeypatch.setattr(timezone, "now", lambda: began + timedelta(hours=hours))
        return guest_for(code=job.code, sid=job.sid) is not None

    for hours in (5, 11, 20, 30):
        assert is_let_in_after(hours)
        assert server_actions.renew_lease(recording_id=film.pk, lease=lease)
    assert is_let_in_after(41)
    assert not is_let_in_after(43)
    assert server_actions.renew_lease(recording_id=film.pk, lease=lease)
    assert not is_let_in_after(43)


def test_while_a_recorder_is_started_again_nothing_is_given_up(film: Recording) -> None:
    server_actions.renew_lease(recording_id=film.pk, lease=lease_of(film))
    for seconds, given_up in ((40, []), (100, [film.pk])):
        silent_since = timezone.now() - timedelta(seconds=seconds)
        Recording.objects.filter(pk=film.pk).update(seen_at=silent_since)
        assert actions.settle() == given_up


def test_a_recorder_that_was_thought_dead_adds_nothing_any_more(film: Recording) -> None:
    recorder = Caller(f"g:{film.recorder_id}", 0, guest_id=film.recorder_id)
    content = b"\x1a\x45\xdf\xa3" + bytes(100)
    digest = hashlib.sha256(content).hexdigest()
    for run in (0, 1):
        actions.begin_run(actor=recorder, recording_id=film.pk, run=run)
    with pytest.raises(Conflict) as refused:
        actions.take_piece(actor=recorder, recording_id=film.pk, piece=Given(0, 0, content, digest))
    assert refused.value.code == "run_over"
    assert actions.take_piece(actor=recorder, recording_id=film.pk, piece=Given(1, 0, content, digest))[0]


@pytest.mark.rows("S0-13")
def test_an_operator_records_a_room_by_its_code_or_number_for_its_owner(
    person: Person, started: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    alice = person("alice")
    rooms = [create_room(actor=alice, draft=RoomDraft(name)) for name in ("Tea", "Coffee")]
    begun = [server_actions.begin_for_operator(code=which) for which in (rooms[0].code, str(rooms[1].pk))]
    assert [(one.room_id, one.owner_id) for one in begun] == [(room.pk, alice.pk) for room in rooms]
    for code, told in (("no-such-room", "no such room"), (rooms[0].code, "being recorded already")):
        assert record.record(code, None) == 1
        assert told in capsys.readouterr().err
