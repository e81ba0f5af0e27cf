"""Which sockets are in a call, without sockets."""

from __future__ import annotations

from samovar.calls.lines import CLOSED_TAB, Gone, Lines
from tests.support.steps import steps_of


def test_a_closed_tab_has_a_moment_to_come_back_and_a_lost_one_has_none() -> None:
    lines = Lines()
    lines.hold("alice", "socket 1")
    lines.hold("bob", "socket 2")
    lines.disconnect("socket 1", 10.0, clean=True)
    lines.disconnect("socket 2", 10.0, clean=False)
    assert lines.departures(10.0) == [Gone("bob", lost=True)]
    assert lines.departures(10.0 + CLOSED_TAB - 0.1) == []
    assert lines.departures(10.0 + CLOSED_TAB) == [Gone("alice", lost=False)]
    assert lines.departures(99.0) == []


def test_who_came_back_by_another_socket_does_not_go_with_the_old_one() -> None:
    lines = Lines()
    lines.hold("alice", "socket 1")
    lines.disconnect("socket 1", 10.0, clean=True)
    lines.hold("alice", "socket 2")
    lines.disconnect("socket 1", 10.5, clean=True)
    assert lines.departures(99.0) == []
    assert lines.peers() == ["alice"]


def test_hanging_up_gives_the_socket_back_as_long_as_it_is_there() -> None:
    lines = Lines()
    lines.hold("alice", "socket 1")
    lines.hold("bob", "socket 2")
    lines.disconnect("socket 2", 10.0, clean=True)
    assert lines.drop("alice") == "socket 1"
    assert lines.drop("bob") is None
    assert lines.drop("charlie") is None
    assert lines.departures(99.0) == []


def test_a_socket_that_goes_is_no_more_work_however_many_are_in_calls() -> None:
    lines, sockets = Lines(), [object() for _ in range(500)]

    def work(number: int) -> int:
        return steps_of(lambda: lines.disconnect(sockets[number], 10.0, clean=False))

    for number, socket in enumerate(sockets):
        lines.hold(f"peer {number}", socket)
    among_many = work(0)
    for number in range(1, 499):
        lines.drop(f"peer {number}")
    assert lines.departures(10.0) == [Gone("peer 0", lost=True)]
    assert work(499) == among_many
    assert lines.departures(10.0) == [Gone("peer 499", lost=True)]


def test_a_socket_speaks_for_several_peers_and_goes_with_all_of_them_that_are_left() -> None:
    lines = Lines()
    for peer in ("alice", "bob", "charlie"):
        lines.hold(peer, "socket 1")
    lines.hold("bob", "socket 2")
    lines.drop("charlie")
    lines.disconnect("socket 1", 10.0, clean=False)
    assert lines.peers() == ["bob"]
    assert lines.departures(10.0) == [Gone("alice", lost=True)]
    lines.disconnect("socket 2", 11.0, clean=False)
    assert lines.departures(11.0) == [Gone("bob", lost=True)]
