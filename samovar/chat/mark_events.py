"""Pins, stars, muted rooms and places in the log, on the wire."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.chat.events import Face, MessageView
from samovar.core.wire import Command, Event, Nothing, Shape
from samovar.rooms.events import Person

LATEST = 253_402_300_800_000  # the year 10000 in ms since 1970


class PinMessage(Command):
    """Let the message ``n`` stand above the log, or (``on`` false) no longer. Twice is once."""

    op: ClassVar[str] = "message.pin"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    on: bool


class PinsAnswer(Shape):
    """What stands above the log, the newest pin first."""

    messages: list[MessageView]


class AskPins(Command):
    """What stands above the log of this room?"""

    op: ClassVar[str] = "message.pins"
    Answer: ClassVar[type[Shape]] = PinsAnswer
    room: int


class StarMessage(Command):
    """Put the message ``n`` aside for oneself, or (``on`` false) no longer. Twice is once."""

    op: ClassVar[str] = "message.star"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    on: bool


class Starred(Event):
    """Ephemeral, on the stream of who starred: this message is put aside (``on``), or no longer."""

    event_name: ClassVar[str] = "chat.starred"
    room: int
    n: int
    on: bool


class MuteRoom(Command):
    """Be told nothing of this room (``on``), or again of all."""

    op: ClassVar[str] = "message.mute"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    on: bool


class Muted(Event):
    """Ephemeral, on the stream of who mutes: he is told nothing of this room (``on``), or again of all."""

    event_name: ClassVar[str] = "chat.muted"
    room: int
    on: bool


class Folded(Event):
    """Ephemeral, on the stream of who blocks: messages of this person are folded (``on``), or no longer."""

    event_name: ClassVar[str] = "chat.folded"
    user: int
    on: bool


class PlaceAnswer(Shape):
    """The number of the first message at or after the moment; null when there is none."""

    n: int | None


class AskPlace(Command):
    """Where in the log of this room does this moment (ms since 1970) stand?"""

    op: ClassVar[str] = "message.place"
    Answer: ClassVar[type[Shape]] = PlaceAnswer
    room: int
    at: Annotated[int, Field(ge=0, lt=LATEST)]


class ThreadAnswer(Shape):
    """The message above a thread and a page of what stands under it, in ascending ``n``.

    ``more``: older ones exist. ``following``: the viewer hears of new ones; ``read``: how far he has read.
    """

    root: MessageView
    messages: list[MessageView]
    more: bool
    following: bool
    read: int
    starred: list[int] = []
    faces: list[Face] = []


class AskThread(Command):
    """What stands under the message ``n``: the newest, or those before the number ``before``."""

    op: ClassVar[str] = "message.thread"
    Answer: ClassVar[type[Shape]] = ThreadAnswer
    room: int
    n: int
    before: int | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class FollowThread(Command):
    """Hear of what is written under the message ``n`` (``on``), or no longer."""

    op: ClassVar[str] = "message.follow"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    on: bool


class ReadThread(Command):
    """Under the message ``n`` everything up to the number ``upto`` is read."""

    op: ClassVar[str] = "message.thread_read"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    upto: Annotated[int, Field(ge=0)]


class FollowedThread(Shape):
    """A thread the viewer follows, and how many answers of others in it he has not read."""

    root: MessageView
    unread: int


class ThreadsAnswer(Shape):
    """The threads of a room the viewer follows, the one with the newest answer first; at most 50."""

    threads: list[FollowedThread]


class AskThreads(Command):
    """Which threads of this room does the viewer follow?"""

    op: ClassVar[str] = "message.threads"
    Answer: ClassVar[type[Shape]] = ThreadsAnswer
    room: int


class ThreadNews(Event):
    """Ephemeral, on the stream of who follows: ask anew which threads of this room have something new."""

    event_name: ClassVar[str] = "chat.thread_news"
    room: int


class ReadersAnswer(Shape):
    """Who of the others has read the message, at most 100."""

    people: list[Person]


class AskReaders(Command):
    """Who has read the message ``n``?"""

    op: ClassVar[str] = "message.readers"
    Answer: ClassVar[type[Shape]] = ReadersAnswer
    room: int
    n: int


class Target(Shape):
    """Where the viewer may write: a room, or a person (``username``) with or without a conversation yet."""

    room: int | None
    username: str | None
    name: str
    avatar: str | None


class TargetsAnswer(Shape):
    """At most 50, those one talked in last first."""

    targets: list[Target]


class AskTargets(Command):
    """Where could the viewer send something, with ``text`` in the name?"""

    op: ClassVar[str] = "message.targets"
    Answer: ClassVar[type[Shape]] = TargetsAnswer
    text: Annotated[str, Field(max_length=100)] = ""


class TalkAnswer(Shape):
    """The conversation of the two."""

    room: int


class TalkWith(Command):
    """Find the conversation with a person, or begin one."""

    op: ClassVar[str] = "message.talk"
    Answer: ClassVar[type[Shape]] = TalkAnswer
    username: Annotated[str, Field(max_length=150)]
