"""Who is online, by the sockets of all processes. No database here, and nothing is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from threading import Lock

from samovar.core.connection import Connection
from samovar.core.holders import Alone, Holders, Member, holders

GROUP = "all"
AWAKE = "awake"  # those of them who look at some tab, or whose program does not say

CLOSED_TAB = 2.0  # seconds until somebody counts as gone whose last tab said goodbye: a page may be loading
LOST = 0.4  # the same after a broken connection, on top of what the pings needed to find out


@dataclass(frozen=True)
class Change:
    """Ids of people who are told to be online now, of those who are away from it, and of who is gone."""

    came: list[int] = field(default_factory=list)
    dozed: list[int] = field(default_factory=list)
    went: list[int] = field(default_factory=list)


class Idle:
    """The tabs that said nobody is at them: hidden, or untouched for minutes. Only in memory; thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tabs: set[Connection] = set()

    def turn(self, tab: Connection, *, on: bool) -> bool:
        """Remember it; return whether it is news."""
        with self._lock:
            before = tab in self._tabs
            (self._tabs.add if on else self._tabs.discard)(tab)
        return before != on

    def dozing(self, tabs_of: Callable[[str], set[Connection]]) -> frozenset[int]:
        """Return the ids of people all of whose tabs are idle. ``tabs_of`` gives those of a caller."""
        with self._lock:
            idle = set(self._tabs)
        people = {tab.caller.key: tab.caller.user_id for tab in idle}
        return frozenset(
            user_id for key, user_id in people.items() if user_id is not None and tabs_of(key) <= idle
        )


class Online:
    """The people who were told to be online. Times are seconds of one monotonic clock; thread-safe."""

    def __init__(self, elsewhere: Callable[[], Holders] = Alone) -> None:
        self._lock = Lock()
        # Around what is asked of others, which may take its time: the event loop never waits for this one.
        self._asking = Lock()
        self._elsewhere = elsewhere
        self._told: dict[int, float | None] = {}
        self._awake: set[int] = set()
        self._broken: set[int] = set()

    @staticmethod
    def clock() -> float:
        """Return now, in seconds of the clock all methods take."""
        return time.monotonic()

    def broke(self, user_id: int) -> None:
        """The line of this person broke: nobody said goodbye, so nobody is just loading a page."""
        with self._lock:
            self._broken.add(user_id)

    def compare(self, connected: Iterable[int], now: float, dozing: Collection[int] = ()) -> Change:
        """Take up who is connected here, and who of them is ``dozing``.

        Return, once, who came (back), who is away and who is gone, from all processes.
        """
        here, change = set(connected), Change()
        with self._asking:
            with self._lock:
                new = sorted(here - self._told.keys())
                self._told.update(dict.fromkeys(here))
                self._broken -= here
                gone = [user_id for user_id in list(self._told) if self._is_gone(user_id, here, now)]
                woke = here.difference(dozing) - self._awake
                nodded = here.intersection(dozing) & self._awake
                awake_gone = self._awake.intersection(gone)
                self._awake = (self._awake | woke) - nodded - awake_gone
            for user_id in new:
                if self._put(GROUP, user_id):
                    (change.dozed if user_id in dozing else change.came).append(user_id)
            self._wake(woke, change)
            self._doze(nodded, change)
            self._let_go(gone, awake_gone, change)
        return change

    def _wake(self, woke: set[int], change: Change) -> None:
        for user_id in sorted(woke):
            if self._put(AWAKE, user_id) and user_id not in change.came:
                change.came.append(user_id)

    def _doze(self, nodded: set[int], change: Change) -> None:
        for user_id in sorted(nodded):
            if self._take(AWAKE, user_id):
                change.dozed.append(user_id)

    def _let_go(self, gone: list[int], awake: set[int], change: Change) -> None:
        for user_id in gone:
            nobody_awake = user_id in awake and self._take(AWAKE, user_id)
            if self._take(GROUP, user_id):
                change.went.append(user_id)
            elif nobody_awake:
                # Still there at another process, where nobody looks at it.
                change.dozed.append(user_id)

    def _put(self, group: str, user_id: int) -> bool:
        return self._elsewhere().put(group, str(user_id))

    def _take(self, group: str, user_id: int) -> bool:
        return self._elsewhere().take(group, str(user_id))

    def beat(self) -> Change:
        """Once a second: this process lives. Return who went or dozed with one that died."""
        with self._asking:
            lost = self._elsewhere().beat(self._held)
        went = [int(one.name) for one in lost if one.group == GROUP]
        dozed = [int(one.name) for one in lost if one.group == AWAKE and int(one.name) not in went]
        return Change(dozed=dozed, went=went)

    def _held(self) -> list[Member]:
        with self._lock:
            held = [Member(GROUP, str(user_id), "") for user_id in self._told]
            return held + [Member(AWAKE, str(user_id), "") for user_id in self._awake]

    def _is_gone(self, user_id: int, here: set[int], now: float) -> bool:
        if user_id in here:
            return False
        deadline = self._told[user_id]
        if deadline is None:
            grace = LOST if user_id in self._broken else CLOSED_TAB
            deadline = self._told[user_id] = now + grace
        if deadline > now:
            return False
        del self._told[user_id]
        self._broken.discard(user_id)
        return True

    def ids(self) -> frozenset[int]:
        """Return the ids of everybody who is online."""
        with self._lock:
            mine = frozenset(self._told)
        return mine | {int(name) for name in self._elsewhere().names(GROUP)}

    def away_ids(self) -> frozenset[int]:
        """Return the ids of those of them who look at nothing just now."""
        with self._lock:
            awake = frozenset(self._awake)
        return self.ids() - awake - {int(name) for name in self._elsewhere().names(AWAKE)}


idle = Idle()
online = Online(partial(holders, "online"))
