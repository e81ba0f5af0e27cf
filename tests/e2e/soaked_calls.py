"""What `make soak` does with calls: more people, and more coming and going, than the tests have time for."""

from __future__ import annotations

import os

from playwright.sync_api import expect

from tests.e2e.callers import MakeCallers, all_meet
from tests.e2e.calls_support import TILES

JOINS = int(os.environ.get("SAMOVAR_SOAK_JOINS", "200"))
NAMES = ("alice", "bob", "charlie", "dora", "emil", "faye")


def test_six_people_each_see_and_hear_the_five_others(callers: MakeCallers) -> None:
    people = callers(*NAMES, size=(640, 480))
    for one in people:
        one.call()
    all_meet(people)


def test_whoever_comes_again_and_again_is_heard_and_hears_each_time(callers: MakeCallers) -> None:
    alice, bob, charlie = callers(*NAMES[:3], size=(640, 480))
    alice.call()
    bob.call()
    for _number in range(JOINS):
        charlie.call()
        for other in (alice, bob):
            other.hears(charlie)
            charlie.hears(other)
        charlie.button("Hang up").click()
        expect(alice.tile(charlie)).to_have_count(0, timeout=TILES)
        # The probe keeps what it has seen.
        for one in (alice, bob, charlie):
            one.forget_what_ended()
    alice.hears(bob)
