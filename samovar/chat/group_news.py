"""In which group rooms something was written since the members' lists were last told. Only in memory."""

from __future__ import annotations

from threading import Lock

LOOKS = 6  # so often it is looked who was in a room and then left: longer than a closed tab counts as there


class GroupNews:
    """Ids of rooms, each once however much is written, and who was there then. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rooms: set[int] = set()
        self._there: dict[int, tuple[frozenset[int], int]] = {}

    def note(self, room_id: int) -> None:
        """Something was written there."""
        with self._lock:
            self._rooms.add(room_id)

    def take(self) -> list[int]:
        """Return all rooms noted since the last time."""
        with self._lock:
            taken, self._rooms = sorted(self._rooms), set()
            return taken

    def watch(self, room_id: int, people: frozenset[int]) -> None:
        """These were in the room and not told; some of them may have been about to leave."""
        with self._lock:
            before, _looks = self._there.get(room_id, (frozenset(), 0))
            self._there[room_id] = (before | people, LOOKS)

    def watched(self) -> dict[int, frozenset[int]]:
        """Return who is watched in which room; each look is one less."""
        with self._lock:
            looked = {room_id: people for room_id, (people, _looks) in self._there.items()}
            self._there = {
                room_id: (people, looks - 1) for room_id, (people, looks) in self._there.items() if looks > 1
            }
            return looked

    def forget(self, room_id: int, people: frozenset[int]) -> None:
        """These have been told."""
        with self._lock:
            if room_id in self._there:
                before, looks = self._there[room_id]
                self._there[room_id] = (before - people, looks)


group_news = GroupNews()
