"""Recording on the wire: that it runs is told to everybody in the room."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from samovar.calls.events import Peer
from samovar.core.wire import Command, Event, Nothing, Shape

Id = Annotated[int, Field(ge=1, lt=2**63)]
State = Literal["running", "stopping", "finishing", "ready", "broken"]
Trouble = Literal["", "quiet", "quota", "disk", "later"]


class RecordingView(Shape):
    """A recording as its room may know it. ``elapsed_ms``: recorded until ``at``, goes on unless paused.

    ``peer`` is the tab that records, ``by`` the name of who pressed Record. ``trouble``: ``quiet`` (nothing
    comes from the recorder), ``quota``, ``disk``; what was recorded until then stays.
    """

    id: int
    state: State
    paused: bool
    trouble: Trouble
    by: str
    peer: str
    on_server: bool
    at: str
    elapsed_ms: int


class RecordingChanged(Event):
    """It began, paused, went on, ended, or something is wrong with it."""

    event_name: ClassVar[str] = "recordings.changed"
    recording: RecordingView


class RecordingAnswer(Shape):
    """The running recording or null."""

    recording: RecordingView | None


class AskRecording(Command):
    """Is the call of this room being recorded? Asked before one joins it."""

    op: ClassVar[str] = "recording.state"
    Answer: ClassVar[type[Shape]] = RecordingAnswer
    room: Id


class StartRecording(Command):
    """A host begins to record in this tab (``on_server``: lets the server do it)."""

    op: ClassVar[str] = "recording.start"
    Answer: ClassVar[type[Shape]] = RecordingView
    room: Id
    peer: Peer
    on_server: bool = False


class BeginRun(Command):
    """The recorder says that its browser has begun run ``run`` (from 0); pieces of it may follow."""

    op: ClassVar[str] = "recording.run"
    Answer: ClassVar[type[Shape]] = Nothing
    recording: Id
    run: Annotated[int, Field(ge=0, lt=1000)]


class KeepRecording(Command):
    """The recorder is alive, also while there is nothing to send."""

    op: ClassVar[str] = "recording.keep"
    Answer: ClassVar[type[Shape]] = RecordingView
    recording: Id


class PauseRecording(Command):
    """A host pauses, or goes on. Doing it twice does nothing."""

    op: ClassVar[str] = "recording.pause"
    Answer: ClassVar[type[Shape]] = Nothing
    recording: Id
    paused: bool


class StopRecording(Command):
    """A host ends it; the recorder sends what is left and says ``recording.finish``."""

    op: ClassVar[str] = "recording.stop"
    Answer: ClassVar[type[Shape]] = Nothing
    recording: Id


class FinishRecording(Command):
    """The recorder has sent its last piece: the file can be made."""

    op: ClassVar[str] = "recording.finish"
    Answer: ClassVar[type[Shape]] = Nothing
    recording: Id


class NoteCaption(Command):
    """The recorder passes on what somebody said, as text; it began ``since_ms`` milliseconds ago."""

    op: ClassVar[str] = "recording.caption"
    Answer: ClassVar[type[Shape]] = Nothing
    recording: Id
    peer: Peer
    text: Annotated[str, Field(min_length=1, max_length=500)]
    since_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
