"""Telling what happened. A stream is durable (the database is its log), in memory, or has no log at all.

Positions say which: epochs of memory streams begin with ``m``, those of durable ones with ``e``.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from samovar.core import frames
from samovar.core.batch import BEGINNING, FIRST_EPOCH, joined
from samovar.core.hub import hub
from samovar.core.memory import Appended, MemoryStreams, Once, memory_streams
from samovar.core.models import Stream, StreamEvent
from samovar.core.wire import Event, Position

LONGEST_RESUME = 1000
PAGE_EVENTS = 200
PAGE_BYTES = 256 * 1024

_memory: list[MemoryStreams] = []
_making = threading.Lock()


def memory() -> MemoryStreams:
    """Return the streams that have no table: of this process, or in Redis when there is one."""
    with _making:
        if not _memory:
            _memory.append(memory_streams())
        return _memory[0]


def append(key: str, event: Event, *, durable: bool) -> int:
    """Add a sequenced event and return its sequence; it is told when the transaction is committed.

    In memory, inside a transaction, it is added only at the commit, and 0 is returned: a rollback
    must leave nothing behind.
    """
    if durable:
        with joined() as batch:
            return batch.append(key, event)
    if _in_transaction():
        transaction.on_commit(lambda: _append_in_memory(key, event))
        return 0
    return _append_in_memory(key, event)


def append_once(key: str, event: Event, once: Once) -> Appended:
    """Add an event to a memory stream, unless the same ``once`` (sender and client id) did before.

    The event counts as a message: ``"n":-1`` in it becomes the message's number. The same
    client id gives the first answer again; with another digest it raises KeyReused.
    """
    added = memory().append(key, event, once)
    # Told again when it was there already: a replayed batch may not have come so far. Clients drop it.
    _soon(lambda: hub.publish(key, added.text, seq=added.seq))
    return added


def tell(key: str, event: Event, *, but: Iterable[str] = ()) -> None:
    """Tell an ephemeral event; inside a transaction, when that is committed. ``but``: caller keys."""
    text, left_out = frames.encode(key, event), frozenset(but)
    _soon(lambda: hub.publish(key, text, but=left_out))


def show(key: str, event: Event, *, but: Iterable[str] = ()) -> None:
    """Tell what matters for a moment only, and many times a second: it may wait a little for its like."""
    text, left_out = frames.encode(key, event), frozenset(but)
    _soon(lambda: hub.publish_unhurried(key, text, but=left_out))


def hold(*keys: str) -> None:
    """Lock durable streams first thing in a transaction that will append to them and lock other rows.

    The writer locks streams before rows; who does it the other way round can meet it in a deadlock.
    """
    with joined() as batch:
        batch.lock(keys)


def forget(key: str) -> None:
    """Drop a memory stream for good (its room is gone)."""
    memory().forget(key)


def position(key: str, *, durable: bool) -> Position:
    """Return the head of a stream. A durable one that has not begun stands at 0."""
    if not durable:
        return memory().position(key)
    return positions([key])[key]


def positions(keys: Iterable[str]) -> dict[str, Position]:
    """Return the heads of durable streams in one query."""
    wanted = set(keys)
    rows = Stream.objects.filter(pk__in={*wanted, BEGINNING}).values_list("key", "epoch", "seq")
    found = {key: Position(epoch=epoch, seq=seq) for key, epoch, seq in rows}
    beginning = found.pop(BEGINNING, None)
    not_begun = Position(epoch=beginning.epoch if beginning else FIRST_EPOCH, seq=0)
    return {key: found.get(key, not_begun) for key in wanted}


def heads(keys: Iterable[str]) -> dict[str, Position]:
    """Return the heads of streams of either sort; a memory stream is one that lives in memory here."""
    wanted = list(keys)
    in_memory = {key: place for key in wanted if (place := memory().peek(key)) is not None}
    return positions(key for key in wanted if key not in in_memory) | in_memory


def is_durable(place: Position) -> bool:
    """Whether a position is one of a stream that the database keeps."""
    return not place.epoch.startswith("m")


def resumable(places: Mapping[str, Position]) -> dict[str, Position]:
    """Return the heads up to which these places can go on; other streams have to be loaded anew.

    Whether the log still reaches back to the place is seen when it is read: it loses its oldest events.
    """
    heads_of = positions(key for key, place in places.items() if is_durable(place))
    for key, place in places.items():
        if not is_durable(place) and memory().since(key, place.seq) is not None:
            heads_of[key] = memory().position(key)
    return {key: head for key, head in heads_of.items() if _reaches(places[key], head)}


def _reaches(place: Position, head: Position) -> bool:
    return place.epoch == head.epoch and 0 <= place.seq <= head.seq <= place.seq + LONGEST_RESUME


def page_since(key: str, after: int, head: Position) -> list[tuple[int, str]]:
    """Return the next frames with their sequence, at most 200 or 256 KiB, up to ``head``."""
    if not is_durable(head):
        kept = memory().since(key, after) or []
        return [(seq, text) for seq, text in kept if seq <= head.seq]
    log = StreamEvent.objects.filter(stream_id=key, seq__gt=after, seq__lte=head.seq).order_by("seq")
    page: list[tuple[int, str]] = []
    size = 0
    for seq, name, data in log.values_list("seq", "name", "data")[:PAGE_EVENTS]:
        text = frames.encode_stored(key, seq, name, data)
        size += len(text.encode())
        if page and size > PAGE_BYTES:
            break
        page.append((seq, text))
    return page


def moved_since(event_id: int | None) -> tuple[int, dict[str, range]]:
    """Return the id of the last stored event, and by stream the sequences stored after ``event_id``.

    With None nothing was stored yet: it is where watching begins.
    """
    last = StreamEvent.objects.aggregate(last=Max("id"))["last"] or 0
    if event_id is None or last <= event_id:
        return last, {}
    moved = StreamEvent.objects.filter(id__gt=event_id, id__lte=last).values_list("stream_id")
    found = moved.annotate(first=Min("seq"), head=Max("seq"))
    return last, {key: range(first, head + 1) for key, first, head in found}


def rewrite(key: str, found: Q, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Let stored events of a durable stream say something else to who has not read them yet.

    In the transaction of what made them untrue. Their sequences stay; nothing is told.
    """
    for row in StreamEvent.objects.filter(found, stream_id=key):
        row.data = change(row.data)
        row.save(update_fields=["data"])


def stored_events(key: str, sequences: Iterable[int]) -> list[tuple[int, str]]:
    """Return the frames of these events, in order; of many only the last page."""
    wanted = sorted(sequences)[-PAGE_EVENTS:]
    log = StreamEvent.objects.filter(stream_id=key, seq__in=wanted).order_by("seq")
    return [
        (seq, frames.encode_stored(key, seq, name, data))
        for seq, name, data in log.values_list("seq", "name", "data")
    ]


def _append_in_memory(key: str, event: Event) -> int:
    added = memory().append(key, event)
    hub.publish(key, added.text, seq=added.seq)
    return added.seq


def _in_transaction() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return connection.in_atomic_block
    # No transaction is ever open on the event loop.
    return False


def _soon(call: Callable[[], None]) -> None:
    if _in_transaction():
        transaction.on_commit(call)
    else:
        call()
