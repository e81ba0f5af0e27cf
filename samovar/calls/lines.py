"""Which sockets of this process are in which call. Nothing here touches the database or tells anything."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from threading import RLock

CLOSED_TAB = 1.0  # seconds until a tab that said goodbye is out of the call (C14)
LOST = 0.0  # the same after a broken connection, on top of what the pings needed to find out


@dataclass
class Line:
    """One socket in a call. ``deadline`` is set while the socket is gone."""

    peer: str
    connection: Hashable
    deadline: float | None = None
    lost: bool = False


@dataclass(frozen=True)
class Gone:
    """A line whose time is up; already taken out."""

    peer: str
    lost: bool


class Lines:
    """All lines of this process by peer. Times are seconds of one monotonic clock; thread-safe."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._lines: dict[str, Line] = {}
        # The peers each socket that is there speaks for: what is asked on the event loop when it is gone.
        self._peers: dict[Hashable, set[str]] = {}

    @staticmethod
    def clock() -> float:
        return time.monotonic()

    def hold(self, peer: str, connection: Hashable) -> Line | None:
        """The peer speaks by this socket from now on; return which line it had before."""
        with self._lock:
            before = self._take_out(peer)
            self._put(Line(peer, connection))
            return before

    def give_back(self, peer: str, connection: Hashable, before: Line | None) -> None:
        """Take a hold back that came to nothing, unless another socket has the peer by now."""
        with self._lock:
            line = self._lines.get(peer)
            if line is not None and line.connection is connection:
                self._take_out(peer)
                if before is not None:
                    self._put(before)

    def has(self, connection: Hashable) -> bool:
        """Whether this socket is in a call."""
        with self._lock:
            return connection in self._peers

    def drop(self, peer: str) -> Hashable | None:
        """Forget the peer; return its socket if that is still there."""
        with self._lock:
            line = self._take_out(peer)
            return line.connection if line and line.deadline is None else None

    def disconnect(self, connection: Hashable, now: float, *, clean: bool) -> None:
        """A socket is gone; its peers have until their deadline to come back by another one."""
        deadline = now + (CLOSED_TAB if clean else LOST)
        with self._lock:
            for peer in self._peers.pop(connection, ()):
                line = self._lines[peer]
                line.deadline, line.lost = deadline, not clean

    def _put(self, line: Line) -> None:
        self._lines[line.peer] = line
        if line.deadline is None:
            self._peers.setdefault(line.connection, set()).add(line.peer)

    def _take_out(self, peer: str) -> Line | None:
        line = self._lines.pop(peer, None)
        if line and line.deadline is None:
            peers = self._peers[line.connection]
            peers.discard(peer)
            if not peers:
                del self._peers[line.connection]
        return line

    def departures(self, now: float) -> list[Gone]:
        """Take out everybody whose deadline has passed."""
        with self._lock:
            due = [
                line for line in self._lines.values() if line.deadline is not None and line.deadline <= now
            ]
            for line in due:
                del self._lines[line.peer]
            return [Gone(line.peer, line.lost) for line in due]

    def peers(self) -> list[str]:
        """Return the peers whose socket is there."""
        with self._lock:
            return [line.peer for line in self._lines.values() if line.deadline is None]


lines = Lines()
