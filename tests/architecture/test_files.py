"""What no file of the product may become."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOORS = ("pages.py", "api.py", "socket.py", "tasks.py")
# Lines; a style sheet is a list, and longer ones are still read from any place.
LONGEST = {".py": 400, ".ts": 400, ".css": 400}
# Methods of a manager or a row that write.
WRITES = frozenset(
    {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "save", "delete"}
)
FORBIDDEN_NAMES = frozenset(
    {"utils.py", "helpers.py", "common.py", "misc.py", "utils.ts", "helpers.ts", "common.ts"}
)


def _tracked() -> list[Path]:
    """Return the files of the product that git knows or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def _sources(*folders: str) -> list[Path]:
    suffixes = {".py", ".ts", ".css"}
    return [
        path for path in _tracked() if path.suffix in suffixes and path.relative_to(ROOT).parts[0] in folders
    ]


def _doors() -> list[Path]:
    # comment_pages.py is a door like pages.py.
    named = [path for path in _sources("samovar") if path.name.rpartition("_")[2] in DOORS]
    return [path for path in named if path.parts[-3] == "samovar"]


def test_there_are_doors_to_look_at() -> None:
    assert len(_doors()) > 5


def test_no_file_is_too_long() -> None:
    generated = {"migrations", "generated"}
    long = {
        str(path.relative_to(ROOT)): length
        for path in _sources("samovar", "frontend", "tests", "bench")
        if not generated & set(path.parts)
        and (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST[path.suffix]
    }
    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in _sources("samovar", "frontend", "tests") if path.name in FORBIDDEN_NAMES] == []


@pytest.mark.parametrize("path", _doors(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_door_writes_nothing(path: Path) -> None:
    """A door calls one action or one query; the ORM is theirs."""
    written = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    reached = re.findall(r"\.objects\b", path.read_text(encoding="utf-8"))
    assert (written, reached) == ([], [])


@pytest.mark.parametrize("path", _doors(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_door_imports_no_model_but_for_types(path: Path) -> None:
    """Under ``if TYPE_CHECKING`` a door may name what passes through it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        and node.module
        and re.search(r"^samovar\.\w+\.models$", node.module)
    ]
    assert imported == []


@pytest.mark.parametrize("name", ["rules.py", "queries.py"])
def test_rules_and_queries_write_nothing(name: str) -> None:
    written = []
    for path in _sources("samovar"):
        if path.name.rpartition("_")[2] != name:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr in WRITES | {"update"} and ".objects" in ast.unparse(node.func):
                written.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert written == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _sources("samovar", "frontend", "bench")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def test_locks_hold_no_address_that_only_works_here() -> None:
    python = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert python <= {"pypi.org", "files.pythonhosted.org"}
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_the_inside_knows_no_request() -> None:
    inside = {"rules.py", "queries.py", "actions.py", "models.py", "events.py"}
    found = [
        str(path.relative_to(ROOT))
        for path in _sources("samovar")
        if path.name in inside or "actions" in path.parts
        if re.search(r"^from django\.(http|shortcuts)\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []
