"""The group-commit writer: what arrives while one transaction is written is stored by the next one.

Sending a message alone costs a transaction and a sync of the disk; together they cost little more
than one. Still every item is judged by its own rules inside the transaction, and acknowledged only
after the commit.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
    transaction,
)

from samovar.core.batch import Batch, using
from samovar.core.checkpoints import Checkpoints
from samovar.core.errors import KeyReused, Refusal, Unavailable
from samovar.core.metrics import batch_items, batch_seconds
from samovar.core.models import Receipt

logger = logging.getLogger(__name__)

LARGEST_BATCH = 256
ATTEMPTS = 4
PATIENCE = 15.0  # seconds a caller waits; longer than a disk is slow, shorter than people wait

Answer = dict[str, Any]
# The reading a batch does for many items of one kind at once, before they run.
Prepare = Callable[["Batch", list[Any]], None]


class Unstored(Answer):
    """An answer of ``run`` that leaves no receipt: nothing about it may reach a table."""


@dataclass(frozen=True, slots=True, eq=False)
class Write:
    """One thing to do in the writer's transaction.

    ``streams``: keys of durable streams to lock before anything runs. ``run``: judges, writes and
    returns the JSON answer; it may run again, so effects belong to on-commit. ``sender`` and
    ``key``: who, and the client id; with a key the answer is kept and given again, and ``body``
    decides whether it is the same request. ``prepare`` is called once for all writes of the batch
    that have it, with their ``subject``.
    """

    streams: tuple[str, ...]
    run: Callable[[], Answer]
    sender: str = ""
    key: str = ""
    body: Any = None
    prepare: Prepare | None = None
    subject: Any = None
    _digest: list[str] = field(default_factory=list, init=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of the body, whatever the order of its keys."""
        if not self._digest:
            self._digest.append(hashlib.sha256(_in_order(self.body).encode()).hexdigest())
        return self._digest[0]


Outcome = Answer | BaseException
_in_order = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True, eq=False)
class _Ticket:
    write: Write
    settle: Callable[[Outcome], None]
    outcome: Outcome | None = None


@dataclass(slots=True)
class _Attempt:
    """What is known about one try; ``committing`` is set when nobody can say how it ended."""

    tickets: list[_Ticket]
    batch: Batch
    committing: bool = False
    known: dict[tuple[str, str], tuple[str, Answer]] = field(default_factory=dict)
    wrote: bool = False


class Writer:
    """One thread that writes. ``submit`` and ``call`` may be used from any thread outside a transaction."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[_Ticket | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, write: Write) -> Future[Answer]:
        """Hand a write over. The future gives the answer after the commit, or the Refusal.

        Raises RuntimeError inside a transaction: the writer could wait for its locks for ever.
        """
        if connection.in_atomic_block:
            raise RuntimeError("a write was submitted inside a transaction; run its action directly")
        future: Future[Answer] = Future()

        def settle(outcome: Outcome) -> None:
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

        self._put(_Ticket(write, settle))
        return future

    def call(self, write: Write) -> Answer:
        """Submit and wait. Raises the Refusal, or Unavailable when it takes long (it may still be stored)."""
        future = self.submit(write)
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            raise Unavailable from None

    def submit_from_loop(self, write: Write, settle: Callable[[Outcome], None]) -> None:
        """Hand a write over from the event loop; ``settle`` is called there with answer or exception."""
        self._put(_Ticket(write, _OnLoop(asyncio.get_running_loop(), settle)))

    def stop(self) -> None:
        """Write what is left, close the database and end the thread; the next submit starts another."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
        if thread is not None:
            thread.join()

    def _put(self, ticket: _Ticket) -> None:
        with self._lock:
            self._queue.put(ticket)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="samovar-writer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        checkpoints = Checkpoints()
        try:
            for tickets in self._batches():
                batch_items.observe(len(tickets))
                with batch_seconds.time():
                    self._write(tickets, checkpoints)
                checkpoints.due()
        finally:
            checkpoints.stop()
            connections.close_all()

    def _batches(self) -> Iterator[list[_Ticket]]:
        while True:
            first = self._queue.get()
            if first is None:
                return
            tickets = [first]
            try:
                while len(tickets) < LARGEST_BATCH:
                    following = self._queue.get_nowait()
                    if following is None:
                        yield tickets
                        return
                    tickets.append(following)
            except Empty:
                pass
            yield tickets

    def _write(self, tickets: list[_Ticket], checkpoints: Checkpoints) -> None:
        try:
            # In here, since a connection that cannot even be closed must leave nobody without an answer.
            close_old_connections()
            checkpoints.relieve()
            self._try_often(tickets)
        except Exception as error:
            if len(tickets) > 1:
                for ticket in tickets:
                    self._write([ticket], checkpoints)
                return
            if not isinstance(error, Refusal):
                logger.exception("a write failed")
            tickets[0].outcome = error
        _settle(tickets)

    def _try_often(self, tickets: list[_Ticket]) -> None:
        for last in (*[False] * (ATTEMPTS - 1), True):
            attempt = _Attempt(tickets, Batch(len(tickets)))
            try:
                _store(attempt)
            except IntegrityError:
                # Alone and with a key, it may be that another process stored it at the same time, in a
                # stream that had no row to lock yet: the next attempt finds what that one answered.
                if last or len(tickets) > 1 or not tickets[0].write.key:
                    raise
            except (OperationalError, InterfaceError) as error:
                # A deadlock or a lost server. After an unknown COMMIT only what has a receipt may be
                # tried again: the next attempt finds it if it was stored.
                connections.close_all() if not connection.in_atomic_block else None
                if last or (attempt.committing and any(not ticket.write.key for ticket in tickets)):
                    raise Unavailable from error
            else:
                return


class _OnLoop:
    """Settles on an event loop; ``_settle`` hands over all of one loop at once."""

    __slots__ = ("call", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, call: Callable[[Outcome], None]) -> None:
        self.loop = loop
        self.call = call

    def __call__(self, outcome: Outcome) -> None:
        self.loop.call_soon_threadsafe(self.call, outcome)


def _settle(tickets: list[_Ticket]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Ticket]] = {}
    for ticket in tickets:
        if isinstance(ticket.settle, _OnLoop):
            by_loop.setdefault(ticket.settle.loop, []).append(ticket)
        else:
            ticket.settle(_outcome(ticket))
    for loop, together in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle_all, together)
        except RuntimeError:
            # The loop is closed, and with it every socket that waited.
            continue


def _settle_all(tickets: list[_Ticket]) -> None:
    for ticket in tickets:
        if isinstance(ticket.settle, _OnLoop):
            ticket.settle.call(_outcome(ticket))


def _outcome(ticket: _Ticket) -> Outcome:
    return ticket.outcome if ticket.outcome is not None else Unavailable()


def _store(attempt: _Attempt) -> None:
    batch, tickets = attempt.batch, attempt.tickets
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        stack.enter_context(using(batch))
        batch.lock({key for ticket in tickets for key in ticket.write.streams})
        attempt.known = _receipts(tickets)
        _prepare(attempt)
        with connection.execute_wrapper(_Watch(attempt)):
            for ticket in tickets:
                ticket.outcome = _judge(attempt, ticket)
        batch.flush()
        attempt.committing = True


def _receipts(tickets: list[_Ticket]) -> dict[tuple[str, str], tuple[str, Answer]]:
    keyed = {(ticket.write.sender, ticket.write.key) for ticket in tickets if ticket.write.key}
    if not keyed:
        return {}
    senders, keys = ({pair[index] for pair in keyed} for index in (0, 1))
    marks = [", ".join(["%s"] * len(values)) for values in (senders, keys)]
    with connection.cursor() as cursor:
        # By hand, for it is asked in every batch and with hundreds of values.
        among = f"sender IN ({marks[0]}) AND key IN ({marks[1]})"
        sql = f"SELECT sender, key, digest, answer FROM core_receipt WHERE {among}"  # noqa: S608 - only marks
        cursor.execute(sql, [*senders, *keys])
        found = cursor.fetchall()
    return {
        (sender, key): (digest, json.loads(answer))
        for sender, key, digest, answer in found
        if (sender, key) in keyed
    }


def _prepare(attempt: _Attempt) -> None:
    subjects: dict[Prepare, list[Any]] = {}
    for ticket in attempt.tickets:
        if ticket.write.prepare is not None:
            subjects.setdefault(ticket.write.prepare, []).append(ticket.write.subject)
    for prepare, together in subjects.items():
        prepare(attempt.batch, together)


def _judge(attempt: _Attempt, ticket: _Ticket) -> Outcome:
    write = ticket.write
    digest = write.digest if write.key else ""
    before = attempt.known.get((write.sender, write.key)) if write.key else None
    if before is not None:
        return before[1] if before[0] == digest else KeyReused()
    changes = attempt.batch.changes
    attempt.wrote = False
    try:
        answer = write.run()
    except Refusal as refusal:
        if attempt.wrote or attempt.batch.changes != changes or len(attempt.tickets) == 1:
            raise
        return refusal
    if write.key and not isinstance(answer, Unstored):
        attempt.known[write.sender, write.key] = (digest, answer)
        receipt = {"sender": write.sender, "key": write.key, "digest": digest, "answer": answer}
        attempt.batch.add(Receipt, {**receipt, "at": attempt.batch.at})
    return answer


class _Watch:
    """Notices when an item writes by itself, so that its refusal cannot leave half of it in the batch."""

    __slots__ = ("attempt",)

    def __init__(self, attempt: _Attempt) -> None:
        self.attempt = attempt

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if not sql.lstrip()[:6].upper().startswith("SELECT"):
            self.attempt.wrote = True
        return execute(sql, params, many, context)


writer = Writer()
