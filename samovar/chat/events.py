"""Messages on the wire."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.chat.part_events import MentionView, PollIn, PollView
from samovar.core.wire import Command, Event, Nothing, Position, Shape
from samovar.files.events import FileRef, FileView

Cid = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]


class QuoteView(Shape):
    """The message that another one answers; ``body`` are its first 200 characters, "" when it was deleted.

    Of one that is a file and no more, ``body`` is a sign and the file's name.
    """

    n: int
    sender: int
    name: str
    body: str


class ReactionView(Shape):
    """An emoji on a message, and the participants who put it there, the first one first."""

    emoji: str
    participants: list[int]


class ThreadView(Shape):
    """What stands under a message: how many answers that are not deleted, and since when the last one."""

    count: int
    at: str


class ForwardView(Shape):
    """Who said first what was forwarded; ``user`` is null for a guest."""

    sender: int
    user: int | None
    name: str


class MessageView(Shape):
    """One message. ``n`` counts messages in the room, ``at`` is ISO 8601 with ms and Z.

    A deleted one has an empty ``body`` and nothing else left; ``edited``: when it was last changed.
    ``thread``: the number of the message under which it stands; unless ``in_log`` only there.
    ``replies``: what stands under this one.
    """

    id: int | None
    n: int
    room: int
    sender: int
    user: int | None
    username: str | None
    name: str
    body: str
    at: str
    cid: str
    reply: QuoteView | None = None
    edited: str | None = None
    deleted: bool = False
    reactions: list[ReactionView] = []
    thread: int | None = None
    in_log: bool = True
    replies: ThreadView | None = None
    pinned: bool = False
    forwarded: ForwardView | None = None
    files: list[FileView] = []
    mentions: list[MentionView] = []
    poll: PollView | None = None


class ThreadChange(Shape):
    """What stands under the message ``n`` from now on; null when nothing does any more."""

    n: int
    replies: ThreadView | None


class MessageSent(Event):
    """Somebody wrote; the sender gets it too and knows it by ``cid``."""

    event_name: ClassVar[str] = "chat.message_sent"
    message: MessageView
    thread: ThreadChange | None = None


class MessageChanged(Event):
    """A message was edited or deleted, or somebody reacted: this is how it reads now."""

    event_name: ClassVar[str] = "chat.message_changed"
    message: MessageView
    thread: ThreadChange | None = None


class WhisperView(Shape):
    """A message for one person in a room, placed behind the message number ``after``."""

    id: int | None
    after: int
    room: int
    sender: int
    user: int | None
    username: str | None
    name: str
    to: int
    to_username: str | None
    to_name: str
    body: str
    at: str
    cid: str


class Whispered(Event):
    """Told on ``u:`` or ``g:`` of its two people alone; in unkept rooms on their ``w:`` memory streams."""

    event_name: ClassVar[str] = "chat.whispered"
    whisper: WhisperView


class WhisperAnswer(Shape):
    """The stored whisper's place: behind the message number ``after``."""

    id: int | None
    after: int
    at: str


class Whisper(Command):
    """Say something to one participant of the room alone; the same ``cid`` twice is once."""

    op: ClassVar[str] = "message.whisper"
    Answer: ClassVar[type[Shape]] = WhisperAnswer
    room: int
    cid: Cid
    to: int
    body: str


class WhispersAnswer(Shape):
    """The viewer's whispers of a kept room, oldest first, at most 200.

    ``stream`` and ``pos``: where those of an unkept room are told, else null; this socket receives it now.
    """

    whispers: list[WhisperView]
    stream: str | None
    pos: Position | None


class AskWhispers(Command):
    """What was whispered between the viewer and others in this room?"""

    op: ClassVar[str] = "message.whispers"
    Answer: ClassVar[type[Shape]] = WhispersAnswer
    room: int


class RoomFileView(Shape):
    """A file in the list of a room's files: sent by ``name`` with the message ``n``; ``row`` for paging."""

    row: int
    n: int
    name: str
    at: str
    file: FileView


class FilesAnswer(Shape):
    """The newest first; ``next`` is what to ask ``before`` for the next page, or null."""

    files: list[RoomFileView]
    next: int | None


class AskFiles(Command):
    """Which files were sent in this room?"""

    op: ClassVar[str] = "message.files"
    Answer: ClassVar[type[Shape]] = FilesAnswer
    room: int
    before: Annotated[int, Field(ge=1)] | None = None


class Typing(Event):
    """Ephemeral: this participant typed just now."""

    event_name: ClassVar[str] = "chat.typing"
    participant: int


class SendAnswer(Shape):
    """The stored message's place in the room's stream; ``seq`` as in the event's ``q``."""

    id: int | None
    n: int
    seq: int
    at: str


class Original(Shape):
    """A message that is forwarded: its number in a room that the sender is in."""

    room: int
    n: Annotated[int, Field(ge=1)]


class SendMessage(Command):
    """Write into a room. The same ``cid`` sent twice is stored once and answered the same.

    ``thread``: under this message of the room, and with ``in_log`` into the log too. ``forward``: what
    another message says instead of ``body``, which is empty then. ``files`` are finished uploads of one's
    own, each sent once; with some the ``body`` may be empty. With a ``poll``, ``body`` is left empty: it is
    made from the question and the options.
    """

    op: ClassVar[str] = "message.send"
    Answer: ClassVar[type[Shape]] = SendAnswer
    room: int
    cid: Cid
    body: str
    reply_to: Annotated[int, Field(ge=1)] | None = None
    thread: Annotated[int, Field(ge=1)] | None = None
    in_log: bool = True
    forward: Original | None = None
    files: Annotated[list[FileRef], Field(max_length=10)] = []
    poll: PollIn | None = None


class EditMessage(Command):
    """Say something else in one's own message ``n``; what it said before stays to be seen."""

    op: ClassVar[str] = "message.edit"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    body: str


class DeleteMessage(Command):
    """Take the message ``n`` back for everybody: one's own, or as owner or host of the room."""

    op: ClassVar[str] = "message.delete"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int


class SetReaction(Command):
    """Put an emoji on the message ``n`` or (``on`` false) take it away. Twice is once."""

    op: ClassVar[str] = "message.react"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int
    emoji: Annotated[str, Field(max_length=40)]
    on: bool


class VersionView(Shape):
    """What a message said, and since when."""

    body: str
    at: str


class VersionsAnswer(Shape):
    """All a message has said, the first version first, the present one last."""

    versions: list[VersionView]


class AskVersions(Command):
    """How was the message ``n`` edited?"""

    op: ClassVar[str] = "message.versions"
    Answer: ClassVar[type[Shape]] = VersionsAnswer
    room: int
    n: int


class Face(Shape):
    """The path of somebody's square picture."""

    participant: int
    avatar: str


class HistoryAnswer(Shape):
    """Messages in ascending ``n``; ``more``: older ones exist, ``newer``: newer ones do.

    ``starred``: the numbers of those among them that the viewer put aside. ``faces``: of their authors.
    """

    messages: list[MessageView]
    more: bool
    newer: bool = False
    starred: list[int] = []
    faces: list[Face] = []


class MessageHistory(Command):
    """A page of the log: before or after the number ``before`` or ``after`` (exclusive), around a number.

    At most one of the three; without, the newest page.
    """

    op: ClassVar[str] = "message.history"
    Answer: ClassVar[type[Shape]] = HistoryAnswer
    room: int
    before: int | None = None
    after: int | None = None
    around: int | None = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class TypingNow(Command):
    """Ephemeral, at most every 2 s."""

    op: ClassVar[str] = "message.typing"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
