"""The disk is full while a recording runs: it ends with that word, and what came before becomes the file."""

from __future__ import annotations

import errno
import hashlib
import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from django.utils import timezone

from samovar.core import stored
from samovar.core.errors import NoSpace
from samovar.recordings import actions, file_actions
from samovar.recordings.actions import Given
from samovar.recordings.models import Recording, Run
from samovar.rooms.actions import RoomDraft, create_room
from tests.support.webm import cut, length_of, webm


class Piece(NamedTuple):
    """What was not sent yet: its number and its bytes."""

    n: int
    content: bytes


def empty(owner: Any) -> Recording:
    room = create_room(actor=owner, draft=RoomDraft(name="Tea"))
    return actions.begin(room=room, owner=owner, peer=str(uuid.uuid4()))


def begun(owner: Any) -> tuple[Recording, Piece]:
    """Return a recording of five seconds that lacks its last piece, and that piece."""
    recording = empty(owner)
    Run.objects.create(recording=recording, number=0)
    *pieces, last = cut(webm(5), 10_000)
    for n, content in enumerate(pieces):
        send(owner, recording, n, content)
    return recording, Piece(len(pieces), last)


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.rows("S0-13")
def test_a_full_disk_ends_a_recording_with_that_word_and_what_came_before_is_the_file(
    person: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person("alice")
    recording, last = begun(alice)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(NoSpace) as refused:
            send(alice, recording, last.n, last.content)
    assert refused.value.code == "disk_full"
    recording.refresh_from_db()
    assert (recording.state, recording.trouble) == ("stopping", "disk")
    folder = Path(default_storage.path(str(recording.place)))
    assert len(list((folder / "pieces").iterdir())) == last.n
    Recording.objects.update(state="finishing")
    assert file_actions.make_file(recording_id=recording.pk)
    assert 3 < length_of(folder / "video.webm") <= 5.1
    recording.refresh_from_db()
    assert (recording.state, recording.trouble) == ("ready", "disk")


def test_a_file_that_waits_for_space_says_so_and_no_more_once_it_is_made(
    person: Callable[..., Any], browser_of: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person("alice")
    recording, last = begun(alice)
    send(alice, recording, last.n, last.content)
    Recording.objects.update(state="finishing", trouble="quiet")
    browser = browser_of(alice)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        assert not file_actions.make_file(recording_id=recording.pk)
    assert "made as soon as there is space" in browser.get("/recordings/").content.decode()
    with monkeypatch.context() as disk:
        disk.setattr(stored, "free_bytes", lambda: settings.RECORDINGS_KEEP_FREE)
        assert file_actions.claim_unfinished() == []
    assert [file_actions.claim_unfinished() for _process in range(2)] == [[recording.pk], []]
    assert file_actions.make_file(recording_id=recording.pk)
    recording.refresh_from_db()
    assert (recording.state, recording.trouble) == ("ready", "")
    assert "space" not in browser.get(f"/recordings/{recording.pk}/").content.decode()
    # As long as what its pieces hold together, to the second.
    assert abs(recording.duration_ms / 1000 - 5) <= 1


def test_only_a_file_that_nobody_makes_any_more_is_made_again_however_long_it_takes(
    person: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person("alice")
    recording = empty(alice)

    def is_left(*, size: int, minutes: int, trouble: str = "") -> bool:
        since = timezone.now() - timedelta(minutes=minutes)
        Recording.objects.update(state="finishing", pieces_size=size, seen_at=since, trouble=trouble)
        return file_actions.claim_unfinished() == [recording.pk]

    monkeypatch.setattr(stored, "free_bytes", lambda: 10**12)
    hours = 6_000_000_000  # bytes of a recording that is read for the better part of an hour
    assert [is_left(size=1000, minutes=4), is_left(size=1000, minutes=6)] == [False, True]
    assert [is_left(size=hours, minutes=50), is_left(size=hours, minutes=60)] == [False, True]
    assert is_left(size=1000, minutes=2, trouble="disk")


@pytest.mark.rows("S0-13")
def test_what_found_no_space_is_taken_later_and_asking_in_vain_changes_nothing(
    person: Callable[..., Any],
) -> None:
    alice = person("alice")
    recording, last = begun(alice)
    Recording.objects.update(state="finishing")
    assert file_actions.make_file(recording_id=recording.pk)
    without = Recording.objects.values("state", "trouble", "ended_at", "duration_ms").get()
    with override_settings(RECORDINGS_QUOTA=1000), pytest.raises(NoSpace):
        send(alice, recording, last.n, last.content, late=True)
    assert Recording.objects.values("state", "trouble", "ended_at", "duration_ms").get() == without
    send(alice, recording, last.n, last.content, late=True)
    assert Recording.objects.get().state == "stopping"
    Recording.objects.update(state="finishing")
    assert file_actions.make_file(recording_id=recording.pk)
    assert Recording.objects.get().duration_ms > without["duration_ms"]


def send(owner: Any, recording: Recording, n: int, content: bytes, *, late: bool = False) -> None:
    piece = Given(0, n, content, hashlib.sha256(content).hexdigest(), late)
    assert actions.take_piece(actor=owner, recording_id=recording.pk, piece=piece)[0]
