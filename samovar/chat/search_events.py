"""Looking for messages on the wire."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from samovar.core.wire import Command, Shape


class SnippetPart(Shape):
    """A piece of a message's text; ``hit``: it is what was looked for."""

    text: str
    hit: bool


class SearchHit(Shape):
    """A message that was found. ``n`` is its number, of a whisper that of the message before it.

    ``room_name`` is in a conversation of two the other one's name; ``address`` leads to the message.
    ``to_name`` is null for what everybody in the room may read.
    """

    kind: Literal["message", "whisper"]
    id: int
    room: int
    room_name: str
    address: str
    n: int
    sender: int
    name: str
    username: str | None
    avatar: str | None
    to_name: str | None
    at: str
    snippet: list[SnippetPart]


class SearchAnswer(Shape):
    """The newest hits first. ``next`` is what ``cursor`` has to be for older ones, "" at the end."""

    hits: list[SearchHit]
    next: str


class SearchMessages(Command):
    """Look for messages: in one room, or (``room`` null) in all that the viewer is in.

    ``sender`` is a username; ``before`` (exclusive) and ``after`` (inclusive) are moments, ISO 8601.
    With any of them or ``has_file`` the ``text`` may be empty.
    """

    op: ClassVar[str] = "message.search"
    Answer: ClassVar[type[Shape]] = SearchAnswer
    text: Annotated[str, Field(max_length=400)] = ""
    room: int | None = None
    sender: Annotated[str, Field(max_length=150)] = ""
    before: Annotated[str, Field(max_length=40)] = ""
    after: Annotated[str, Field(max_length=40)] = ""
    has_file: bool = False
    cursor: Annotated[str, Field(max_length=60)] = ""
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class FoundPlace(Shape):
    """Where one may go: a person or a room. ``about`` is a username or what the room is."""

    kind: Literal["person", "room"]
    name: str
    about: str
    address: str
    avatar: str | None
    unread: int


class PlacesAnswer(Shape):
    """Conversations of the viewer first, the last one on top; then other people and public rooms."""

    places: list[FoundPlace]


class FindPlaces(Command):
    """Look for people and rooms by name; without a text, those the viewer was with last."""

    op: ClassVar[str] = "inbox.find"
    Answer: ClassVar[type[Shape]] = PlacesAnswer
    text: Annotated[str, Field(max_length=100)] = ""
