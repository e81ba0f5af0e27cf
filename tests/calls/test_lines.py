"""Which sockets are in a call, without sockets."""

from __future__ import annotations

from samovar.calls.lines import CLOSED_TAB, Gone, Lines


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
