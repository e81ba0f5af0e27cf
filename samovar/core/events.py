"""What the gateway itself says and understands, beneath every feature."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Position, Shape

PROTOCOL = 1
Positions = Annotated[dict[str, Position], Field(max_length=500)]


class Hello(Shape):
    """The first frame. ``me`` is the caller's own stream, ``ping`` the seconds between pings."""

    v: int
    me: str
    session: int
    ping: int
    pos: dict[str, Position]


class Failure(Shape):
    """Why not: ``code`` for programs, ``message`` for people, ``retry`` in seconds.

    ``current``: what is there instead of what was refused.
    """

    sparse: ClassVar[bool] = True
    code: str
    message: str
    retry: int | None = None
    fields: dict[str, list[str]] | None = None
    current: list[dict[str, Any]] | None = None


class ResumeAnswer(Shape):
    """Sent after the missing events. Streams in ``reset`` have to be loaded anew."""

    reset: list[str]
    pos: dict[str, Position]


class Resume(Command):
    """Go on from these positions; ``r:`` streams are entered again where still allowed."""

    op: ClassVar[str] = "resume"
    Answer: ClassVar[type[Shape]] = ResumeAnswer
    pos: Positions


class PingAnswer(Shape):
    """The heads of all sequenced streams this connection receives."""

    heads: dict[str, Position]


class Ping(Command):
    """Is the line alive, and is the last event known?"""

    op: ClassVar[str] = "ping"
    Answer: ClassVar[type[Shape]] = PingAnswer
