"""What the event loop asks of who is online and who is present: it never waits for another server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from samovar.core.holders import Alone, Member
from samovar.people.online import Online
from samovar.rooms.events import Person
from samovar.rooms.presence import CLOSED_TAB, EMPTY_ROOM, Presence

SECONDS = 30  # a loop that waits for another server does so for longer
LATE = 100.0
ROOM = 7
ALICE = Person(id=1, user=1, username="alice", name="Alice", role="owner")
BOB = Person(id=2, user=2, username="bob", name="Bob", role="member")


class Slow(Alone):
    """Another server that answers when it may."""

    def __init__(self) -> None:
        self.asked, self.may = Event(), Event()
        self.may.set()

    def hold_back(self) -> None:
        self.asked.clear()
        self.may.clear()

    def _answer(self) -> None:
        self.asked.set()
        assert self.may.wait(4 * SECONDS)

    def put(self, group: str, name: str, value: str = "") -> bool:
        self._answer()
        return super().put(group, name, value)

    def take(self, group: str, name: str) -> bool:
        self._answer()
        return super().take(group, name)

    def is_empty(self, group: str) -> bool | None:
        self._answer()
        return super().is_empty(group)

    def beat(self, held: Callable[[], list[Member]]) -> list[Member]:
        self._answer()
        return super().beat(held)


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def pool(slow: Slow) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads
        slow.may.set()


def test_a_broken_line_is_noted_while_others_are_asked_who_is_online(
    slow: Slow, pool: ThreadPoolExecutor
) -> None:
    online = Online(lambda: slow)
    moments: list[Callable[[], object]] = [
        lambda: online.compare([1, 2], 0.0),
        lambda: online.compare([1, 2], 1.0, dozing=[1]),
        lambda: online.compare([1, 2], 2.0),
        online.beat,
        lambda: (online.compare([1], LATE), online.compare([1], 2 * LATE)),
    ]
    for moment in moments:
        slow.hold_back()
        answer = pool.submit(moment)
        assert slow.asked.wait(SECONDS)
        pool.submit(online.broke, 2).result(SECONDS)
        slow.may.set()
        answer.result(SECONDS)
    assert online.ids() == {1}


def test_a_closed_tab_is_noted_while_others_are_asked_whether_a_room_is_empty(
    slow: Slow, pool: ThreadPoolExecutor
) -> None:
    presence = Presence(lambda: slow)
    presence.hold(ROOM, ALICE, "alice's tab")
    presence.hold(ROOM + 1, BOB, "bob's tab")
    presence.disconnect("alice's tab", 0.0, clean=True)
    presence.departures(CLOSED_TAB)
    slow.hold_back()
    empty = pool.submit(presence.deserted, EMPTY_ROOM)
    assert slow.asked.wait(SECONDS)
    pool.submit(presence.disconnect, "bob's tab", EMPTY_ROOM, clean=False).result(SECONDS)
    slow.may.set()
    assert empty.result(SECONDS) == [ROOM]
