"""What the pages of recordings show. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone

from samovar.accounts.models import User
from samovar.boards.models import Board
from samovar.chat.queries import messages_between
from samovar.people.queries import blocked_ids
from samovar.recordings import queries, rules
from samovar.recordings.models import Recording, Stroke
from samovar.recordings.timeline import Timeline
from samovar.recordings.video import PREVIEW_COLUMNS, PREVIEW_SIZE

MOST = 5000  # messages of one replay
STROKES = 1000  # in one answer
STROKE_LETTERS = 4 * 1024 * 1024  # the same, of their JSON; a single one may have more
CAPTION_SHOWN_MS = 2000, 7000  # at least and at most
LETTER_MS = 60  # to read one


@dataclass(frozen=True)
class Line:
    """A recording as the list shows it."""

    recording: Recording
    mine: bool

    @property
    def ready(self) -> bool:
        """It can be played."""
        return self.recording.finished_at is not None

    @property
    def length(self) -> str:
        """Hours, minutes and seconds, as few of them as needed."""
        minutes, seconds = divmod(round(self.recording.duration_ms / 1000), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@dataclass(frozen=True)
class Player:
    """A recording as its page shows it. ``shared_with``: people, for who may change that."""

    line: Line
    shared_with: list[User]
    has_captions: bool
    columns: int = PREVIEW_COLUMNS
    preview_width: int = PREVIEW_SIZE[0]
    preview_height: int = PREVIEW_SIZE[1]
    days: tuple[int, ...] = rules.DAYS

    @property
    def goes_within(self) -> int:
        """Which of ``days`` it is from now until it goes by itself, the next larger one; 0: never."""
        until = self.line.recording.expires_at
        if until is None:
            return 0
        left = until - timezone.now()
        return next((days for days in self.days if days and left <= timedelta(days=days)), self.days[-1])


def rows_for(*, viewer: User, before: int | None) -> list[Line]:
    """Return a page of what the viewer may see, the newest first."""
    found = queries.recordings_for(viewer=viewer, before=before)
    return [Line(row.recording, row.mine) for row in found]


def deleted_for(*, viewer: User, recording_id: int | None) -> Recording | None:
    """Return what the viewer has just deleted and may take back, else None."""
    found = queries.deleted_recordings().filter(pk=recording_id or 0).first()
    return found if found is not None and rules.can_change(viewer, found) else None


def player_for(*, viewer: User, recording_id: int) -> Player:
    """NotFound, Denied (``not_shared``)."""
    row = queries.recording_for(viewer=viewer, recording_id=recording_id)
    shares = queries.shares_of(row.recording) if row.mine else []
    captions = queries.captions_of(row.recording, Timeline(()))
    return Player(Line(row.recording, row.mine), shares, bool(captions))


def replay_for(*, viewer: User, recording_id: int, after: int | None = None) -> dict[str, Any]:
    """Return what happened, each with its place in the video in milliseconds. NotFound, Denied.

    ``{"duration", "board", "chapters": [{at, kind, name}], "captions": [{at, name, text}],
    "messages": [{at, name, text}], "strokes": [{at, elements}], "more": id | None}``. Strokes may be too
    many for one answer: where there are ``more``, the next ones come ``after`` that id, alone. ``board``:
    whose pictures they show, None where it is gone.
    """
    recording = queries.recording_for(viewer=viewer, recording_id=recording_id).recording
    timeline = queries.timeline_of(recording)
    drawn = _strokes(recording, timeline, after)
    if after is not None:
        return drawn
    return {
        "duration": recording.duration_ms,
        "board": Board.objects.filter(room_id=recording.room_id or 0).values_list("pk", flat=True).first(),
        "chapters": [
            {"at": one.at_ms, "kind": one.kind, "name": one.name}
            for one in queries.chapters_of(recording, timeline)
        ],
        "captions": [
            {"at": one.at_ms, "name": one.name, "text": one.text}
            for one in queries.captions_of(recording, timeline)
        ],
        "messages": _messages(viewer, recording, timeline),
        **drawn,
    }


def _messages(viewer: User, recording: Recording, timeline: Timeline) -> list[dict[str, Any]]:
    """What was written in the room meanwhile, where it is kept and the viewer belongs to it."""
    room = recording.room
    if room is None or room.closed_at is not None or not room.kept or not timeline.stretches:
        return []
    since = timeline.stretches[0].began
    last = timeline.stretches[-1]
    until = recording.ended_at or last.began + timedelta(milliseconds=last.length_ms)
    hidden = blocked_ids(viewer=viewer)
    found = messages_between(viewer=viewer, room_id=room.pk, since=since, until=until, limit=MOST)
    return [
        {"at": timeline.position(at), "name": message.name, "text": message.body}
        for at, message in found
        if message.user not in hidden and not message.deleted
    ]


def _strokes(recording: Recording, timeline: Timeline, after: int | None) -> dict[str, Any]:
    """Return the next strokes, as many as one answer takes, and after which there are ``more``."""
    ahead = Stroke.objects.filter(recording=recording)
    last = ahead.filter(pk=after).first() if after is not None else None
    if last is not None:
        ahead = ahead.filter(Q(at__gt=last.at) | Q(at=last.at, pk__gt=last.pk))
    sizes = ahead.annotate(letters=Length(Cast("elements", TextField()))).order_by("at", "pk")
    keys: list[int] = []
    total = 0
    for key, letters in sizes.values_list("pk", "letters")[: STROKES + 1]:
        total += letters
        if keys and (total > STROKE_LETTERS or len(keys) == STROKES):
            return {"strokes": _drawn(keys, timeline), "more": keys[-1]}
        keys.append(key)
    return {"strokes": _drawn(keys, timeline), "more": None}


def _drawn(keys: list[int], timeline: Timeline) -> list[dict[str, Any]]:
    found = Stroke.objects.filter(pk__in=keys).order_by("at", "pk")
    return [{"at": timeline.position(stroke.at), "elements": stroke.elements} for stroke in found]


def captions_for(*, viewer: User, recording_id: int) -> str:
    """Return what was said as WebVTT; a text is shown as long as it takes to read, or until the next one."""
    recording = queries.recording_for(viewer=viewer, recording_id=recording_id).recording
    said = queries.captions_of(recording, queries.timeline_of(recording))
    following = [*(one.at_ms for one in said), recording.duration_ms][1:]
    cues = [
        f"{_stamp(one.at_ms)} --> {_stamp(_until(one, then))}\n{_plain(one.name)}: {_plain(one.text)}"
        for one, then in zip(said, following, strict=True)
    ]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _until(said: queries.Moment, following: int) -> int:
    """Return until when a text is shown; half a second even where the next one comes at once."""
    least, most = CAPTION_SHOWN_MS
    reading = min(most, max(least, len(said.text) * LETTER_MS))
    return min(max(following, said.at_ms + 500), said.at_ms + reading)


def _stamp(ms: int) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{ms:03}"


def _plain(text: str) -> str:
    """One line without what WebVTT reads as markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(escaped.split())
