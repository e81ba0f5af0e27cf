"""What somebody may see of recordings. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import cast

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from samovar.accounts.models import User
from samovar.accounts.queries import user_by_username
from samovar.calls.models import CallParticipant
from samovar.core import stored
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.core.ranges import Bytes
from samovar.people.queries import blocked_ids
from samovar.recordings import rules
from samovar.recordings.events import RecordingView, State, Trouble
from samovar.recordings.models import Mark, Recording, Run, Share
from samovar.recordings.timeline import Pause, Stretch, Timeline
from samovar.rooms.models import Membership
from samovar.rooms.rules import Viewer, places, require_member

PAGE = 30
MOMENTS_MOST = 10_000  # of one recording
FORGOTTEN_AFTER = timedelta(minutes=5)  # a file that is still not made: its worker died
TRIED_AGAIN_AFTER = timedelta(minutes=1)  # where the disk was full
BYTES_A_SECOND = 2_000_000  # a worker that is alive reads more
_MS = timedelta(milliseconds=1)
_HOSTS = (Membership.Role.OWNER, Membership.Role.HOST)


@dataclass(frozen=True)
class Row:
    """A recording in a list. ``mine``: the viewer may rename, share and delete it."""

    recording: Recording
    mine: bool


@dataclass(frozen=True)
class Moment:
    """A chapter: what happened at ``at_ms`` of the file; ``name`` is who did it, "" where that is unknown."""

    at_ms: int
    kind: str
    name: str
    text: str


def recordings() -> QuerySet[Recording]:
    """All that nobody has deleted."""
    return Recording.objects.select_related("room", "owner").filter(deleted_at=None)


def deleted_recordings() -> QuerySet[Recording]:
    """Those whose deletion can still be taken back."""
    return Recording.objects.select_related("room", "owner").exclude(deleted_at=None)


def left_unfinished() -> list[Recording]:
    """Return what waits for its file though nobody makes it: the disk has room again, or the worker died."""
    return [one for one in recordings().filter(state=Recording.State.FINISHING) if _is_left(one)]


def _is_left(recording: Recording) -> bool:
    # The file is about as large as its pieces, which stay beside it.
    if not stored.takes(recording.pieces_size):
        return False
    if recording.trouble == Recording.Trouble.LATER:
        return True
    # What ended of a full disk keeps that word, also while its file waits for space.
    patience = TRIED_AGAIN_AFTER if recording.trouble == Recording.Trouble.DISK else FORGOTTEN_AFTER
    takes = timedelta(seconds=recording.pieces_size / BYTES_A_SECOND)
    return recording.seen_at < timezone.now() - patience - takes


def running_in(*, viewer: Caller, room_id: int) -> RecordingView | None:
    """Return what records the call of a room the viewer is in. NotFound, Denied."""
    require_member(viewer, room_id)
    found = recordings().filter(room_id=room_id, state=Recording.State.RUNNING).first()
    return view_of(found) if found else None


def recording_for_recorder(*, viewer: Viewer, recording_id: int) -> Recording:
    """Return a recording whose pieces the viewer sends. NotFound."""
    return rules.require_recorder(viewer, recordings().filter(pk=recording_id).first())


def view_of(recording: Recording) -> RecordingView:
    """Show a recording to those of its room."""
    now = timezone.now()
    until = recording.ended_at or recording.paused_at or now
    passed = (until - recording.started_at) // _MS - recording.paused_ms
    return RecordingView(
        id=recording.pk,
        state=cast("State", str(recording.state)),
        paused=recording.paused_at is not None,
        trouble=cast("Trouble", str(recording.trouble)),
        by=_name_in_room(recording),
        peer=recording.peer,
        on_server=recording.recorder_id is not None,
        at=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        elapsed_ms=max(0, passed),
    )


def _name_in_room(recording: Recording) -> str:
    place = rules.place_in_room(recording.owner, recording)
    return (place.display_name if place else "") or recording.owner.full_name


def recording_for(*, viewer: User, recording_id: int) -> Row:
    """Return one recording. NotFound, Denied (``not_shared``)."""
    found = rules.require_can_see(viewer, recordings().filter(pk=recording_id).first())
    return Row(found, rules.can_change(viewer, found))


def recordings_for(*, viewer: User, before: int | None = None) -> list[Row]:
    """Return a page of the recordings the viewer may see, the newest first; ``before`` is an id."""
    places = Membership.objects.filter(participant__user=viewer)
    hosted = list(places.filter(role__in=_HOSTS).values_list("room_id", flat=True))
    member = list(places.values_list("room_id", flat=True))
    shared = Q(shared_with_room=True) | Q(pk__in=Share.objects.filter(user=viewer).values("recording_id"))
    shared &= Q(room_id__in=member) & ~Q(owner_id__in=list(blocked_ids(viewer=viewer)))
    own = Q(owner=viewer) & (Q(room=None) | Q(room_id__in=member))
    found = recordings().filter(own | Q(room_id__in=hosted) | shared)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = found.order_by("-pk")[:PAGE]
    return [Row(one, rules.can_change(viewer, one)) for one in rows]


def file_for(*, viewer: User, recording_id: int, name: str) -> tuple[Recording, Bytes]:
    """Return a finished file, to be sent. NotFound, Denied, Unavailable."""
    recording = recording_for(viewer=viewer, recording_id=recording_id).recording
    rules.require_file(recording)
    path = str(recording.place / name)
    try:
        size = default_storage.size(path)
    except FileNotFoundError:
        raise NotFound(code="recording_not_found") from None
    made = recording.finished_at or recording.started_at
    etag = f'"{recording.pk}-{size}-{made.timestamp():.6f}"'
    return recording, Bytes(size, etag, partial(default_storage.open, path))


def used_bytes(*, owner_id: int) -> int:
    """Return what the recordings of a person take, pieces included."""
    total = Recording.objects.filter(owner_id=owner_id).aggregate(
        pieces=Sum("pieces_size"), files=Sum("size")
    )
    return int(total["pieces"] or 0) + int(total["files"] or 0)


def shares_of(recording: Recording) -> list[User]:
    """Return with whom it was shared by name. For who may change it."""
    found = Share.objects.filter(recording=recording).select_related("user").order_by("user__username")
    return [share.user for share in found]


def timeline_of(recording: Recording) -> Timeline:
    """Return the way from moments to places in the finished file."""
    runs = Run.objects.filter(recording=recording).order_by("number")
    stretches = tuple(Stretch(run.started_at, run.media_start_ms, run.media_ms) for run in runs)
    return Timeline(stretches, pauses_of(recording))


def pauses_of(recording: Recording) -> tuple[Pause, ...]:
    kinds = (Mark.Kind.PAUSED, Mark.Kind.RESUMED)
    begun: datetime | None = None
    pauses = []
    for mark in Mark.objects.filter(recording=recording, kind__in=kinds).order_by("at", "pk"):
        if mark.kind == Mark.Kind.PAUSED:
            begun = begun or mark.at
        elif begun is not None:
            pauses.append(Pause(begun, mark.at))
            begun = None
    return (*pauses, Pause(begun, None)) if begun is not None else tuple(pauses)


def chapters_of(recording: Recording, timeline: Timeline) -> list[Moment]:
    """Return what happened, in order, with its place in the file; captions are not in it."""
    return moments_of(recording, timeline, (Mark.Kind.JOINED, Mark.Kind.SCREEN, Mark.Kind.BOARD))


def captions_of(recording: Recording, timeline: Timeline) -> list[Moment]:
    return moments_of(recording, timeline, (Mark.Kind.CAPTION,))


def moments_of(recording: Recording, timeline: Timeline, kinds: tuple[str, ...]) -> list[Moment]:
    marks = list(Mark.objects.filter(recording=recording, kind__in=kinds).order_by("at", "pk")[:MOMENTS_MOST])
    names = _names(recording, {mark.participant_id for mark in marks if mark.participant_id})
    return [
        Moment(timeline.position(mark.at), mark.kind, names.get(mark.participant_id or 0, ""), mark.text)
        for mark in marks
    ]


def _names(recording: Recording, participant_ids: set[int]) -> dict[int, str]:
    found = places().filter(room_id=recording.room_id or 0, participant_id__in=participant_ids)
    named = {}
    for place in found:
        user = place.participant.user
        named[place.participant_id] = place.display_name or (user.full_name if user else "")
    return named


def speaker_in(*, recording: Recording, peer: str) -> int | None:
    """Return the participant behind a peer of the recorded call."""
    found = CallParticipant.objects.filter(peer=peer, call__room_id=recording.room_id or 0)
    return found.values_list("participant_id", flat=True).first()


def person_named(username: str) -> User | None:
    """Return whoever has this name, in any spelling of it; None for nobody."""
    try:
        return user_by_username(username)
    except NotFound:
        return None


def code_of(*, recording_id: int) -> str:
    """Return the code of its room, "" when there is none; for finding the recorder's pass."""
    return recordings().filter(pk=recording_id).values_list("room__code", flat=True).first() or ""
