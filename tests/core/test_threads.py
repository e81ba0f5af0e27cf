"""What is to be looked after soon is looked after once."""

from __future__ import annotations

from functools import partial
from threading import Event, Lock

from samovar.core.threads import AT_ONCE, Soon, in_thread

PATIENCE = 30


def test_what_is_asked_for_a_thousand_times_is_done_once_and_again_when_asked_later() -> None:
    gate, lock = Event(), Lock()
    looks: list[int] = []

    def look() -> None:
        with lock:
            looks.append(1)

    soon = Soon(look)
    blocked = [in_thread(gate.wait) for _ in range(AT_ONCE)]
    for _ in range(1000):
        soon()
    assert looks == []
    gate.set()
    for one in blocked:
        one.result(PATIENCE)
    _wait_behind()
    assert looks == [1]
    soon()
    _wait_behind()
    assert looks == [1, 1]


def test_a_look_that_fails_is_followed_by_the_next() -> None:
    looks: list[int] = []

    def look() -> None:
        looks.append(1)
        raise RuntimeError("the database is away")

    soon = Soon(look)
    for _ in range(2):
        soon()
        _wait_behind()
    assert looks == [1, 1]


def _wait_behind() -> None:
    """Wait until every thread is through with what it was given before."""
    started, gate = [Event() for _ in range(AT_ONCE)], Event()

    def stand(mine: Event) -> None:
        mine.set()
        gate.wait(PATIENCE)

    standing = [in_thread(partial(stand, mine)) for mine in started]
    for mine in started:
        assert mine.wait(PATIENCE)
    gate.set()
    for one in standing:
        one.result(PATIENCE)
