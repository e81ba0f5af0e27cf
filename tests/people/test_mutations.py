"""The tests notice when the two functions that decide about blocks are broken: these rows, and no others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Those that run in this process and name rows of the block matrix.
TESTS = [
    "tests/people/test_blocks.py",
    "tests/people/test_follows.py",
    "tests/feed/test_blocks.py",
    "tests/feed/test_mentions.py",
    "tests/feed/test_versions.py",
    "tests/notifications/test_notifications.py",
    "tests/notifications/test_digest.py",
    "tests/notifications/test_push.py",
]
BROKEN = {
    "can_interact": {"B09", "B15", "B16", "B17", "B18", "B23", "B24", "B25", "B34", "B39", "B44"},
    # And the lists of followers, likers and suggestions, which leave the same people out.
    "visible_to": {
        *("B06", "B11", "B12", "B18", "B21", "B22", "B30", "B32"),
        *("S4-3.2", "S4-3.4", "S4-6.6"),
    },
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutation", sorted(BROKEN))
def test_exactly_the_rows_that_depend_on_it_fail(mutation: str, tmp_path: Path) -> None:
    place = tmp_path / "rows.json"
    environment = {**os.environ, "SAMOVAR_MUTATION": f"{place}:{mutation}"}
    environment.pop("DATABASE_URL", None)
    environment.pop("SAMOVAR_TEST_DATABASE", None)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.support.mutating",
        "-n0",
        "-q",
        "--no-header",
        *TESTS,
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout[-2000:] + done.stderr[-2000:]
    assert set(json.loads(place.read_text(encoding="utf-8"))) == BROKEN[mutation]
