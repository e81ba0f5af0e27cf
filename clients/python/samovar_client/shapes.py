"""What the server tells."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Self


class _Shape:
    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Take the keys this version knows; a newer server may send more."""
        known = {one.name for one in fields(cls)}  # type: ignore[arg-type]  # every subclass is a dataclass
        return cls(**{name: value for name, value in data.items() if name in known})


@dataclass(frozen=True)
class Me(_Shape):
    """Whose token it is."""

    id: int
    username: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Room(_Shape):
    """A room; ``users`` are the ids of its members."""

    id: int
    name: str
    users: list[int]


@dataclass(frozen=True)
class File(_Shape):
    """A file that was brought; ``size`` in bytes, ``alt`` says what is in a picture."""

    id: str
    name: str
    size: int
    kind: str = ""
    type: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Message(_Shape):
    """A message. ``id`` is None in rooms that keep nothing, ``user`` for guests; ``n`` counts in the room."""

    id: int | None
    n: int
    chatroom: int
    user: int | None
    username: str | None
    name: str
    content: str
    timestamp: str
    files: list[File] = field(default_factory=list)

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Take the keys this version knows."""
        return super().read({**data, "files": [File.read(file) for file in data.get("files", [])]})

    @classmethod
    def told(cls, view: dict[str, Any]) -> Message:
        """Read one as the gateway tells it."""
        renamed = {"chatroom": view["room"], "content": view["body"], "timestamp": view["at"]}
        return cls.read({**view, **renamed})


@dataclass(frozen=True)
class Thread:
    """A message and what was said below it, the oldest first; ``more``: there is older."""

    root: Message
    messages: list[Message]
    more: bool

    @classmethod
    def read(cls, data: dict[str, Any]) -> Thread:
        """Take it as REST gives it."""
        return cls(Message.read(data["root"]), [Message.read(one) for one in data["messages"]], data["more"])


@dataclass(frozen=True)
class Hit(_Shape):
    """A message that was found; ``snippet`` are the words around, each with ``hit`` true or false."""

    id: int
    room: int
    room_name: str
    n: int
    name: str
    username: str | None
    at: str
    snippet: list[dict[str, Any]]


@dataclass(frozen=True)
class Post(_Shape):
    """A post of the feed."""

    id: int
    author: dict[str, Any]
    text: str
    audience: str
    likes: int
    comments: int
    liked: bool
    created_at: str


@dataclass(frozen=True)
class Notification(_Shape):
    """Something that happened to you; ``target`` is the address of the place, ``seen``: you looked at it."""

    id: int
    kind: str
    text: str
    target: str
    created_at: str
    seen: bool

    @classmethod
    def read(cls, data: dict[str, Any]) -> Self:
        """Take the keys this version knows."""
        return super().read({**data, "seen": data["read"]})
