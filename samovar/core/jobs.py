"""How much background work waits."""

from __future__ import annotations

from django_tasks_db.models import DBTaskResult


def jobs_waiting() -> int:
    """Return how many tasks are ready and not begun."""
    return int(DBTaskResult.objects.ready().count())
