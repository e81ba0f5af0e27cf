"""Recording by a headless Chromium on the server: what is made for it, who looks after it, when it is done.

One process looks after each recorder, by a lease that it renews. Whose lease has run out is dead or cut off:
a server starts another process, which goes on with the same recording.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from samovar.accounts.models import User
from samovar.calls.queries import key_check_in, running_places
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, NotFound
from samovar.recordings import queries, rules
from samovar.recordings.actions import begin, end_in_room, may_begin
from samovar.recordings.events import RecordingView, StartRecording
from samovar.recordings.models import Recording, Run
from samovar.rooms.actions.entering import Visitor, keep_guest, let_guest_in
from samovar.rooms.models import Membership, Room

LEASE = timedelta(seconds=10)
STARTING = timedelta(seconds=30)  # until a process that was just started renews its lease
DIGITS = 19  # of what a database counts rooms with
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Job:
    """What the recorder needs: the room's ``code``, the ``sid`` of its pass, and the run that comes next."""

    recording_id: int
    code: str
    sid: str
    run: int


def program() -> str | None:
    """Return the path of Chromium, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def begin_on_server(*, room: Room, owner: User) -> Recording:
    """Make a pass for the recorder and begin; the process is not started here. Conflict."""
    if program() is None:
        raise Conflict(_("Chromium is not installed on the server, so it cannot record."), code="no_recorder")
    rules.require_readable(key_check_in(room))
    with transaction.atomic():
        guest = let_guest_in(
            Visitor(display_name=_("Recorder"), device="samovar record"), room, watching=True
        )
        recording = begin(room=room, owner=owner, peer="", recorder=guest)
        recording.lease = _take(recording.pk, STARTING)
        return recording


def start_on_server(*, actor: Caller, wish: StartRecording) -> RecordingView:
    """A host lets the server record. Denied, Conflict (``no_recorder``, ``recording_runs``,
    ``call_encrypted``), NoSpace."""
    room, owner = may_begin(actor, wish)
    recording = begin_on_server(room=room, owner=owner)
    start_process(recording=recording)
    return queries.view_of(recording)


def begin_for_operator(*, code: str) -> Recording:
    """Begin for the owner of the room with this code or number. NotFound, Conflict."""
    number = int(code) if code.isascii() and code.isdecimal() and len(code) < DIGITS else 0
    owners = Membership.objects.filter(role=Membership.Role.OWNER, room__closed_at=None)
    owners = owners.select_related("room", "participant__user")
    place = owners.filter(Q(room__code=code) | Q(room_id=number)).first()
    if place is None or place.participant.user is None:
        raise NotFound(_("There is no such room, or it has no owner."), code="room_not_found")
    return begin_on_server(room=place.room, owner=place.participant.user)


def start_process(*, recording: Recording) -> None:
    """Start the process that looks after the recorder, once this is stored. It outlives the server."""
    which = ["--recording", str(recording.pk), "--lease", recording.lease]
    command = [sys.executable, "-m", "samovar.cli", "record", *which]
    transaction.on_commit(
        lambda: subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
            command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    )


def replace_dead() -> None:
    """Start a process for each recorder that nobody looks after any more. Runs each second."""
    abandoned = Recording.objects.filter(state=Recording.State.RUNNING, leased_until__lte=timezone.now())
    for recording in abandoned if program() is not None else ():
        recording.lease = _take(recording.pk, STARTING)
        if recording.lease:
            start_process(recording=recording)


def take_lease(*, recording_id: int) -> str:
    """Look after a recorder from now on; empty when another process does."""
    return _take(recording_id, LEASE)


def renew_lease(*, recording_id: int, lease: str) -> bool:
    """Go on with it, for as many hours as it takes; False when another process has taken over."""
    held = Recording.objects.filter(pk=recording_id, lease=lease)
    if not lease or not held.update(leased_until=timezone.now() + LEASE):
        return False
    guest_id = held.values_list("recorder_id", flat=True).first()
    if guest_id is not None:
        keep_guest(actor=None, guest_id=guest_id)
    return True


def _take(recording_id: int, until: timedelta) -> str:
    now, lease = timezone.now(), secrets.token_urlsafe(16)
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    mine = Recording.objects.filter(free, pk=recording_id, recorder__isnull=False)
    return lease if mine.update(lease=lease, leased_until=now + until) else ""


def job_of(*, recording_id: int) -> Job | None:
    """Return what is to be done for a recording, None when it has ended."""
    found = Recording.objects.select_related("room", "recorder__session").filter(
        pk=recording_id, state=Recording.State.RUNNING
    )
    recording = found.first()
    if recording is None or recording.recorder is None or recording.room is None:
        return None
    run = Run.objects.filter(recording=recording).count()
    return Job(recording.pk, recording.room.code, str(recording.recorder.session.sid), run)


def is_anybody_there(*, recording_id: int) -> bool:
    """Say whether somebody besides the recorder is in the call."""
    recording = Recording.objects.filter(pk=recording_id).first()
    if recording is None or recording.room_id is None:
        return False
    others = running_places().filter(call__room_id=recording.room_id)
    return others.exclude(participant__guest_id=recording.recorder_id).exists()


def end(*, recording_id: int) -> None:
    """Everybody has left: what was recorded is finished."""
    recording = Recording.objects.select_related("room").filter(pk=recording_id).first()
    if recording is not None and recording.room is not None:
        end_in_room(room=recording.room)
