"""Who is in which room: a participant is present while any tab of his holds the room, in any process.

A connection holds a room for a reason: ``page`` (a tab shows it) or ``call`` (it is in its call).
Two tabs are one person. Who lost the last hold stays listed until a deadline, so that a reload or a
reconnect is not told to anybody. Nothing here touches the database or tells anything: ``actions`` does.
Tabs and deadlines are this process's own; who is held by any process is asked of ``core.holders``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from threading import RLock
from typing import Literal

from samovar.core.holders import Alone, Holders, Member, holders
from samovar.rooms.events import Person

YOUNG = 30.0  # seconds after its start in which a server takes who resumes for somebody it knew
Why = Literal["page", "call"]

CLOSED_TAB = 2.0  # seconds until "left" is told after a tab said goodbye (C14)
LOST = 0.4  # the same after a broken connection, on top of what the pings needed to find out
EMPTY_ROOM = 5.0  # seconds an open room outlives its last person (C3)
NOT_YET_ENTERED = 15.0  # the same while nobody's tab has arrived: a page loads, a server starts


@dataclass
class Here:
    """One participant in one room. ``deadline`` is set while no tab holds the room."""

    person: Person
    holds: dict[Hashable, set[Why]] = field(default_factory=dict)
    deadline: float | None = None
    lost: bool = False


@dataclass(frozen=True)
class Departure:
    """Somebody whose time is up; already taken out of the list."""

    room_id: int
    person: Person
    lost: bool


class Presence:
    """All rooms. Times are seconds of one monotonic clock; every method is thread-safe."""

    def __init__(self, elsewhere: Callable[[], Holders] = Alone) -> None:
        self._lock = RLock()
        # Around what is asked of others, which may take its time: the event loop never waits for this one.
        self._asking = RLock()
        self._elsewhere = elsewhere
        self._rooms: dict[int, dict[int, Here]] = {}
        # The rooms each connection holds, and as whom: what is asked on the event loop when it is gone.
        self._held_by: dict[Hashable, dict[int, int]] = {}
        self._vanishing: dict[int, float] = {}
        self._changed = False
        self._born: float | None = None

    @staticmethod
    def clock() -> float:
        """Return now, in seconds of the clock all methods take."""
        return time.monotonic()

    def begin(self, now: float, open_rooms: list[int]) -> None:
        """A server starts: nobody is anywhere yet, and these open rooms wait for their people."""
        with self._lock:
            self._born = now
            for room_id in open_rooms:
                self._vanishing.setdefault(room_id, now + NOT_YET_ENTERED)

    @property
    def has_begun(self) -> bool:
        return self._born is not None

    def is_young(self, now: float) -> bool:
        """The server has just started, so who resumes was here before and is not news."""
        return self._born is None or now - self._born < YOUNG

    def take_changed(self) -> bool:
        """Whether somebody came or went since the last time this was asked."""
        with self._lock:
            changed, self._changed = self._changed, False
            return changed

    def hold(self, room_id: int, person: Person, connection: Hashable, why: Why = "page") -> bool:
        """Make ``person`` present by this connection. True when he was not in the room before."""
        with self._asking:
            with self._lock:
                here = self._rooms.setdefault(room_id, {}).setdefault(person.id, Here(person))
                new = not here.holds and here.deadline is None
                known = not new and here.person == person
                here.person, here.deadline = person, None
                here.holds.setdefault(connection, set()).add(why)
                self._held_by.setdefault(connection, {})[room_id] = person.id
                self._vanishing.pop(room_id, None)
            if known:
                return False
            # In another process he may be already.
            new = self._elsewhere().put(str(room_id), str(person.id), person.model_dump_json()) and new
            self._changed |= new
            return new

    def release(self, room_id: int, connection: Hashable, now: float, why: Why = "page") -> bool:
        """End one reason. True when this connection holds the room no more."""
        with self._lock:
            participant_id = self._held_by.get(connection, {}).get(room_id)
            if participant_id is None:
                return False
            reasons = self._rooms[room_id][participant_id].holds[connection]
            reasons.discard(why)
            if not reasons:
                self._let_go(room_id, connection, now + CLOSED_TAB, lost=False)
            return not reasons

    def disconnect(self, connection: Hashable, now: float, *, clean: bool) -> list[int]:
        """End all holds of a connection that is gone; return the rooms it held."""
        deadline = now + (CLOSED_TAB if clean else LOST)
        with self._lock:
            held = list(self._held_by.get(connection, {}))
            for room_id in held:
                self._let_go(room_id, connection, deadline, lost=not clean)
            return held

    def _let_go(self, room_id: int, connection: Hashable, deadline: float, *, lost: bool) -> None:
        here = self._rooms[room_id][self._held_by[connection][room_id]]
        del here.holds[connection]
        self._forget_hold(room_id, connection)
        if not here.holds:
            here.deadline, here.lost = deadline, lost

    def _forget_hold(self, room_id: int, connection: Hashable) -> None:
        rooms = self._held_by[connection]
        del rooms[room_id]
        if not rooms:
            del self._held_by[connection]

    def drop(self, room_id: int, participant_id: int, now: float) -> list[Hashable]:
        """Take somebody out at once, with all tabs here; return the connections that held the room."""
        with self._lock:
            here = self._rooms.get(room_id, {}).pop(participant_id, None)
            self._changed = True
            self._start_vanishing(room_id, now)
            return self._forget_holds(room_id, here) if here else []

    def clear(self, room_id: int) -> list[Hashable]:
        """Forget the room; return the connections that held it here."""
        with self._lock:
            self._vanishing.pop(room_id, None)
            gone = self._rooms.pop(room_id, {}).values()
            return [connection for here in gone for connection in self._forget_holds(room_id, here)]

    def _forget_holds(self, room_id: int, here: Here) -> list[Hashable]:
        for connection in here.holds:
            self._forget_hold(room_id, connection)
        return list(here.holds)

    def forget(self, room_id: int, participant_id: int | None = None) -> None:
        """Nobody has this one, or anybody of this room, any more; each process then drops what it holds."""
        with self._asking:
            self._elsewhere().drop(str(room_id), None if participant_id is None else str(participant_id))

    def departures(self, now: float) -> list[Departure]:
        """Take out everybody here whose deadline has passed; return those who are nowhere else either."""
        with self._asking:
            with self._lock:
                due = [
                    Departure(room_id, here.person, here.lost)
                    for room_id, people in self._rooms.items()
                    for here in people.values()
                    if here.deadline is not None and here.deadline <= now
                ]
                for departure in due:
                    del self._rooms[departure.room_id][departure.person.id]
                    self._start_vanishing(departure.room_id, now)
            gone = [one for one in due if self._elsewhere().take(str(one.room_id), str(one.person.id))]
            self._changed |= bool(gone)
            return gone

    def beat(self, now: float) -> list[Departure]:
        """Once a second: this process lives. Return whom nobody holds any more since another one died."""
        with self._asking:
            orphans = self._elsewhere().beat(self._held)
        found = [
            Departure(int(one.group), Person.model_validate_json(one.value), lost=True) for one in orphans
        ]
        with self._lock:
            for departure in found:
                self._start_vanishing(departure.room_id, now)
            self._changed |= bool(found)
        return found

    def _held(self) -> list[Member]:
        with self._lock:
            return [
                Member(str(room_id), str(here.person.id), here.person.model_dump_json())
                for room_id, people in self._rooms.items()
                for here in people.values()
            ]

    def _start_vanishing(self, room_id: int, now: float) -> None:
        if not self._rooms.get(room_id):
            self._rooms.pop(room_id, None)
            self._vanishing.setdefault(room_id, now + EMPTY_ROOM - CLOSED_TAB)

    def expect(self, room_id: int, now: float) -> None:
        """Somebody is on the way into this room: keep it a while although nobody is in it."""
        with self._lock:
            self._vanishing[room_id] = now + NOT_YET_ENTERED

    def deserted(self, now: float) -> list[int]:
        """Return, once, the rooms that have been empty for longer than their grace.

        While nothing is heard of the others their rooms keep their deadline.
        """
        with self._asking:
            with self._lock:
                due = {room_id: at for room_id, at in self._vanishing.items() if at <= now}
                for room_id in due:
                    del self._vanishing[room_id]
            empty = {room_id: self.is_empty(room_id) for room_id in due}
            with self._lock:
                for room_id, deadline in due.items():
                    if empty[room_id] is None:
                        self._vanishing.setdefault(room_id, deadline)
                # Meanwhile somebody may have set out for one of them.
                return [room_id for room_id in due if empty[room_id] and room_id not in self._vanishing]

    def is_empty(self, room_id: int) -> bool | None:
        """Say whether nobody is in the room, in whichever process; None while that is not known."""
        with self._lock:
            if self._rooms.get(room_id):
                return False
        return self._elsewhere().is_empty(str(room_id))

    def rename(self, room_id: int, person: Person) -> None:
        """Show the person by a new name or role, if present here."""
        with self._lock:
            here = self._rooms.get(room_id, {}).get(person.id)
            if here:
                here.person = person

    def retitle(self, room_id: int, person: Person) -> None:
        """Tell all processes' list of the new name; each then renames what it holds."""
        with self._asking:
            self._elsewhere().rename(str(room_id), str(person.id), person.model_dump_json())

    def people(self, room_id: int) -> list[Person]:
        """Return who is in the room, in the order they came."""
        with self._lock:
            mine = [here.person for here in self._rooms.get(room_id, {}).values()]
        known = [Person.model_validate_json(one.value) for one in self._elsewhere().members(str(room_id))]
        # While nothing is heard of the others one's own are shown.
        ids = {person.id for person in known}
        return [*known, *(person for person in mine if person.id not in ids)]

    def is_here(self, room_id: int, participant_id: int) -> bool:
        """Say whether somebody is in the room, in whichever process."""
        with self._lock:
            if participant_id in self._rooms.get(room_id, {}):
                return True
        return str(participant_id) in self._elsewhere().names(str(room_id))

    def connections(self, room_id: int, participant_id: int) -> list[Hashable]:
        """Return the connections by which somebody holds the room."""
        with self._lock:
            here = self._rooms.get(room_id, {}).get(participant_id)
            return list(here.holds) if here else []

    def counts(self) -> dict[int, int]:
        """Return how many people are in each room that is not empty."""
        with self._lock:
            mine = {room_id: len(people) for room_id, people in self._rooms.items() if people}
        known = {int(group): count for group, count in self._elsewhere().counts().items() if count}
        return {room_id: max(mine.get(room_id, 0), known.get(room_id, 0)) for room_id in {*mine, *known}}


presence = Presence(partial(holders, "rooms"))
