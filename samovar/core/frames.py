"""How events look as text."""

from __future__ import annotations

import json
from typing import Any

from samovar.core.wire import Event, Shape

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(key: str, event: Event) -> str:
    """Return the frame of an ephemeral event; keys are ASCII by construction."""
    return f'{{"s":"{key}","e":"{event.event_name}","d":{event.model_dump_json()}}}'


def encode_numbered(key: str, seq: int, name: str, data: str) -> str:
    """Return the frame of an event that has a sequence; ``data`` is JSON text."""
    return f'{{"s":"{key}","q":{seq},"e":"{name}","d":{data}}}'


def encode_stored(key: str, seq: int, name: str, data: object) -> str:
    """Return the frame of an event that was read from the log; the same as when it happened."""
    return encode_numbered(key, seq, name, dumps(data))


def dumps(value: object) -> str:
    """Return compact JSON, every script as itself."""
    return _encode(value)


def plain(shape: Shape) -> dict[str, Any]:
    """Return a shape as JSON values, without the defaults of a sparse one."""
    return shape.model_dump(mode="json", exclude_defaults=type(shape).sparse)
