"""Two databases, one code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from samovar.operate.database import pending_migrations


def test_a_migrated_database_has_nothing_pending(db: None) -> None:
    assert pending_migrations() == []


def test_people_are_made_quickly(person: Callable[..., Any]) -> None:
    assert person("alice").verified_at is not None
