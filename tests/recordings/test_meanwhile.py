"""What a host does to a recording while a piece of it is being kept is not undone by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import NoSpace
from samovar.recordings import actions, queries, rules, store
from samovar.recordings.actions import Given
from samovar.recordings.models import Mark, Recording
from samovar.rooms.actions import RoomDraft, create_room

pytestmark = pytest.mark.django_db(transaction=True)
State, Trouble = Recording.State, Recording.Trouble
Person = Callable[..., Any]
CONTENT = b"\x1a\x45\xdf\xa3" + bytes(100)
PIECE = Given(0, 0, CONTENT, hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def alice(person: Person) -> Caller:
    user = person("alice")
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


@pytest.fixture
def film(alice: Caller) -> Recording:
    """A recording of hers that has been quiet for so long that hosts were told."""
    owner = User.objects.get(pk=alice.user_id or 0)
    room = create_room(actor=owner, draft=RoomDraft("Tea"))
    film = actions.begin(room=room, owner=owner, peer="")
    actions.begin_run(actor=alice, recording_id=film.pk, run=0)
    silent_since = timezone.now() - actions.QUIET_AFTER - timedelta(seconds=1)
    Recording.objects.filter(pk=film.pk).update(seen_at=silent_since)
    actions.settle()
    return now(film)


def now(film: Recording) -> Recording:
    return Recording.objects.get(pk=film.pk)


def meanwhile(
    monkeypatch: pytest.MonkeyPatch, where: tuple[object, str], doing: Callable[[], object]
) -> None:
    """Let ``doing`` happen once, when the function at ``where`` is through."""
    real, left = getattr(*where), [doing]

    def slowly(*args: Any, **more: Any) -> Any:
        answer = real(*args, **more)
        if left:
            left.pop()()
        return answer

    monkeypatch.setattr(*where, slowly)


@pytest.mark.parametrize("quiet", [True, False])
def test_a_stop_while_a_piece_is_being_written_stays(
    film: Recording, alice: Caller, monkeypatch: pytest.MonkeyPatch, quiet: bool
) -> None:
    if not quiet:
        actions.keep(actor=alice, recording_id=film.pk)
    assert now(film).trouble == (Trouble.QUIET if quiet else Trouble.NONE)
    meanwhile(monkeypatch, (store, "write_piece"), lambda: actions.stop(actor=alice, recording_id=film.pk))
    assert actions.take_piece(actor=alice, recording_id=film.pk, piece=PIECE)[0]
    stopped = now(film)
    assert (stopped.state, stopped.trouble) == (State.STOPPING, Trouble.NONE)
    assert stopped.ended_at is not None


def test_a_stop_while_the_recorder_says_that_it_lives_stays(
    film: Recording, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = (queries, "recording_for_recorder")
    meanwhile(monkeypatch, where, lambda: actions.stop(actor=alice, recording_id=film.pk))
    actions.keep(actor=alice, recording_id=film.pk)
    assert now(film).state == State.STOPPING


def test_a_disk_that_is_full_says_nothing_of_what_was_finished_meanwhile(
    film: Recording, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish() -> None:
        actions.finish(actor=alice, recording_id=film.pk)
        assert actions.settle() == [film.pk]

    def full(*_args: Any) -> None:
        finish()
        raise store.DiskFull

    monkeypatch.setattr(store, "write_piece", full)
    with pytest.raises(NoSpace):
        actions.take_piece(actor=alice, recording_id=film.pk, piece=PIECE)
    assert now(film).state == State.FINISHING


def test_two_hosts_who_pause_at_once_pause_once(
    film: Recording, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pause(paused: bool) -> None:
        actions.pause(actor=alice, recording_id=film.pk, paused=paused)

    meanwhile(monkeypatch, (rules, "require_controller"), lambda: pause(True))
    pause(True)
    first = now(film)
    assert first.paused_at is not None
    meanwhile(monkeypatch, (rules, "require_controller"), lambda: pause(False))
    pause(False)
    kinds = Mark.objects.filter(recording=film).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [Mark.Kind.PAUSED, Mark.Kind.RESUMED]


def test_what_is_finished_while_a_host_ends_it_is_not_waited_for_again(
    film: Recording, alice: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def finish() -> None:
        actions.finish(actor=alice, recording_id=film.pk)
        assert actions.settle() == [film.pk]

    meanwhile(monkeypatch, (rules, "require_controller"), finish)
    actions.stop(actor=alice, recording_id=film.pk)
    assert now(film).state == State.FINISHING
