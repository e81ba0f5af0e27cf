"""Writing together: what one transaction collects and stores in a few statements at its end."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from samovar.core import frames, rows
from samovar.core.hub import hub
from samovar.core.models import Stream, StreamEvent
from samovar.core.wire import Event

FIRST_EPOCH = "e1"
# The row that says with which epoch streams begin; a restored backup changes it.
BEGINNING = "*"

_local = threading.local()


class Batch:
    """One transaction's writes. Stream rows are locked once, rows are inserted together.

    ``at`` is when it began, the time of its events.
    ``memo`` keeps what was read under the locks, ``changes`` counts what was collected, so that the
    writer sees whether an item that refused had changed anything before.
    """

    def __init__(self, size: int = 1) -> None:
        self.size = size
        self.memo: dict[object, Any] = {}
        self.changes = 0
        self.at = timezone.now()
        self._ops = connection.ops
        self._streams: dict[str, Stream] = {}
        self._rows: dict[type[models.Model], list[rows.Row]] = {}
        self._numbers: dict[tuple[type[models.Model], str], dict[Any, int]] = {}
        self._ids: dict[type[models.Model], Iterator[int]] = {}
        self._told: list[tuple[str, str, int]] = []

    def lock(self, keys: Iterable[str]) -> None:
        """Lock the rows of these streams, in the order of their keys; those not begun are left out."""
        missing = sorted(set(keys) - self._streams.keys())
        if missing:
            locked = Stream.objects.select_for_update().filter(pk__in=missing).order_by("pk")
            self._streams.update({stream.key: stream for stream in locked})

    def append(self, key: str, event: Event) -> int:
        """Give the event the next sequence of a durable stream; it is told after the commit."""
        stream = self._streams.get(key) or self._begin(key)
        stream.seq += 1
        seq, name, data = stream.seq, event.event_name, event.model_dump_json()
        self.set_later(Stream, "seq", key, seq)
        row = {"stream_id": key, "seq": seq, "name": name, "data": rows.Encoded(data), "at": self.at}
        self.add(StreamEvent, row)
        self._told.append((key, frames.encode_numbered(key, seq, name, data), seq))
        return seq

    def add(self, model: type[models.Model], values: dict[str, Any]) -> None:
        """Store a row at the end, together with others of its table; ``values`` by attribute name."""
        self.changes += 1
        self._rows.setdefault(model, []).append(rows.row_of(model, values, self._ops))

    def insert(self, row: models.Model) -> None:
        """Store a model's instance in the same way."""
        self.changes += 1
        self._rows.setdefault(type(row), []).append(rows.row_of_instance(row, self._ops))

    def set_later(self, model: type[models.Model], column: str, key: object, number: int) -> None:
        """Set a number of the row with this primary key before the commit; the last of several counts."""
        self.changes += 1
        self._numbers.setdefault((model, column), {})[key] = number

    def new_id(self, model: type[models.Model]) -> int:
        """Return an id for a row to be inserted, so that it is known before that."""
        ids = self._ids.get(model)
        found = next(ids, None) if ids is not None else None
        if found is None:
            ids = self._ids[model] = iter(_reserve(model, self.size))
            found = next(ids)
        return found

    def flush(self) -> None:
        """Store what was collected; telling follows when the transaction is committed."""
        for model, collected in self._rows.items():
            rows.insert(model, collected)
        for (model, column), numbers in self._numbers.items():
            rows.set_column(model, column, numbers)
        if self._told:
            transaction.on_commit(self._tell)

    def _begin(self, key: str) -> Stream:
        self.lock([key])
        if key not in self._streams:
            Stream.objects.bulk_create([Stream(key=key, epoch=first_epoch())], ignore_conflicts=True)
            self.lock([key])
        return self._streams[key]

    def _tell(self) -> None:
        for key, text, seq in self._told:
            hub.publish(key, text, seq=seq, stored=True)


def first_epoch() -> str:
    """Return the epoch with which durable streams of this installation begin."""
    epoch = Stream.objects.filter(pk=BEGINNING).values_list("epoch", flat=True).first()
    return epoch or FIRST_EPOCH


def _reserve(model: type[models.Model], amount: int) -> list[int]:
    table, column = model._meta.db_table, model._meta.pk.column  # noqa: SLF001 - documented
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, amount],
            )
            return [row[0] for row in cursor.fetchall()]
        # One writer at a time: from BEGIN IMMEDIATE on, nobody else takes an id.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + amount + 1))


@contextmanager
def using(batch: Batch) -> Iterator[Batch]:
    """Let everything in this thread join ``batch``."""
    _local.batch = batch
    try:
        yield batch
    finally:
        _local.batch = None


@contextmanager
def joined() -> Iterator[Batch]:
    """Join the writer's batch, or make a transaction with a batch of its own."""
    current: Batch | None = getattr(_local, "batch", None)
    if current is not None:
        yield current
        return
    with transaction.atomic(), using(Batch()) as batch:
        yield batch
        batch.flush()
