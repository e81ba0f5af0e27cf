"""Writing on the wire: who can be named, what somebody began, and how he writes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape
from samovar.rooms.events import Person


class MentionableAnswer(Shape):
    """At most eight people; ``everybody``: the writer may name all at once."""

    people: list[Person]
    everybody: bool


class AskMentionable(Command):
    """Who in this room is called like ``text``? Nobody in a block with the writer."""

    op: ClassVar[str] = "message.mentionable"
    Answer: ClassVar[type[Shape]] = MentionableAnswer
    room: int
    text: Annotated[str, Field(max_length=60)]


class AbsentPerson(Shape):
    """Somebody with an account who does not belong to the room."""

    username: str
    name: str


class AbsentAnswer(Shape):
    """At most eight, nobody in a block with the writer; ``may_invite``: the writer may invite them."""

    people: list[AbsentPerson]
    may_invite: bool


class AskAbsent(Command):
    """Whom does this text name who does not belong to the room, and so is not told?"""

    op: ClassVar[str] = "message.absent"
    Answer: ClassVar[type[Shape]] = AbsentAnswer
    room: int
    text: Annotated[str, Field(max_length=20_000)]


class WritingAnswer(Shape):
    """What the viewer began to write in a room, on any device: an empty body and ``rev`` 0 when nothing.

    ``enter_sends``: else Enter begins a line.
    """

    body: str
    rev: int
    enter_sends: bool


class AskWriting(Command):
    """Where did the viewer stop writing in this room?"""

    op: ClassVar[str] = "writing.ask"
    Answer: ClassVar[type[Shape]] = WritingAnswer
    room: int


class BegunAnswer(Shape):
    """``rev``: the number of this state; a later one is higher."""

    rev: int


class KeepBegun(Command):
    """Keep what the viewer began to write in a kept room; an empty body forgets it."""

    op: ClassVar[str] = "writing.keep"
    Answer: ClassVar[type[Shape]] = BegunAnswer
    room: int
    body: str


class BegunChanged(Event):
    """Ephemeral, on ``u:`` or ``g:``: what its owner began to write in a room reads so now."""

    event_name: ClassVar[str] = "chat.begun_changed"
    room: int
    body: str
    rev: int


class ChooseHabit(Command):
    """What Enter does when the viewer writes, on all devices."""

    op: ClassVar[str] = "writing.choose"
    Answer: ClassVar[type[Shape]] = Nothing
    enter_sends: bool


class HabitChosen(Event):
    """Ephemeral, on ``u:``: it does so from now on."""

    event_name: ClassVar[str] = "chat.habit_chosen"
    enter_sends: bool
