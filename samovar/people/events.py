"""What people tell the world outside."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from samovar.core.wire import Command, Event, Nothing, Shape


class PresenceChanged(Event):
    """Ephemeral, on ``rooms``: this person is online now, or no more (``seen``: since then, ISO 8601).

    ``away``: online, but nobody is at any of the tabs. Not told to anybody in a block with the person (B37).
    """

    event_name: ClassVar[str] = "people.presence_changed"
    user: int
    online: bool
    seen: str | None
    away: bool = False


class BeIdle(Command):
    """Nobody is at this tab (``on``): it is hidden, or was not touched for minutes. Or somebody is again."""

    op: ClassVar[str] = "presence.idle"
    Answer: ClassVar[type[Shape]] = Nothing
    on: bool


class PresencesAnswer(Shape):
    """Who of those asked for is online, and who of them is away from it, as the viewer may see it."""

    online: list[int]
    away: list[int]


class AskPresences(Command):
    """Who of these people is online now: a page asks when its connection is there, or back."""

    op: ClassVar[str] = "presence.of"
    Answer: ClassVar[type[Shape]] = PresencesAnswer
    users: Annotated[list[int], Field(max_length=500)]
