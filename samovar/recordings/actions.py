"""Recording: beginning, taking pieces, pausing, ending. What is made of the pieces is in ``file_actions``."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.boards.models import Element, Page
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.errors import Conflict, NoSpace
from samovar.recordings import queries, rules, store
from samovar.recordings.events import NoteCaption, RecordingChanged, RecordingView, StartRecording
from samovar.recordings.models import NAME_MAX, Mark, Piece, Recording, Run, Stroke
from samovar.rooms.actions.telling import changing
from samovar.rooms.models import GuestPass, Room
from samovar.rooms.rules import Viewer

QUIET_AFTER = timedelta(seconds=8)  # then hosts are told that nothing comes
GONE_AFTER = timedelta(seconds=25)  # then the file is made of what is there (C22: 45 s in all)
RESTARTS_WITHIN = timedelta(seconds=90)  # a headless recorder that is being started again
LAST_PIECES = timedelta(seconds=15)  # to send what is left after it was ended
State, Trouble = Recording.State, Recording.Trouble


@dataclass(frozen=True)
class Given:
    """A piece as it came. ``late``: from a page that records no more, only sends what it had kept."""

    run: int
    n: int
    content: bytes
    digest: str
    late: bool = False


def start_recording(*, actor: Caller, wish: StartRecording) -> RecordingView:
    """Begin to record the call. Denied, Conflict (``recording_runs``), NoSpace."""
    room, owner = may_begin(actor, wish)
    return queries.view_of(begin(room=room, owner=owner, peer=wish.peer))


def may_begin(actor: Caller, wish: StartRecording) -> tuple[Room, User]:
    """Return the room and who begins. Denied, NoSpace."""
    place = rules.require_may_record(actor, wish.room, wish.peer)
    owner = User.objects.get(pk=actor.user_id or 0)
    rules.require_space(queries.used_bytes(owner_id=owner.pk), 0)
    return place.call.room, owner


def begin(*, room: Room, owner: User, peer: str, recorder: GuestPass | None = None) -> Recording:
    """Make the recording and tell. Who may do so was asked before. Conflict (``recording_runs``)."""
    try:
        with changing(room):
            recording = Recording.objects.create(
                room=room, owner=owner, peer=peer, recorder=recorder, name=room.name[:NAME_MAX]
            )
            _note_board(recording)
            tell(recording)
    except IntegrityError:
        raise Conflict(_("This call is being recorded already."), code="recording_runs") from None
    return recording


def _note_board(recording: Recording) -> None:
    """Keep how the board is now. The first page comes last: a replay shows the page of the last stroke."""
    pages = Page.objects.filter(board__room_id=recording.room_id or 0).order_by("-position")
    for page in pages:
        found = Element.objects.filter(page=page, deleted=False).order_by("seq")
        elements = [{**data, "page": page.pk} for data in found.values_list("data", flat=True)]
        Stroke.objects.create(recording=recording, elements=elements)


def begin_run(*, actor: Caller, recording_id: int, run: int) -> None:
    """The browser's recorder has started. NotFound, Conflict (``recording_ended``)."""
    recording = queries.recording_for_recorder(viewer=actor, recording_id=recording_id)
    with _as_it_is_now(recording):
        rules.require_running(recording)
        now = timezone.now()
        _run, is_new = Run.objects.get_or_create(
            recording=recording, number=run, defaults={"started_at": now}
        )
        recording.seen_at = now
        if is_new and run == 0:
            recording.started_at = now
        recording.save(update_fields=["seen_at", "started_at"])
        tell(recording)


def keep(*, actor: Caller, recording_id: int) -> RecordingView:
    """The recorder is alive. Returns what became of the recording. NotFound."""
    recording = queries.recording_for_recorder(viewer=actor, recording_id=recording_id)
    _seen(recording)
    return queries.view_of(recording)


def take_piece(*, actor: Viewer, recording_id: int, piece: Given) -> tuple[bool, RecordingView]:
    """Keep a piece; False when it was here already, with the same content.

    NotFound, TooLarge, Invalid, Conflict (``piece_taken``, ``no_run``, ``recording_ended``), NoSpace.
    """
    recording = queries.recording_for_recorder(viewer=actor, recording_id=recording_id)
    if _is_known(recording, piece):
        return False, queries.view_of(recording)
    rules.require_piece(recording, piece.run, piece.n, piece.content, piece.digest)
    _require_takes_more(recording)
    _store(recording, piece)
    try:
        with transaction.atomic():
            Piece.objects.create(
                recording=recording,
                run=piece.run,
                n=piece.n,
                size=len(piece.content),
                digest=piece.digest.lower(),
            )
            size = F("pieces_size") + len(piece.content)
            Recording.objects.filter(pk=recording.pk).update(pieces_size=size)
    except IntegrityError:
        # The same one came twice at once.
        return not _is_known(recording, piece), queries.view_of(recording)
    _seen(recording, late=piece.late)
    return True, queries.view_of(recording)


def _is_known(recording: Recording, piece: Given) -> bool:
    known = Piece.objects.filter(recording=recording, run=piece.run, n=piece.n).first()
    if known is not None and known.digest != hashlib.sha256(piece.content).hexdigest():
        raise Conflict(_("Another piece has this number."), code="piece_taken")
    return known is not None


def _require_takes_more(recording: Recording) -> None:
    """Pieces are taken as long as the earlier ones are there to be joined with."""
    swept = recording.finished_at is not None and not Piece.objects.filter(recording=recording).exists()
    if swept:
        rules.require_running(recording)


def _store(recording: Recording, piece: Given) -> None:
    """Write it; where there is no space, what came before is made into the file and hosts are told."""
    try:
        rules.require_space(queries.used_bytes(owner_id=recording.owner_id), len(piece.content))
        store.write_piece(recording.place, piece.run, piece.n, piece.content)
    except (NoSpace, store.DiskFull) as error:
        refusal = error if isinstance(error, NoSpace) else rules.disk_full()
        # What comes later, of a recording that has ended, changes nothing of it.
        trouble = Trouble.QUOTA if refusal.code == "quota_full" else Trouble.DISK
        _end(recording, trouble, of=rules.AT_WORK)
        raise refusal from None


def _seen(recording: Recording, *, late: bool = False) -> None:
    """A sign of life: what was given up too early goes on, and hosts hear that pieces come again."""
    now = timezone.now()
    well = Recording.objects.filter(pk=recording.pk, state__in=rules.AT_WORK).exclude(trouble=Trouble.QUIET)
    if well.update(seen_at=now):
        return
    with _as_it_is_now(recording):
        recording.seen_at = now
        if recording.trouble == Trouble.QUIET:
            recording.trouble = Trouble.NONE
        if recording.state not in rules.AT_WORK:
            recording.state = State.STOPPING if late or not _may_go_on(recording) else State.RUNNING
        recording.save(update_fields=["seen_at", "trouble", "state"])
        tell(recording)


def _may_go_on(recording: Recording) -> bool:
    """Nobody has ended it, and nothing else runs in a room that is still there."""
    room = recording.room
    if room is None or room.closed_at is not None or recording.ended_at is not None:
        return False
    return not Recording.objects.filter(room=room, state=State.RUNNING).exclude(pk=recording.pk).exists()


def pause(*, actor: Caller, recording_id: int, paused: bool) -> None:
    """A host pauses it, or lets it go on. NotFound, Denied, Conflict."""
    recording = _controlled(actor, recording_id)
    with _as_it_is_now(recording):
        rules.require_running(recording)
        if (recording.paused_at is not None) == paused:
            return
        now = timezone.now()
        if recording.paused_at is not None:
            recording.paused_ms += (now - recording.paused_at) // timedelta(milliseconds=1)
        recording.paused_at = now if paused else None
        recording.save(update_fields=["paused_at", "paused_ms"])
        kind = Mark.Kind.PAUSED if paused else Mark.Kind.RESUMED
        Mark.objects.create(recording=recording, kind=kind, at=now)
        tell(recording)


def stop(*, actor: Caller, recording_id: int) -> None:
    """A host ends it. Doing it twice does nothing. NotFound, Denied."""
    _end(_controlled(actor, recording_id), Trouble.NONE, of=(State.RUNNING,))


def finish(*, actor: Viewer, recording_id: int) -> None:
    """The recorder has sent all: the file is made at the next look. NotFound."""
    recording = queries.recording_for_recorder(viewer=actor, recording_id=recording_id)
    with _as_it_is_now(recording):
        if recording.state not in rules.AT_WORK:
            return
        recording.state = State.STOPPING
        recording.ended_at = recording.ended_at or timezone.now()
        # So long ago that nobody waits for more.
        recording.seen_at = timezone.now() - GONE_AFTER
        recording.save(update_fields=["state", "ended_at", "seen_at"])
        tell(recording)


def end_in_room(*, room: Room) -> None:
    """End what runs there; who may do so was asked before."""
    for recording in Recording.objects.filter(room=room, state=State.RUNNING):
        _end(recording, Trouble.NONE, of=(State.RUNNING,))


def note_caption(*, actor: Caller, wish: NoteCaption) -> None:
    """Keep what somebody said, beside the video. NotFound, Conflict."""
    recording = queries.recording_for_recorder(viewer=actor, recording_id=wish.recording)
    rules.require_running(recording)
    speaker = queries.speaker_in(recording=recording, peer=wish.peer)
    if recording.paused_at is None and speaker is not None:
        began = max(recording.started_at, timezone.now() - timedelta(milliseconds=wish.since_ms))
        Mark.objects.create(
            recording=recording, kind=Mark.Kind.CAPTION, participant_id=speaker, text=wish.text, at=began
        )


def note(*, room_id: int, kind: Mark.Kind, participant_id: int | None) -> None:
    """Something happened in a call; it becomes a chapter if the call is being recorded."""
    for recording in _recorded(room_id):
        Mark.objects.create(recording=recording, kind=kind, participant_id=participant_id)


def note_board(*, room_id: int, participant_id: int, page_id: int, elements: list[dict[str, object]]) -> None:
    """The board has changed while its call is being recorded: kept, so that it can be seen again."""
    for recording in _recorded(room_id):
        first = not Mark.objects.filter(recording=recording, kind=Mark.Kind.BOARD).exists()
        if first:
            Mark.objects.create(recording=recording, kind=Mark.Kind.BOARD, participant_id=participant_id)
        paged = [{**element, "page": page_id} for element in elements]
        Stroke.objects.create(recording=recording, elements=paged)


def _recorded(room_id: int) -> list[Recording]:
    return list(Recording.objects.filter(room_id=room_id, state=State.RUNNING, paused_at=None))


def settle() -> list[int]:
    """Look after what runs: tell hosts when nothing comes, end what comes no more.

    Returns the recordings whose file is to be made now, each once.
    """
    now = timezone.now()
    quiet = queries.recordings().filter(
        state=State.RUNNING, seen_at__lt=now - QUIET_AFTER, trouble=Trouble.NONE
    )
    for recording in quiet:
        with _as_it_is_now(recording):
            if quiet.filter(pk=recording.pk).exists():
                recording.trouble = Trouble.QUIET
                recording.save(update_fields=["trouble"])
                tell(recording)
    overdue = queries.recordings().filter(state=State.RUNNING, seen_at__lt=now - GONE_AFTER)
    overdue = overdue.exclude(leased_until__gt=now, seen_at__gt=now - RESTARTS_WITHIN)
    waiting = queries.recordings().filter(state=State.STOPPING, seen_at__lt=now - LAST_PIECES)
    return [one.pk for one in [*overdue, *waiting] if _take_up(one)]


def _take_up(recording: Recording) -> bool:
    """Say that the file is being made; False when another process does it."""
    with changing_of(recording):
        mine = Recording.objects.filter(pk=recording.pk, state=recording.state, seen_at=recording.seen_at)
        if not mine.update(state=State.FINISHING):
            return False
        recording.state = State.FINISHING
        tell(recording)
    return True


def _controlled(actor: Caller, recording_id: int) -> Recording:
    recording = queries.recordings().filter(pk=recording_id).first()
    if recording is None:
        raise rules.no_recording()
    rules.require_controller(actor, recording)
    return recording


def _end(recording: Recording, trouble: Recording.Trouble, *, of: Collection[str]) -> None:
    """End it, unless it has left the states ``of`` meanwhile."""
    with _as_it_is_now(recording):
        if recording.state not in of:
            return
        now = timezone.now()
        recording.state, recording.ended_at, recording.trouble = State.STOPPING, now, trouble
        if recording.paused_at is not None:
            recording.paused_ms += (now - recording.paused_at) // timedelta(milliseconds=1)
            recording.paused_at = None
        recording.save(update_fields=["state", "ended_at", "trouble", "paused_at", "paused_ms"])
        tell(recording)


@contextmanager
def changing_of(recording: Recording) -> Iterator[None]:
    """One transaction, the room's stream locked first where there is a room."""
    if recording.room is None:
        with transaction.atomic():
            yield
        return
    with changing(recording.room):
        yield


@contextmanager
def _as_it_is_now(recording: Recording) -> Iterator[None]:
    """One transaction in which it is read anew and locked: what was known may be seconds old. NotFound."""
    with changing_of(recording):
        rows = Recording.objects.select_related("room", "owner")
        try:
            recording.refresh_from_db(from_queryset=rows.select_for_update(of=("self",), no_key=True))
        except Recording.DoesNotExist:
            raise rules.no_recording() from None
        yield


def tell(recording: Recording) -> None:
    """Tell everybody in the room how it is now."""
    room = recording.room
    if room is not None and room.closed_at is None:
        event = RecordingChanged(recording=queries.view_of(recording))
        streams.append(room.stream, event, durable=room.kept)
