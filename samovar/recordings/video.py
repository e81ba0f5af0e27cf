"""What is known of a recording's video by who does not read it: reading it takes libraries of 18 MB."""

from __future__ import annotations

from dataclasses import dataclass

PREVIEW_SIZE = (160, 90)
PREVIEW_COLUMNS = 10


class NothingReadable(Exception):
    """No picture and no sound could be read of these pieces, or the result cannot be read."""


@dataclass(frozen=True)
class Chapter:
    """``title`` begins at ``start_ms``."""

    start_ms: int
    title: str
