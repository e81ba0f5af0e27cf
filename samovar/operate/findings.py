"""What a look at an installation finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "bad"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``bad`` makes the command fail, ``note`` is worth knowing.

    ``cure``: what to do; nothing that is not well goes without.
    """

    state: State
    sentence: str
    cure: str = ""

    def __str__(self) -> str:
        return f"[{self.state:>4}] {self.sentence}" + (f" {self.cure}" if self.cure else "")


Look = Callable[[], Iterator[Finding]]
