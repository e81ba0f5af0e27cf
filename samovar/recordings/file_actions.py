"""Making the file of a recording out of its pieces, again as often as wanted, and clearing up."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samovar.core.errors import NoSpace
from samovar.notifications.actions import notify_anew
from samovar.recordings import queries, store
from samovar.recordings.actions import changing_of, tell
from samovar.recordings.models import Piece, Recording, Run
from samovar.recordings.timeline import Stretch, Timeline
from samovar.recordings.video import Chapter, NothingReadable

TAKEN_BACK_WITHIN = timedelta(minutes=30)  # a deletion
PIECES_KEPT = timedelta(days=1)  # after the file was checked
State, Trouble = Recording.State, Recording.Trouble
PASSING = (Trouble.NONE, Trouble.QUIET, Trouble.LATER)  # what is over once there is a file
logger = logging.getLogger("samovar.recordings")
# What is written into the file names nobody, since a file cannot forget somebody.
TITLES = {"joined": "Joined", "screen": "Screen shared", "board": "Board"}


def make_file(*, recording_id: int) -> bool:
    """Join the pieces into a checked file with pictures, and tell. False when nothing could be read."""
    recording = queries.recordings().filter(pk=recording_id).first()
    if recording is None:
        return False
    Recording.objects.filter(pk=recording.pk, state=State.FINISHING).update(seen_at=timezone.now())
    try:
        _make(recording)
    except NothingReadable:
        _settle_as(recording, State.BROKEN)
        return False
    except (OSError, NoSpace) as error:
        if isinstance(error, OSError) and error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        logger.warning("no space to finish recording %d; it is tried again", recording.pk)
        # How it ended stays known: that it waits is said only of one that ended as it was meant to.
        Recording.objects.filter(pk=recording.pk, trouble__in=PASSING).update(trouble=Trouble.LATER)
        return False
    return True


def _make(recording: Recording) -> None:
    from samovar.recordings import remux  # noqa: PLC0415 - who serves pages has no use for its libraries

    runs = {run.number: run for run in Run.objects.filter(recording=recording).order_by("number")}
    kept = store.kept_pieces(recording.place)
    found = {number: _stretches(recording, number, kept) for number in runs}
    if not any(found.values()):
        raise NothingReadable
    with store.workshop(recording.place) as folder:
        video = folder / store.VIDEO
        spans = remux.join_runs(list(found.values()), video, _chapters(recording, list(runs.values())))
        length = spans[-1].start_ms + spans[-1].length_ms
        remux.check(video, length)
        pictures = remux.draw_previews(video, folder, length)
        size = video.stat().st_size
        for made in sorted(folder.iterdir()):
            store.keep(made, recording.place)
    for run, span in zip(runs.values(), spans, strict=True):
        Run.objects.filter(pk=run.pk).update(media_start_ms=span.start_ms, media_ms=span.length_ms)
    recording.size, recording.duration_ms, recording.previews = size, length, pictures
    _settle_as(recording, State.READY)


def _stretches(recording: Recording, run: int, kept: set[str]) -> list[list[str]]:
    """Return the pieces of a run that are ``kept``, those together that follow each other without a hole."""
    numbers = Piece.objects.filter(recording=recording, run=run).order_by("n").values_list("n", flat=True)
    found: list[list[str]] = []
    expected = None
    for n in numbers:
        name = store.piece_name(recording.place, run, n)
        if name not in kept:
            continue
        if n != expected:
            found.append([])
        found[-1].append(name)
        expected = n + 1
    return found


def _chapters(recording: Recording, runs: list[Run]) -> list[Chapter]:
    """Return what the file itself says of its contents, as exactly as is known before it is made."""
    guess, start = [], 0
    for run in runs:
        last = Piece.objects.filter(recording=recording, run=run.number).order_by("-n").first()
        length = (last.at - run.started_at) // timedelta(milliseconds=1) if last else 0
        guess.append(Stretch(run.started_at, start, length))
        start += length
    timeline = Timeline(tuple(guess), queries.pauses_of(recording))
    begins = Chapter(0, "Begin")
    rest = [
        Chapter(moment.at_ms, TITLES.get(moment.kind, ""))
        for moment in queries.chapters_of(recording, timeline)
        if moment.at_ms > 0
    ]
    return [begins, *rest] if rest else []


def _settle_as(recording: Recording, state: Recording.State) -> None:
    """Store what came out. More pieces may have come meanwhile: then it is looked at again later."""
    now = timezone.now()
    with changing_of(recording):
        recording.state = state
        if state == State.READY:
            recording.finished_at = now
            days = settings.RECORDINGS_DAYS
            if recording.expires_at is None and days:
                recording.expires_at = now + timedelta(days=days)
            if recording.trouble in PASSING:
                recording.trouble = Trouble.NONE
        recording.save(
            update_fields=["size", "duration_ms", "previews", "finished_at", "expires_at", "trouble"]
        )
        if Recording.objects.filter(pk=recording.pk, state=State.FINISHING).update(state=state):
            tell(recording)
    if state == State.READY:
        notify_anew(
            actor=None,
            user=recording.owner,
            kind="recording",
            subject=recording.name,
            target=f"/recordings/{recording.pk}/",
            key=f"recording:{recording.pk}",
        )


def claim_unfinished() -> list[int]:
    """Say of what waits for its file that it is made now; return what this process is to make, each once."""
    return [one.pk for one in queries.left_unfinished() if _claim(one)]


def _claim(recording: Recording) -> bool:
    """It waits no more; False when another process has just said so."""
    with changing_of(recording):
        waiting = Recording.objects.filter(
            pk=recording.pk, state=State.FINISHING, trouble=recording.trouble, seen_at=recording.seen_at
        )
        trouble = Trouble.NONE if recording.trouble == Trouble.LATER else recording.trouble
        return bool(waiting.update(trouble=trouble, seen_at=timezone.now()))


def rebuild(*, recording_ids: Iterable[int] = ()) -> dict[int, str]:
    """Make files anew of all pieces that are still there, or of these recordings alone; say how each went."""
    found = queries.recordings().exclude(state=State.RUNNING).order_by("pk")
    chosen = list(recording_ids)
    told: dict[int, str] = {}
    for recording in found.filter(pk__in=chosen) if chosen else found:
        if not Piece.objects.filter(recording=recording).exists():
            told[recording.pk] = "its pieces are gone already; the file stays as it is"
            continue
        Recording.objects.filter(pk=recording.pk).update(state=State.FINISHING)
        made = make_file(recording_id=recording.pk)
        told[recording.pk] = "rebuilt" if made else "nothing could be read of its pieces"
    return told


def sweep() -> int:
    """Delete what has expired, and pieces whose file was checked a day ago; return how many recordings."""
    now = timezone.now()
    expired = list(queries.recordings().filter(expires_at__lt=now).exclude(state=State.RUNNING))
    expired += queries.deleted_recordings().filter(deleted_at__lt=now - TAKEN_BACK_WITHIN)
    for recording in expired:
        remove(recording)
    old = queries.recordings().filter(state=State.READY, finished_at__lt=now - PIECES_KEPT, pieces_size__gt=0)
    found = list(old)
    for recording in found:
        _drop_pieces(recording)
    return len(expired) + len(found)


def _drop_pieces(recording: Recording) -> None:
    with transaction.atomic():
        Piece.objects.filter(recording=recording).delete()
        Recording.objects.filter(pk=recording.pk).update(pieces_size=0)
        transaction.on_commit(lambda: store.drop_pieces(recording.place))


def remove(recording: Recording) -> None:
    """Delete a recording with its files. Who may do so was asked before."""
    place = recording.place
    with transaction.atomic():
        recording.delete()
        # The bytes go only when the rows are gone for good.
        transaction.on_commit(lambda: store.drop_all(place))


def sweep_of(rows: Q) -> int:
    """Delete all recordings of ``rows`` with their files; return how many."""
    found = list(Recording.objects.filter(rows)[:200])
    for recording in found:
        remove(recording)
    return len(found)
