"""Whose hand is shown on which page, remembered for a moment: ink and cursors come many times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

REMEMBERED = 0.5  # seconds, should an order to forget not arrive
MOST = 10_000

Key = tuple[str, int, int, str]


@dataclass(frozen=True, slots=True)
class Hand:
    """What is told of somebody's hand on a page. ``left_out``: caller keys that are not shown it."""

    board: int
    page: int
    board_stream: str
    page_stream: str
    participant: int
    name: str
    left_out: frozenset[str]


class Hands:
    """The hands that were allowed a moment ago. Each method is thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._found: dict[Key, tuple[float, Hand]] = {}
        self._turn = 0

    def find(self, key: Key, read: Callable[[], Hand]) -> Hand:
        """Return a caller's hand for what it does on a page, else ``read`` it, which may refuse."""
        with self._lock:
            until, hand = self._found.get(key, (0.0, None))
            turn = self._turn
        if hand is not None and self._clock() < until:
            return hand
        hand = read()
        with self._lock:
            # What was read before something changed is not remembered.
            if turn == self._turn:
                if len(self._found) >= MOST:
                    self._found.clear()
                self._found[key] = (self._clock() + REMEMBERED, hand)
        return hand

    def forget(self) -> None:
        """Something changed about who may show what to whom: everybody is asked again."""
        with self._lock:
            self._turn += 1
            self._found.clear()


hands = Hands()
