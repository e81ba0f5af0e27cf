"""Reading on the wire: how far somebody has read, and what is unread in the conversations."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape


class Read(Event):
    """Ephemeral: this participant has read up to the message number ``n``."""

    event_name: ClassVar[str] = "chat.read"
    participant: int
    n: int


class InboxChanged(Event):
    """Ephemeral, on ``u:``: something in the conversations is different; ask anew what is unread."""

    event_name: ClassVar[str] = "chat.inbox_changed"
    room: int


class ReadUpTo(Command):
    """The viewer has seen the message ``n`` and all before it. Going back takes ``message.unread``."""

    op: ClassVar[str] = "message.read"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: Annotated[int, Field(ge=0)]


class MarkUnread(Command):
    """From the message ``n`` on all counts as unread again."""

    op: ClassVar[str] = "message.unread"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: Annotated[int, Field(ge=1)]


class LookAt(Command):
    """This tab has the room on the screen and the focus (``on``): nothing of it is notified. Or no longer."""

    op: ClassVar[str] = "message.look"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    on: bool


class ReadPlace(Shape):
    """How far one participant has read."""

    participant: int
    n: int


class ReadsAnswer(Shape):
    """``mine``: up to where the viewer has read; ``others``: of at most 100 others who have read anything.

    ``unread``: how many messages of others wait. ``muted``: the viewer is told nothing of this room.
    ``folded``: the users whose messages are folded for the viewer, who has blocked them.
    """

    mine: int
    others: list[ReadPlace]
    unread: int = 0
    muted: bool = False
    folded: list[int] = []


class AskReads(Command):
    """Who has read how far in this room. Empty for rooms that keep nothing."""

    op: ClassVar[str] = "message.reads"
    Answer: ClassVar[type[Shape]] = ReadsAnswer
    room: int


class UnreadAnswer(Shape):
    """How many messages wait in all direct conversations together."""

    unread: int


class AskUnread(Command):
    """What the shell shows beside Messages."""

    op: ClassVar[str] = "inbox.unread"
    Answer: ClassVar[type[Shape]] = UnreadAnswer
