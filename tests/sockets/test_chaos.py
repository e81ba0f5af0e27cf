"""Lines break, answers get lost, the server is killed: nothing is lost, doubled or out of order.

This is the short form of ``python -m bench chaos``.
"""

from __future__ import annotations

import json
from typing import Any, cast

import pytest
import uvloop

from bench.chaos import Plan, chaos, judge
from bench.house import House

SHORT = Plan(clients=20, rooms=2, messages=600, kills=1, killed_with=20, cut=0.01, deaf=0.01, patience=90.0)
FAULTS = ("lost", "doubled", "out_of_order")


@pytest.mark.timeout(300)
def test_nothing_is_lost_doubled_or_out_of_order_when_everything_breaks() -> None:
    with House("samovar.config.asgi:application", people=SHORT.clients, rooms=SHORT.rooms) as house:
        told = uvloop.run(chaos(house, SHORT))
    assert told["complete"], told
    assert told["killed_with_unanswered"][0] >= SHORT.killed_with
    assert (told["messages"], told["stored"], told["refused"]) == (600, 600, [])
    assert [told[fault] for fault in FAULTS] == [0, 0, 0]


class Stored:
    """A house that says what is stored: room, number, client id."""

    def __init__(self, *rows: tuple[int, int, str]) -> None:
        self.rooms = [1, 1]
        self._rows = rows

    def run(self, *_arguments: str) -> str:
        return json.dumps(self._rows)


WHOLE = ((1, 1, "a"), (1, 2, "b"))
LEDGER = "s a\na 1 a\ns b\na 2 b\nh 1 a\nh 2 b\n"


@pytest.mark.parametrize(
    ("rows", "ledger", "found"),
    [
        (WHOLE, LEDGER, [0, 0, 0]),
        (WHOLE[:1], LEDGER, [2, 0, 0]),
        (WHOLE, "s a\na 1 a\ns b\na 2 b\nh 1 a\n", [1, 0, 0]),
        ((*WHOLE, (1, 3, "a")), LEDGER, [1, 1, 0]),
        (((1, 1, "b"), (1, 2, "a")), LEDGER, [2, 0, 4]),
        (((1, 1, "a"), (1, 3, "b")), LEDGER, [1, 0, 1]),
    ],
    ids=["whole", "not stored", "not heard", "twice", "the other way round", "a hole"],
)
def test_the_judge_finds_each_fault(
    rows: tuple[tuple[int, int, str], ...], ledger: str, found: list[int]
) -> None:
    told: dict[str, Any] = judge(cast("House", Stored(*rows)), [ledger])
    assert [told[fault] for fault in FAULTS] == found
