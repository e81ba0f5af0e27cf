"""Background work: as threads of ``samovar serve`` or as ``samovar worker``."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from samovar.core.housekeeping import keep_task
from samovar.core.schedule import Clock
from samovar.operate.lock import work_beside

logger = logging.getLogger("samovar.work")
_INTERVAL = 1.0  # seconds between looks into an empty queue
_PULSE = 300.0  # seconds; a task of which nothing was heard for an hour is taken up by another worker
_LAST_WORD = 15.0  # seconds, more than one delivery takes
_PAUSE_AFTER_FAILURE = 5.0  # seconds


class _Worker(Worker):
    """Says from time to time that it lives, when a task takes long."""

    _task: UUID | None = None
    _told = 0.0

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        self._task, self._told = db_task_result.pk, time.monotonic()
        try:
            super().run_task(db_task_result)
        finally:
            self._task = None

    def tell(self) -> None:
        """Called by the clock, in another thread."""
        task, now = self._task, time.monotonic()
        if task is not None and now - self._told >= _PULSE:
            keep_task(task)
            self._told = now


def _new_worker(
    *, startup_delay: bool, queues: Sequence[str] = ("*",), without: Sequence[str] = ()
) -> _Worker:
    return _Worker(
        queue_names=list(queues),
        interval=_INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=startup_delay,
        max_tasks=None,
        worker_id=f"{os.getpid()}-{secrets.token_hex(8)}",
        excluded_queue_names=list(without),
    )


class _QueueThread(threading.Thread):
    """Takes jobs out of the database until the process ends; a failure is logged and it goes on."""

    def __init__(self, name: str, worker: _Worker) -> None:
        super().__init__(name=name, daemon=True)
        self.tell = worker.tell
        self._worker = worker
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.is_set():
            try:
                self._worker.run()
            except Exception:
                logger.exception("background work failed; it starts again")
                self._ended.wait(_PAUSE_AFTER_FAILURE)
            finally:
                close_old_connections()
        connections.close_all()

    def stop(self) -> None:
        """Let it end after its present job, without waiting for that."""
        self._ended.set()
        self._worker.running = False


def _telling() -> _QueueThread:
    """Return a thread for webhooks alone: a host that answers slowly keeps no mail waiting."""
    worker = _new_worker(startup_delay=False, queues=[settings.HOOKS_QUEUE])
    return _QueueThread("samovar-hooks", worker)


class WorkerThread:
    """All background work of a server, in threads of its own."""

    def __init__(self) -> None:
        worker = _new_worker(startup_delay=False, without=[settings.HOOKS_QUEUE])
        self._threads = [_QueueThread("samovar-work", worker), _telling()]
        self._clock = Clock(*(thread.tell for thread in self._threads))

    def start(self) -> None:
        self._clock.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let it end after its present jobs, without waiting for those."""
        self._clock.stop()
        for thread in self._threads:
            thread.stop()

    def join(self, timeout: float | None = None) -> None:
        """Wait until it has ended, ``timeout`` seconds for each thread."""
        for thread in self._threads:
            thread.join(timeout)


def run_worker() -> int:
    """Work until a signal comes."""
    work_beside(settings.DATA_DIR, "samovar worker cannot start: a backup is being restored.")
    worker = _new_worker(startup_delay=True, without=[settings.HOOKS_QUEUE])
    worker.configure_signals()
    telling = _telling()
    telling.start()
    Clock(worker.tell, telling.tell).start()
    logger.info("background work started")
    try:
        worker.run()
    finally:
        # A signal ends it here too. What is on its way to a host is finished first; it takes seconds.
        telling.stop()
        telling.join(_LAST_WORD)
    return 0
