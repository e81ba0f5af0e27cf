"""Who counts as present, by a clock of the test's own."""

from __future__ import annotations

import pytest

from samovar.rooms.events import Person
from samovar.rooms.presence import CLOSED_TAB, EMPTY_ROOM, LOST, NOT_YET_ENTERED, YOUNG, Presence
from tests.support.steps import steps_of

ROOM = 7
ALICE = Person(id=1, user=1, username="alice", name="Alice", role="owner")
BOB = Person(id=2, user=2, username="bob", name="Bob", role="member")


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.mark.rows("S2-08")
def test_two_tabs_are_one_person(presence: Presence) -> None:
    assert presence.hold(ROOM, ALICE, "tab 1")
    assert not presence.hold(ROOM, ALICE, "tab 2")
    assert presence.people(ROOM) == [ALICE]
    presence.disconnect("tab 1", 0.0, clean=True)
    assert presence.departures(100.0) == []
    presence.disconnect("tab 2", 100.0, clean=True)
    assert presence.departures(100.0 + CLOSED_TAB - 0.01) == []
    [departure] = presence.departures(100.0 + CLOSED_TAB)
    assert (departure.person, departure.lost) == (ALICE, False)
    assert presence.people(ROOM) == []


@pytest.mark.rows("S2-08")
def test_a_reload_is_told_to_nobody(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "before")
    presence.disconnect("before", 10.0, clean=True)
    assert not presence.hold(ROOM, ALICE, "after")
    assert presence.departures(1000.0) == []


def test_a_broken_line_is_told_sooner_because_finding_out_took_time(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "tab")
    presence.disconnect("tab", 10.0, clean=False)
    [departure] = presence.departures(10.0 + LOST)
    assert departure.lost


def test_who_is_in_the_call_is_present_on_another_page(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "tab", "page")
    presence.hold(ROOM, ALICE, "tab", "call")
    assert not presence.release(ROOM, "tab", 0.0, "page")
    assert presence.departures(1000.0) == []
    assert presence.release(ROOM, "tab", 1000.0, "call")
    assert len(presence.departures(1000.0 + CLOSED_TAB)) == 1


def test_leaving_by_hand_takes_all_tabs_out_at_once(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "tab 1")
    presence.hold(ROOM, ALICE, "tab 2")
    assert set(presence.drop(ROOM, ALICE.id, 0.0)) == {"tab 1", "tab 2"}
    assert not presence.is_here(ROOM, ALICE.id)
    assert presence.departures(1000.0) == []


def test_a_connection_that_is_gone_leaves_all_its_rooms(presence: Presence) -> None:
    for room in (1, 2, 3):
        presence.hold(room, ALICE, "tab")
    presence.hold(1, BOB, "other")
    assert sorted(presence.disconnect("tab", 0.0, clean=True)) == [1, 2, 3]
    assert len(presence.departures(CLOSED_TAB)) == 3
    assert presence.counts() == {1: 1}


@pytest.mark.rows("S2-11")
def test_a_room_is_deserted_five_seconds_after_the_last_tab_closed(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "tab")
    presence.disconnect("tab", 0.0, clean=True)
    presence.departures(CLOSED_TAB)
    assert presence.deserted(EMPTY_ROOM - 0.01) == []
    assert presence.deserted(EMPTY_ROOM) == [ROOM]
    assert presence.deserted(1000.0) == []


def test_who_comes_back_in_time_keeps_the_room(presence: Presence) -> None:
    presence.hold(ROOM, ALICE, "tab")
    presence.disconnect("tab", 0.0, clean=False)
    presence.departures(LOST)
    presence.hold(ROOM, ALICE, "again")
    assert presence.deserted(1000.0) == []


def test_a_room_waits_for_who_is_on_the_way(presence: Presence) -> None:
    presence.expect(ROOM, 0.0)
    assert presence.deserted(NOT_YET_ENTERED - 0.01) == []
    assert presence.deserted(NOT_YET_ENTERED) == [ROOM]


@pytest.mark.rows("S2-11")
def test_after_a_start_the_rooms_of_the_last_run_wait_for_their_people(presence: Presence) -> None:
    presence.begin(0.0, [ROOM, 8])
    presence.hold(ROOM, ALICE, "tab")
    assert presence.deserted(NOT_YET_ENTERED) == [8]
    assert presence.is_young(YOUNG - 0.01)
    assert not presence.is_young(YOUNG)


def test_changes_of_the_list_are_told_once(presence: Presence) -> None:
    assert not presence.take_changed()
    presence.hold(ROOM, ALICE, "tab")
    presence.hold(ROOM, ALICE, "tab 2")
    assert presence.take_changed()
    assert not presence.take_changed()


def test_a_tab_that_goes_is_no_more_work_however_many_people_are_there(presence: Presence) -> None:
    people = [ALICE.model_copy(update={"id": number}) for number in range(500)]

    def work(number: int) -> tuple[int, int]:
        exits = steps_of(lambda: presence.release(ROOM, f"tab {number}", 10.0))
        return exits, steps_of(lambda: presence.disconnect(f"tab {number}", 10.0, clean=False))

    for person in people:
        for room in (ROOM, 1000 + person.id):
            presence.hold(room, person, f"tab {person.id}")
    among_many = work(499)
    for person in people[1:]:
        presence.drop(ROOM, person.id, 0.0)
        presence.clear(1000 + person.id)
    assert work(0) == among_many
    assert [gone.room_id for gone in presence.departures(20.0)] == [ROOM, 1000]


def test_who_was_taken_out_or_whose_room_ended_goes_only_from_the_others(presence: Presence) -> None:
    for room in (1, 2, 3):
        presence.hold(room, ALICE, "tab", "page")
        presence.hold(room, ALICE, "tab", "call")
    assert presence.drop(1, ALICE.id, 0.0) == ["tab"]
    assert presence.clear(2) == ["tab"]
    assert not presence.release(1, "tab", 0.0)
    assert not presence.release(2, "tab", 0.0, "call")
    assert presence.disconnect("tab", 0.0, clean=False) == [3]
    assert presence.disconnect("tab", 0.0, clean=False) == []
    presence.hold(1, ALICE, "tab")
    assert presence.disconnect("tab", 0.0, clean=False) == [1]
