"""Who reacted to a message, on the wire."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Shape


class Reactor(Shape):
    """Somebody who put an emoji on a message; ``user`` is null for a guest."""

    participant: int
    user: int | None
    name: str


class ReactorsAnswer(Shape):
    """The first who did so, at most 50, and how many more did."""

    people: list[Reactor]
    others: int


class AskReactors(Command):
    """Who put this emoji on the message ``n``?"""

    op: ClassVar[str] = "message.reactors"
    Answer: ClassVar[type[Shape]] = ReactorsAnswer
    room: int
    n: int
    emoji: Annotated[str, Field(max_length=40)]
