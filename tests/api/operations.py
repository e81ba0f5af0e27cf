"""All operations of the stored OpenAPI document, for tests that go over every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

STORED = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"
Operation = tuple[str, str, dict[str, Any]]
METHODS = ("get", "post", "put", "patch", "delete")


def operations() -> list[Operation]:
    document = yaml.safe_load(STORED.read_text(encoding="utf-8"))
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


OPERATIONS = operations()
# Those that ask for a login.
GUARDED = [one for one in OPERATIONS if {} not in one[2].get("security", [{}])]


def ids(found: list[Operation]) -> list[str]:
    return [f"{method} {path}" for method, path, _operation in found]
