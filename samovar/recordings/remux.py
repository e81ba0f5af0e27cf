"""Making one file that seeks out of runs of pieces, without coding anything anew. Knows files, no database.

Pieces of a run, one after the other, are a WebM that may stop anywhere; each run begins with a header of its
own and is put behind the one before. A picture is shown only from a key frame on: what comes before one, at
the beginning and after a hole, could not be decoded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
from av.container import InputContainer, OutputContainer
from PIL import Image

from samovar.recordings import store
from samovar.recordings.joined import Joined, head_of
from samovar.recordings.video import PREVIEW_COLUMNS, PREVIEW_SIZE, Chapter, NothingReadable

POSTER_SIZE = (640, 360)
PREVIEWS_MOST = 100
LATE_MOST = 500  # milliseconds that a packet may lie behind the one before and is still put after it
# Chromium's recorder gives a packet of sound the time when its last part began, less the length of a part.
# It does not say either that Opus itself begins later than what it was given: 46 ms behind the picture.
_PART = 10  # milliseconds
_OPUS_BEGINS = 6.5  # milliseconds: 312 samples
_MILLI = Fraction(1, 1000)
_KINDS = ("video", "audio")


@dataclass(frozen=True)
class Span:
    """Where a run lies in the file, in milliseconds."""

    start_ms: int
    length_ms: int


class _Writer:
    """The file that is being made; its streams are those of the first run that has any."""

    def __init__(self, path: Path) -> None:
        self.container: OutputContainer = av.open(
            str(path), "w", format="webm", options={"cues_to_front": "1", "reserve_index_space": "65536"}
        )
        self._streams: dict[str, Any] = {}
        self._last: dict[str, int] = {}
        self._shows = False
        self.end_ms = 0

    def take_streams(self, source: InputContainer) -> None:
        if self._streams:
            return
        for kind in _KINDS:
            found = next((one for one in source.streams if one.type == kind), None)
            if found is not None:
                self._streams[kind] = self.container.add_stream_from_template(found)

    def await_picture(self) -> None:
        """What follows does not continue what came before: its picture begins with a key frame."""
        self._shows = False

    def take(self, packet: Any, offset_ms: int) -> None:
        """Write a packet ``offset_ms`` later; times rise by a millisecond at least.

        None is left out for its time, since those after it build on it; but what lies far behind is no part
        of this, and then the next picture is again a key frame.
        """
        kind = packet.stream.type
        stream = self._streams.get(kind)
        if stream is None or packet.dts is None or packet.size == 0 or not self._can_show(packet):
            return
        base = packet.time_base
        earliest = self._last.get(kind, -1) + 1
        begins = offset_ms + round(packet.dts * base / _MILLI)
        if begins < earliest - LATE_MOST:
            self._shows = self._shows and kind != "video"
            return
        begins = max(begins, earliest)
        self._last[kind] = begins
        length = round((packet.duration or 0) * base / _MILLI)
        self.end_ms = max(self.end_ms, begins + length)
        packet.time_base = _MILLI
        packet.dts = packet.pts = begins
        packet.duration = length
        packet.stream = stream
        self.container.mux(packet)

    def _can_show(self, packet: Any) -> bool:
        if packet.stream.type == "video":
            self._shows = self._shows or packet.is_keyframe
            return self._shows
        return True


def join_runs(runs: list[list[list[str]]], target: Path, chapters: list[Chapter]) -> list[Span]:
    """Write ``target`` from the pieces of each run and return where each lies. NothingReadable.

    A run is a list of stretches without a hole, each a list of names of pieces in their order.
    """
    writer = _Writer(target)
    spans = []
    try:
        for stretches in runs:
            start = writer.end_ms
            _copy_run(stretches, writer, start)
            spans.append(Span(start, writer.end_ms - start))
        if writer.end_ms == 0:
            raise NothingReadable
        if chapters:
            writer.container.set_chapters(_chapters(chapters, writer.end_ms))
    finally:
        _close(writer)
    return spans


def _close(writer: _Writer) -> None:
    try:
        writer.container.close()
    except (av.error.FFmpegError, ValueError):
        # Without a stream there is nothing to close; whoever asked hears NothingReadable.
        return


def _copy_run(stretches: list[list[str]], writer: _Writer, start_ms: int) -> None:
    """Put a run behind what is there; the times of its later stretches count from the same beginning."""
    head, first = b"", None
    for names in stretches:
        head_here = head or head_of(names)
        writer.await_picture()
        begins = _copy(Joined(names, head), writer, start_ms, first)
        head, first = head_here, begins if first is None else first


def _copy(source: Joined, writer: _Writer, start_ms: int, first: int | None) -> int | None:
    """Write what can be read; ``first``: the time in it that is ``start_ms``, None: its own first one."""
    try:
        with av.open(source, "r", format="matroska") as container:
            writer.take_streams(container)
            for packet in container.demux():
                if packet.dts is not None and first is None:
                    first = round(packet.dts * packet.time_base / _MILLI)
                begins = start_ms - (first or 0) + (1 if start_ms else 0)
                writer.take(packet, begins - _lateness(container, packet))
    except (av.error.FFmpegError, EOFError):
        # A torn tail: all that came before it is there.
        pass
    return first


def _lateness(source: InputContainer, packet: Any) -> int:
    """Return by how many milliseconds the time of this packet is too late."""
    written_by = {name.lower(): value for name, value in source.metadata.items()}.get("encoder")
    if packet.stream.type != "audio" or written_by != "Chrome":
        return 0
    length = (packet.duration or 0) * packet.time_base / _MILLI
    return max(0, round(float(length) - 2 * _PART + _OPUS_BEGINS))


def _chapters(chapters: list[Chapter], end_ms: int) -> list[Any]:
    inside = [one for one in chapters if one.start_ms < end_ms]
    ends = [one.start_ms for one in inside[1:]] + [end_ms]
    return [
        {
            "id": number,
            "start": one.start_ms,
            "end": end,
            "time_base": _MILLI,
            "metadata": {"title": one.title},
        }
        for number, (one, end) in enumerate(zip(inside, ends, strict=True), start=1)
    ]


def check(path: Path, expected_ms: int) -> None:
    """Raise NothingReadable unless the file has a length near ``expected_ms`` and its middle can be shown."""
    try:
        with av.open(str(path)) as source:
            length = (source.duration or 0) / 1000
            if abs(length - expected_ms) > max(1000, expected_ms * 0.02):
                raise NothingReadable
            if source.streams.video:
                source.seek(int(expected_ms / 2 * 1000))
                next(iter(source.decode(source.streams.video[0])))
    except (av.error.FFmpegError, StopIteration) as error:
        raise NothingReadable from error


def draw_previews(path: Path, folder: Path, length_ms: int) -> int:
    """Save a poster and a sheet of small pictures, evenly spread; return how many are on the sheet."""
    shown = list(_pictures(path, length_ms))
    if not shown:
        return 0
    poster = shown[min(len(shown) - 1, len(shown) // 10)].copy()
    poster.thumbnail(POSTER_SIZE)
    poster.save(folder / store.POSTER, "WEBP", quality=80)
    width, height = PREVIEW_SIZE
    rows = -(-len(shown) // PREVIEW_COLUMNS)
    sheet = Image.new("RGB", (width * min(len(shown), PREVIEW_COLUMNS), height * rows))
    for number, picture in enumerate(shown):
        row, column = divmod(number, PREVIEW_COLUMNS)
        sheet.paste(picture.resize(PREVIEW_SIZE), (column * width, row * height))
    sheet.save(folder / store.PREVIEWS, "WEBP", quality=70)
    return len(shown)


def _pictures(path: Path, length_ms: int) -> Iterator[Image.Image]:
    """Yield key frames, one for each part of the length; the one before where a part has none."""
    parts = max(1, min(PREVIEWS_MOST, length_ms // 4000))
    with av.open(str(path)) as source:
        if not source.streams.video:
            return
        stream = source.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        part, last = 0, None
        for frame in _frames(source, stream):
            at = float(frame.time or 0) * 1000
            while last is not None and part < parts and at > part * length_ms / parts:
                yield last
                part += 1
            last = frame.to_image()
            last.thumbnail(POSTER_SIZE)
        while last is not None and part < parts:
            yield last
            part += 1


def _frames(source: InputContainer, stream: Any) -> Iterator[Any]:
    try:
        yield from source.decode(stream)
    except av.error.FFmpegError:
        # Pictures are a courtesy: what can be decoded is shown.
        return
