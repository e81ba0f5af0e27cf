"""How long core keeps what it keeps. Everything goes in small portions: on SQLite each delays the writers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session as Cookie
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from samovar.core.models import Receipt, Stream, StreamEvent
from samovar.core.schedule import TRIES

PORTION = 500
EVENTS_KEPT = timedelta(days=30)
EVENTS_OF_A_STREAM = 2000  # twice what a page may be behind before it loads anew
RECEIPTS_KEPT = timedelta(days=30)
TASKS_KEPT = timedelta(hours=12)  # a finished task may hold a mailed link
STUCK_AFTER = timedelta(hours=1)


def delete_in_portions(rows: QuerySet[Any]) -> int:
    """Delete all of ``rows``, a portion in each transaction; return how many."""
    deleted = 0
    while keys := list(rows.order_by().values_list("pk", flat=True)[:PORTION]):
        rows.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted


def forget_caller(key: str) -> None:
    """Delete the stream of somebody who is gone for good, and what he was answered."""
    StreamEvent.objects.filter(stream_id=key).delete()
    Stream.objects.filter(pk=key).delete()
    Receipt.objects.filter(sender=key).delete()


def forget_events_of(keys: Iterable[str]) -> None:
    """Delete all events of these streams; who reads them loads anew."""
    StreamEvent.objects.filter(stream_id__in=list(keys)).delete()


def forget_events_naming(texts: Iterable[str]) -> None:
    """Delete stored events that hold one of these texts, in whatever stream; who misses them loads anew."""
    for text in filter(None, texts):
        # SQLite keeps JSON with letters outside ASCII escaped, PostgreSQL does not.
        found = Q(data__icontains=text) | Q(data__icontains=json.dumps(text)[1:-1])
        StreamEvent.objects.filter(found).delete()


def prune_events() -> int:
    """Delete events older than 30 days, and those more than 2,000 behind the head of their stream."""
    return sum(delete_in_portions(rows) for rows in _old_events())


def _old_events() -> Iterator[QuerySet[StreamEvent]]:
    yield StreamEvent.objects.filter(at__lt=timezone.now() - EVENTS_KEPT)
    for key, seq in Stream.objects.filter(seq__gt=EVENTS_OF_A_STREAM).values_list("key", "seq"):
        yield StreamEvent.objects.filter(stream_id=key, seq__lte=seq - EVENTS_OF_A_STREAM)


def prune_receipts() -> int:
    """Delete answers older than 30 days, and cookies' sessions that expired.

    A message sent twice is found for ever by its own client id, not by its receipt.
    """
    cookies = Cookie.objects.filter(expire_date__lt=timezone.now())
    return delete_in_portions(Receipt.objects.filter(at__lt=timezone.now() - RECEIPTS_KEPT)) + (
        delete_in_portions(cookies)
    )


def prune_tasks() -> int:
    """Delete tasks that ended half a day ago, well or not."""
    return delete_in_portions(
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - TASKS_KEPT)
    )


def prune_keys() -> int:
    """Delete what expired in the cache, where that is a table; Redis does it by itself."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return 0
    table = connection.ops.quote_name(cache._table)  # type: ignore[attr-defined]  # noqa: SLF001 - has no other name
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0, tzinfo=None))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 - a name of ours
        return int(cursor.rowcount)


def keep_task(task_id: UUID) -> None:
    """Say that a task is still worked on, so that nobody rescues it."""
    DBTaskResult.objects.running().filter(pk=task_id).update(started_at=timezone.now())


def rescue_tasks() -> int:
    """Put tasks back into the queue whose worker died an hour ago; return how many, given up ones too.

    A worker that lives says so (``keep_task``), however long its task takes.
    """
    stuck = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - STUCK_AFTER)
    rescued = 0
    for found in stuck:
        again = len(found.worker_ids) < TRIES
        # It may have ended since, or its worker has said that it lives.
        same = DBTaskResult.objects.running().filter(pk=found.pk, started_at=found.started_at)
        rescued += same.update(
            status=TaskResultStatus.READY if again else TaskResultStatus.FAILED,
            finished_at=None if again else timezone.now(),
        )
    return rescued
