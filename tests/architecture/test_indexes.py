"""Indexes that SQLite can use."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Index, Q, UniqueConstraint
from django.db.models.base import Model


def test_no_index_is_for_what_is_not_something() -> None:
    """SQLite sees that ``thread_id = 7`` is within ``thread_id IS NOT NULL``, never that of a ``NOT (...)``.

    So ``Q(thread__isnull=False)``: with ``~Q(thread=None)`` each page of a log looked through all messages.
    """
    unusable = [
        f"{model.__name__}.{name}"
        for model in apps.get_models()
        for name, condition in _partial(model)
        if _says_not(condition)
    ]
    assert unusable == []


def _partial(model: type[Model]) -> Iterator[tuple[str, Q]]:
    """Yield what a model has of partial indexes, those of unique constraints too."""
    for each in [*model._meta.indexes, *model._meta.constraints]:
        if isinstance(each, Index | UniqueConstraint) and each.condition is not None:
            yield each.name, each.condition


def _says_not(condition: Q) -> bool:
    return condition.negated or any(isinstance(part, Q) and _says_not(part) for part in condition.children)
