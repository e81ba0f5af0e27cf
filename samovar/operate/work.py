"""Background work: as a thread of ``samovar serve`` or as ``samovar worker``."""

from __future__ import annotations

import logging
import os
import secrets
import threading

from django.db import close_old_connections, connections
from django_tasks_db.management.commands.db_worker import Worker

from samovar.core.schedule import Clock

logger = logging.getLogger("samovar.work")
_INTERVAL = 1.0  # seconds between looks into an empty queue
_PAUSE_AFTER_FAILURE = 5.0  # seconds


def _new_worker(*, startup_delay: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=_INTERVAL,
        batch=False,
        backend_name="default",
        startup_delay=startup_delay,
        max_tasks=None,
        worker_id=f"{os.getpid()}-{secrets.token_hex(8)}",
        excluded_queue_names=[],
    )


class WorkerThread(threading.Thread):
    """Takes jobs out of the database until the process ends; a failure is logged and it goes on."""

    def __init__(self) -> None:
        super().__init__(name="samovar-work", daemon=True)
        self._worker = _new_worker(startup_delay=False)
        self._ended = threading.Event()
        self._clock = Clock()

    def run(self) -> None:
        self._clock.start()
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
        self._clock.stop()
        self._worker.running = False


def run_worker() -> int:
    """Work until a signal comes."""
    worker = _new_worker(startup_delay=True)
    worker.configure_signals()
    Clock().start()
    logger.info("background work started")
    worker.run()
    return 0
