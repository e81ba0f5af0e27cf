"""People draw at random, lose frames, hear things twice, go offline, lose the pen: all end with one page."""

from __future__ import annotations

import json
import os
import subprocess
import uuid
from pathlib import Path

import pytest

from tests.boards.simulating import never, simulate
from tests.support.line import make_room
from tests.support.people import Person
from tests.support.server import Server

# Ten in every run of the tests, thousands in ``make soak``.
SEEDS = int(os.environ.get("SAMOVAR_SEEDS", "10"))
WRONG_SEEDS = 8
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def people(server: Server) -> list[Person]:
    return [server.person(name) for name in ("alice", "bob", "charlie")]


@pytest.mark.rows("S0-20")
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_whatever_happens_all_end_with_the_same_page(people: list[Person], seed: int) -> None:
    room = make_room(people[0], f"board {uuid.uuid4()}")
    assert await simulate(people, room, seed, steps=80)


async def test_with_a_wrong_rule_they_do_not(people: list[Person]) -> None:
    # When nothing is heard before all is settled, a wrong rule may do no harm: one that differs is enough.
    for seed in range(WRONG_SEEDS):
        room = make_room(people[0], f"board {uuid.uuid4()}")
        if not await simulate(people, room, seed, steps=80, rule=never):
            return
    pytest.fail("the simulation does not notice a wrong rule")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("rule", ["right", "wrong"])
def test_the_sync_of_the_browser_ends_with_the_page_of_the_server(people: list[Person], rule: str) -> None:
    rooms = [make_room(people[0], f"board {uuid.uuid4()}") for _run in range(6)]
    told = {
        "url": people[0].server.ws_url,
        "tokens": [person.tokens()["access"] for person in people],
        "rooms": rooms,
        "rule": rule,
    }
    node = subprocess.run(
        ["deploy/node", "--path"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    done = subprocess.run(
        ["npx", "vitest", "run"],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{node}{os.pathsep}{os.environ['PATH']}",
            "SAMOVAR_SIMULATED": json.dumps(told),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "1 passed" in done.stdout
