"""What the simple chat socket says: one object per frame (decision C8)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from samovar.core.connection import Outgoing, text_frame
from samovar.core.frames import dumps

Frame = dict[str, Any]


class Told(NamedTuple):
    """An event on its way to simple sockets.

    ``about`` is the participant it is about, for ``private`` the room; ``closed`` and ``removed``
    have no frame: they are said in the language of each socket.
    """

    kind: Literal["message", "private", "joined", "left", "closed", "removed"]
    about: int
    frame: Outgoing | None = None


def error(code: str, detail: str, **more: Any) -> Frame:
    """Say what was wrong; only frames of messages have the key ``message``."""
    return {"type": "error", "code": code, "detail": detail, **more}


@lru_cache(maxsize=512)
def plain_frames(text: str) -> tuple[Told, ...]:
    """Translate what the hub tells. Every socket of a room is handed the same text, so it is read once."""
    told = json.loads(text)
    events = told if isinstance(told, list) else [told]
    return tuple(filter(None, (_translated(event) for event in events)))


def _translated(event: Frame) -> Told | None:
    name, data = event.get("e"), event.get("d", {})
    if name == "chat.message_sent":
        # What stands under another message alone is no part of the log that this socket speaks of.
        view = data["message"]
        return Told("message", 0, _encoded(_message(view))) if view["in_log"] else None
    if name == "chat.whispered":
        view = data["whisper"]
        frame = {**_message(view), "private": True, "to": view["to_username"] or view["to_name"]}
        return Told("private", view["room"], _encoded(frame))
    return _of_room(name, data)


def _of_room(name: str | None, data: Frame) -> Told | None:
    if name == "rooms.person_joined":
        return Told("joined", data["person"]["id"], _note("joined", data["person"]))
    if name == "rooms.person_left":
        return Told("left", data["person"]["id"], _note("left", data["person"]))
    if name == "rooms.member_removed":
        return Told("removed", data["participant"])
    return Told("closed", data["room"]) if name == "rooms.room_closed" else None


def _message(view: Frame) -> Frame:
    kept = {} if view["id"] is None else {"id": view["id"]}
    return {
        "type": "message",
        **kept,
        "message": view["body"],
        "user": view["user"],
        "username": view["username"] or view["name"],
        "timestamp": view["at"],
        **({"files": view["files"]} if view.get("files") else {}),
    }


def _note(kind: str, person: Frame) -> Outgoing:
    name = person["username"] or person["name"]
    return _encoded({"type": kind, "user": person["user"], "username": name})


def _encoded(frame: Frame) -> Outgoing:
    return text_frame(dumps(frame))
