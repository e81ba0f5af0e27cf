"""Every door of REST under input of every kind: no server error, no answer the document does not know.

``SAMOVAR_FUZZ_EXAMPLES`` (100) for each operation, ``SAMOVAR_FUZZ_SEED`` (1).
"""

from __future__ import annotations

import os

import pytest

from tests.api.world import world_of
from tests.conftest import MakeServer
from tests.support.fuzzing import schemathesis
from tests.support.plugin import RESULTS

EXAMPLES = int(os.environ.get("SAMOVAR_FUZZ_EXAMPLES", "100"))
SEED = int(os.environ.get("SAMOVAR_FUZZ_SEED", "1"))


def keep(name: str, report: str) -> None:
    """Put a report where it can be read afterwards."""
    RESULTS.mkdir(exist_ok=True)
    database = "postgres" if os.environ.get("DATABASE_URL") else "sqlite"
    (RESULTS / f"fuzz-{name}-{database}.txt").write_text(report, encoding="utf-8")


@pytest.mark.timeout(3600)
def test_no_input_breaks_a_door_or_the_document(make_server: MakeServer) -> None:
    server = make_server(API_PER_MINUTE="1000000")
    code, report = schemathesis(server, server.person("alice"), examples=EXAMPLES, seed=SEED)
    keep("anything", report)
    assert code == 0, report[-12000:]
    assert "Traceback" not in server.log(), server.log()[-8000:]


@pytest.mark.timeout(3600)
def test_no_input_breaks_what_is_really_there(make_server: MakeServer) -> None:
    """The same at a room, a post, a webhook that exist, so that it is the action that gets the input."""
    server = make_server(API_PER_MINUTE="1000000")
    alice, bob = server.person("alice"), server.person("bob")
    places = world_of(alice, "private").places | {"username": bob.username}
    code, report = schemathesis(server, alice, examples=EXAMPLES, seed=SEED, places=places)
    keep("really-there", report)
    assert code == 0, report[-12000:]
    assert "Traceback" not in server.log(), server.log()[-8000:]
