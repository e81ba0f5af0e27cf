"""Parts of a message on the wire that are more than its text."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from samovar.core.wire import Shape


class MentionView(Shape):
    """Somebody whom a message names: ``key`` is the name as it is compared; participant 0 is everybody."""

    participant: int
    key: str


class PollOption(Shape):
    """What can be chosen, and how many chose it."""

    text: str
    votes: int


class PollView(Shape):
    """A poll as it stands. ``voters``: how many people voted; ``closes``: when it ends by itself, or null.

    ``mine``: the options the viewer chose; null in what is told to everybody, where it is not known.
    """

    question: str
    options: list[PollOption]
    many: bool
    anonymous: bool
    closes: str | None
    closed: bool
    voters: int
    mine: list[int] | None = None


class PollIn(Shape):
    """What shall be asked: 2 to 10 different options. ``minutes``: how long; null: until closed by hand."""

    question: Annotated[str, Field(max_length=1000)]
    options: Annotated[list[str], Field(max_length=20)]
    many: bool = False
    anonymous: bool = False
    minutes: int | None = None
