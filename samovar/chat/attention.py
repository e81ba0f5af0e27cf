"""Who looks at which room just now: its log is on the screen and the window has the focus. Only in memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock

from samovar.core.connection import Connection
from samovar.core.holders import Alone, Holders, Member, holders
from samovar.core.threads import in_thread


class Attention:
    """The room each connection looks at, if any; other processes' too. Thread-safe."""

    def __init__(self, elsewhere: Callable[[], Holders] = Alone) -> None:
        self._lock = Lock()
        self._asking = Lock()
        self._elsewhere = elsewhere
        self._rooms: dict[Connection, int] = {}

    def turn(self, connection: Connection, room_id: int, *, on: bool) -> None:
        """This tab looks at the room from now on, or no longer."""
        with self._lock:
            before = self._rooms.get(connection)
            if on:
                self._rooms[connection] = room_id
            elif before == room_id:
                del self._rooms[connection]
        for room in {room_id} if before is None else {before, room_id}:
            in_thread(partial(self._share, connection.caller.key, room))

    def forget(self, connection: Connection) -> None:
        """The tab is gone."""
        with self._lock:
            room_id = self._rooms.pop(connection, None)
        if room_id is not None:
            in_thread(partial(self._share, connection.caller.key, room_id))

    def is_looking(self, caller_key: str, room_id: int) -> bool:
        """Whether any tab of this caller shows the room in a window that has the focus."""
        return self._is_here(caller_key, room_id) or caller_key in self._elsewhere().names(str(room_id))

    def beat(self) -> None:
        """Once a second: what this process knows holds; what one knew that died does not."""
        self._elsewhere().beat(self._held)

    def _is_here(self, caller_key: str, room_id: int) -> bool:
        with self._lock:
            seen = list(self._rooms.items())
        return any(room == room_id and tab.caller.key == caller_key for tab, room in seen)

    def _share(self, key: str, room_id: int) -> None:
        """In a thread, as others are asked. What holds when it is its turn is told."""
        with self._asking:
            if self._is_here(key, room_id):
                self._elsewhere().put(str(room_id), key)
            else:
                self._elsewhere().take(str(room_id), key)

    def _held(self) -> list[Member]:
        with self._lock:
            seen = list(self._rooms.items())
        return [Member(str(room), tab.caller.key, "") for tab, room in seen]


attention = Attention(partial(holders, "looks"))
