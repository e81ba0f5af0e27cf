"""One stream within a process: what is told in it goes out in as few frames as may be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from samovar.core.connection import Connection, Outgoing, text_frame

LONGEST_WAIT = 0.020
UNHURRIED = 0.050  # so long what is in no hurry waits for company
LARGEST_FRAME = 64 * 1024


class Item(NamedTuple):
    """One event on its way. ``but``: caller keys that do not get it; ``seq``: None when ephemeral.

    ``stored``: it is in the database, where others may find it and tell it too; it is told once.
    ``unhurried``: it may wait up to 50 ms, so that many of its kind share a frame.
    """

    key: str
    text: str
    seq: int | None = None
    but: frozenset[str] = frozenset()
    stored: bool = False
    unhurried: bool = False


def _batches(items: list[Item]) -> Iterable[list[Item]]:
    """Split what goes out together so that no frame is larger than a queue can take."""
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and size + len(item.text) > LARGEST_FRAME:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item.text)
    if batch:
        yield batch


def _frame(items: list[Item]) -> Outgoing | None:
    if not items:
        return None
    if len(items) == 1:
        return text_frame(items[0].text)
    return text_frame("[" + ",".join(item.text for item in items) + "]")


class Channel:
    """One stream in this process. What is published while it rests goes out together.

    After a fan-out the channel rests as long as the fan-out took, at most 20 ms: so it uses at most
    half of the time, and the busier a stream is the more of its events share a frame. What is in no
    hurry waits for what is, at most 50 ms.
    """

    __slots__ = ("connections", "key", "pending", "rest_until", "timer", "unhurried_until")

    def __init__(self, key: str) -> None:
        self.key = key
        self.connections: dict[Connection, None] = {}
        self.pending: list[Item] = []
        self.rest_until = 0.0
        self.unhurried_until = 0.0
        self.timer: asyncio.TimerHandle | None = None

    def flush(self, loop: asyncio.AbstractEventLoop) -> None:
        """Send what is pending, now or as soon as the rest is over."""
        if not self.pending:
            return
        started = loop.time()
        due = self._due(started)
        if started < due:
            self._wait(loop, due)
            return
        self._stop_waiting()
        self.unhurried_until = 0.0
        pending, self.pending = self.pending, []
        for batch in _batches(pending):
            self._fan_out(batch)
        ended = loop.time()
        self.rest_until = ended + min(ended - started, LONGEST_WAIT)

    def rest(self) -> None:
        """End the rest: the next flush of what is in a hurry happens at once."""
        self.rest_until = 0.0
        self._stop_waiting()

    def _due(self, now: float) -> float:
        if not all(item.unhurried for item in self.pending):
            return self.rest_until
        self.unhurried_until = self.unhurried_until or now + UNHURRIED
        return max(self.rest_until, self.unhurried_until)

    def _wait(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        if self.timer is not None and self.timer.when() <= due:
            return
        self._stop_waiting()
        self.timer = loop.call_at(due, self._waited, loop)

    def _stop_waiting(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _waited(self, loop: asyncio.AbstractEventLoop) -> None:
        self.timer = None
        # Timers may come a little early: what waited goes now all the same.
        self.rest_until, self.unhurried_until = 0.0, -1.0
        self.flush(loop)

    def _fan_out(self, batch: list[Item]) -> None:
        everything = _frame(batch)
        if everything is None:
            return
        all_durable = all(item.seq is not None for item in batch)
        left_out = frozenset[str]().union(*(item.but for item in batch))
        # Nothing below gives the loop away, but a closing connection may leave the dict.
        for connection in list(self.connections):
            if (all_durable or not connection.half_full) and connection.caller.key not in left_out:
                connection.deliver(everything)
            else:
                self._deliver_part(connection, batch)

    @staticmethod
    def _deliver_part(connection: Connection, batch: list[Item]) -> None:
        half_full, key = connection.half_full, connection.caller.key
        frame = _frame(
            [item for item in batch if key not in item.but and not (half_full and item.seq is None)]
        )
        if frame is not None:
            connection.deliver(frame)
