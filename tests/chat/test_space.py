"""How much files may take: of the guests of a room together, and of the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from samovar.core import stored
from samovar.core.caller import Caller
from samovar.core.errors import NoSpace, Refusal
from samovar.files.models import Piece, Upload
from samovar.files.upload_actions import add_piece, begin_upload, finish_upload
from samovar.files.upload_queries import space_for
from samovar.files.upload_rules import MEGABYTE, Announced
from samovar.rooms.actions import RoomDraft, create_room
from samovar.rooms.actions.entering import Visitor, admit_guest
from samovar.rooms.models import Room
from tests.support.uploads import bring, caller_of

PATIENCE = 60
Make = Callable[..., Any]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_QUOTA_MB = 4
    return tmp_path


def room_of(user: Any, name: str = "Tea") -> Room:
    return create_room(actor=user, draft=RoomDraft(name=name, guests_allowed=True))


def guest_in(room: Room) -> Caller:
    made = admit_guest(actor=Visitor("Dmitri"), room=room)
    return Caller(f"g:{made.pk}", made.session_id, guest_id=made.pk)


def announce(who: Caller, size: int = 3 * MEGABYTE) -> str:
    """Return the id of the upload, or why there is none."""
    try:
        return begin_upload(actor=who, announced=Announced("a.bin", size)).name
    except Refusal as refused:
        return refused.code


@pytest.mark.django_db
def test_another_pass_gives_a_guest_no_more_space(person: Make) -> None:
    alice = person("alice")
    room, other = room_of(alice), room_of(alice, "Coffee")
    assert announce(guest_in(room)) != "quota_used_up"
    again = guest_in(room)
    assert announce(again) == "quota_used_up"
    assert space_for(viewer=again).used == 3 * MEGABYTE
    assert announce(again, MEGABYTE) != "quota_used_up"
    # What guests bring is not of other rooms, and not of those who have an account.
    assert announce(guest_in(other)) != "quota_used_up"
    assert announce(caller_of(alice)) != "quota_used_up"


@pytest.mark.django_db(transaction=True)
def test_guests_who_begin_at_once_do_not_both_take_the_last_space(person: Make) -> None:
    room = room_of(person("alice"))
    guests = [guest_in(room) for _ in range(8)]
    together = Barrier(len(guests))

    def begin(who: Caller) -> str:
        try:
            together.wait(PATIENCE)
            return announce(who)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(guests)) as pool:
        answers = list(pool.map(begin, guests))
    assert answers.count("quota_used_up") == len(guests) - 1
    assert Upload.objects.count() == 1


@pytest.mark.django_db
def test_a_disk_that_is_nearly_full_takes_no_more_uploads(
    person: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = caller_of(person("alice"))
    free = 10
    monkeypatch.setattr(stored, "free_bytes", lambda: settings.RECORDINGS_KEEP_FREE + free)
    assert announce(alice, 11) == "disk_full"
    file = announce(alice, 10)
    free = 4
    with pytest.raises(NoSpace):
        add_piece(actor=alice, name=file, start=0, content=b"hello")
    assert not Piece.objects.exists()
    free = 5
    for start, content in ((0, b"hello"), (5, b"world")):
        add_piece(actor=alice, name=file, start=start, content=content)
    with pytest.raises(NoSpace) as refused:
        finish_upload(actor=alice, name=file)
    assert (refused.value.status, refused.value.code) == (507, "disk_full")
    free = 10
    assert finish_upload(actor=alice, name=file).size == 10


@pytest.mark.django_db
def test_there_is_space_on_a_disk_that_is_not_full(person: Make) -> None:
    assert bring(caller_of(person("alice")), b"hello")
