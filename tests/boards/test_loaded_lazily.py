"""The editor is large: no page loads it before somebody looks at a board."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

BUILT = Path(__file__).resolve().parents[2] / "samovar" / "static" / "dist"
EDITOR = "frontend/src/islands/board/editor.ts"
BOARD = "frontend/src/islands/board/index.ts"
LARGEST = 300_000  # bytes of one file before compression; the editor alone is several times that


@pytest.fixture(scope="module")
def built() -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((BUILT / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def loaded_by(built: dict[str, Any], entry: str) -> set[str]:
    """Return all that the browser loads with an entry, without being asked for more."""
    found, waiting = set[str](), [entry]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += built[one].get("imports", [])
    return found


def test_no_page_loads_the_editor_before_a_board_is_shown(built: dict[str, Any]) -> None:
    assert built[EDITOR]["isDynamicEntry"]
    entries = [name for name, one in built.items() if one.get("isEntry")]
    assert BOARD in entries
    for entry in entries:
        loaded = loaded_by(built, entry)
        assert EDITOR not in loaded, entry
        assert entry == BOARD or BOARD not in loaded, entry
        for name in loaded:
            file = BUILT / built[name]["file"]
            assert file.stat().st_size < LARGEST, f"{entry} loads {name}"
