"""Boards under thousands of random runs, and elements nobody would draw.

``SAMOVAR_FUZZ_BOARDS`` (300) runs of three people, and as many hundreds of odd elements.
"""

from __future__ import annotations

import asyncio
import os
import random
import uuid
from typing import Any

import pytest

from tests.boards.drawing import rectangle, stroke
from tests.boards.simulating import simulate
from tests.boards.test_on_the_wire import entered
from tests.conftest import MakeServer
from tests.support.fuzzing import ODD
from tests.support.line import Line, Refused, make_room

RUNS = int(os.environ.get("SAMOVAR_FUZZ_BOARDS", "300"))


@pytest.mark.timeout(7200)
async def test_no_run_of_many_ends_with_different_pages(make_server: MakeServer) -> None:
    server = make_server()
    for seed in range(1000, 1000 + RUNS):
        # Others each time: nobody logs in hundreds of times.
        people = [server.person(name) for name in ("alice", "bob", "charlie")]
        room = make_room(people[0], f"board {uuid.uuid4()}")
        assert await simulate(people, room, seed, steps=120), f"seed {seed}"


def spoilt(chance: random.Random) -> dict[str, Any]:
    """Return an element with some odd fields, or without some."""
    element = chance.choice([rectangle, stroke])()
    for _turn in range(chance.randrange(1, 4)):
        name = chance.choice(list(element))
        if chance.random() < 0.2:
            element.pop(name)
        else:
            element[name] = chance.choice(ODD)
    return element


async def answer(line: Line, board: int, element: dict[str, Any]) -> str:
    """Return how the server answers an element; who is told to wait so long does."""
    while True:
        try:
            await line.ask("board.op", board=board, elements=[element])
        except Refused as refused:
            if refused.code != "too_many":
                return refused.code
            await asyncio.sleep(refused.failure["retry"])
        else:
            return "stored"


@pytest.mark.timeout(3600)
async def test_no_element_breaks_the_server_and_what_is_taken_is_whole(make_server: MakeServer) -> None:
    server, chance = make_server(), random.Random(7)
    alice = server.person("alice")
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as line:
        board = (await entered(line, room))["board"]
        answered = {await answer(line, board, spoilt(chance)) for _turn in range(RUNS * 10)}
        # Some have numbers that no frame may have, or are longer than one.
        assert answered == {"stored", "bad_element", "malformed"}
        assert (await line.ask("board.enter", room=room))["seq"] > 0
    assert "Traceback" not in server.log(), server.log()[-8000:]
