"""Breaks one function on purpose, and writes which rows of the requirements notice it.

Loaded with ``-p tests.support.mutating`` and ``SAMOVAR_MUTATION=<file to write>:<mutation>``. Wherever a
function was imported to, its code is what is exchanged, so that no caller escapes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import pytest

_broken: set[str] = set()


def _everybody_may(one: Any, other: Any) -> bool:
    return True


def _everybody_is_seen(viewer: Any) -> Any:
    return verified_people()  # type: ignore[name-defined]  # noqa: F821 - of the module it is put into


MUTATIONS: dict[str, tuple[str, str, Callable[..., Any]]] = {
    "can_interact": ("samovar.people.rules", "can_interact", _everybody_may),
    "visible_to": ("samovar.people.queries", "visible_to", _everybody_is_seen),
}


def pytest_collection_finish() -> None:
    module, name, wrong = MUTATIONS[os.environ["SAMOVAR_MUTATION"].rpartition(":")[2]]
    function = cast("FunctionType", getattr(import_module(module), name))
    function.__code__ = cast("FunctionType", wrong).__code__


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        rows = dict(report.user_properties).get("rows", [])
        _broken.update(cast("list[str]", rows))


def pytest_sessionfinish() -> None:
    place = os.environ["SAMOVAR_MUTATION"].rpartition(":")[0]
    Path(place).write_text(json.dumps(sorted(_broken)), encoding="utf-8")
