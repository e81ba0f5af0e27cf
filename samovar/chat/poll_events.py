"""Polls on the wire. They are asked by ``message.send``."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape
from samovar.rooms.events import Person


class PollVoted(Event):
    """On ``u:`` or ``g:``: what its owner has chosen now in the poll of the message ``n``."""

    event_name: ClassVar[str] = "chat.poll_voted"
    room: int
    n: int
    mine: list[int]


class VoteAnswer(Shape):
    """What is chosen now."""

    mine: list[int]


class CastVote(Command):
    """Choose these options of the poll ``n`` and no others; none takes the vote back. Twice is once."""

    op: ClassVar[str] = "poll.vote"
    Answer: ClassVar[type[Shape]] = VoteAnswer
    room: int
    n: int
    options: Annotated[list[int], Field(max_length=10)]


class ClosePoll(Command):
    """End the poll ``n``: one's own, or as owner or host of the room."""

    op: ClassVar[str] = "poll.close"
    Answer: ClassVar[type[Shape]] = Nothing
    room: int
    n: int


class VotersAnswer(Shape):
    """At most 50 people; ``more``: ask again behind the last one."""

    people: list[Person]
    more: bool


class AskVoters(Command):
    """Who chose this option of the poll ``n``? Behind the participant ``after``."""

    op: ClassVar[str] = "poll.voters"
    Answer: ClassVar[type[Shape]] = VotersAnswer
    room: int
    n: int
    option: Annotated[int, Field(ge=0, le=9)]
    after: Annotated[int, Field(ge=0)] = 0
