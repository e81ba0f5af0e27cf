"""What a browser that only watches may offer of itself. Pure: knows no call.

Its descriptions reach the others so changed that they expect nothing from it and play nothing it sends.
"""

from __future__ import annotations

import re

_SENDING = {"sendrecv": "recvonly", "sendonly": "inactive"}
_DIRECTION = re.compile(r"^a=(sendrecv|sendonly|recvonly|inactive)(?=\r?$)", re.MULTILINE)
_SECTION = re.compile(r"^(?=m=)", re.MULTILINE)


def receiving_only(data: dict[str, object]) -> dict[str, object]:
    """Return the signal with a description that only receives; what is no description stays."""
    description = data.get("description")
    if not isinstance(description, dict) or not isinstance(description.get("sdp"), str):
        return data
    return {**data, "description": {**description, "sdp": _sdp(description["sdp"])}}


def _sdp(text: str) -> str:
    head, *sections = _SECTION.split(text)
    return _turned(head) + "".join(_section(section) for section in sections)


def _section(text: str) -> str:
    # Without a direction a section sends and receives.
    if not text.startswith("m=application") and not _DIRECTION.search(text):
        text = f"{text.rstrip()}\r\na=recvonly\r\n"
    return _turned(text)


def _turned(text: str) -> str:
    return _DIRECTION.sub(lambda found: f"a={_SENDING.get(found[1], found[1])}", text)
