"""Brings what SQLite's log holds into the database, so that no commit has to wait for that.

By itself SQLite does it in whichever commit finds 1,000 pages in the log. That commit then writes and syncs
the database as well, and everybody whose message is in it waits: of 1,500 small commits one of a hundred took
20 ms so, and 4 to 10 ms otherwise.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import closing
from typing import Any

from django.db import connection

logger = logging.getLogger(__name__)

EVERY = 2.0  # seconds
# Who always writes never lets the log begin anew. From this many pages on (64 MB) writers wait for a moment.
TOO_LONG = 16_384
# How long others may be held up for that, in ms; if it is not enough, there is a next time.
PATIENCE = 100


class Checkpoints:
    """A thread beside the one that writes. Nothing happens where the database is not SQLite."""

    def __init__(self) -> None:
        self._relieved: Any = None
        self._thread: threading.Thread | None = None
        self._written = threading.Event()
        self._over = threading.Event()

    def relieve(self) -> None:
        """Take the work from this thread's connection, which may be new: before each transaction."""
        if connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        if connection.connection is self._relieved:
            return
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint=0")
        self._relieved = connection.connection
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="samovar-checkpoints", daemon=True)
            self._thread.start()

    def due(self) -> None:
        """Something was written."""
        self._written.set()

    def stop(self) -> None:
        """End the thread. What is left in the log is read from there until somebody brings it over."""
        self._over.set()
        self._written.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        # Not one of Django's: nobody asks anything by it, and it is there for as long as the thread is.
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as log:
            log.execute(f"PRAGMA busy_timeout={PATIENCE}")
            log.execute("PRAGMA synchronous=FULL")
            while not self._over.wait(EVERY):
                self._written.wait()
                self._written.clear()
                try:
                    checkpoint(log)
                except sqlite3.Error:
                    # A full disk, perhaps: writers are told by themselves, the log waits for the next time.
                    logger.exception("the log of the database was not brought over")


def checkpoint(log: sqlite3.Connection) -> None:
    """Bring over what can be without holding anybody up; of a log that became too long everything."""
    _busy, pages, _done = log.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if pages > TOO_LONG:
        log.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
