"""Threads of the gateway's own for the database, so that one slow query delays nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import wraps
from threading import Lock, local
from typing import ParamSpec, TypeVar, cast

from django.db import close_old_connections

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE = 8
ASIDE_AT_ONCE = 3

_pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="samovar-read")
_aside = ThreadPoolExecutor(ASIDE_AT_ONCE, thread_name_prefix="samovar-aside")


def _tidily(call: Callable[[], T]) -> T:
    close_old_connections()
    try:
        return call()
    finally:
        close_old_connections()


def in_thread(call: Callable[[], T]) -> Future[T]:
    """Run ``call`` in a thread that may use the ORM; its connection is kept and checked between calls."""
    return _pool.submit(_tidily, call)


def once_a_thread(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that gives what ``make`` made in this thread when it was first asked for.

    For querysets that are asked often and slow to put together. Not one for all threads, because
    Django counts in a query while it writes its SQL.
    """
    kept = local()

    @wraps(make)
    def made() -> T:
        if not hasattr(kept, "made"):
            kept.made = make()
        return cast("T", kept.made)

    return made


class Soon:
    """Looks after something in a thread soon: once, however often that is asked for before it begins.

    When a thousand sockets break at once there is one look to be taken, not a thousand in everybody's way.
    """

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._lock = Lock()
        self._is_due = False

    def __call__(self) -> None:
        """Ask for it, from any thread."""
        with self._lock:
            if self._is_due:
                return
            self._is_due = True
        in_thread(self._run)

    def _run(self) -> None:
        with self._lock:
            self._is_due = False
        self._look()


def aside(call: Callable[[], object]) -> None:
    """Run ``call`` where it may wait for another server without keeping anybody; errors are logged."""
    _aside.submit(_tidily, lambda: _logged(call))


def _logged(call: Callable[[], object]) -> None:
    try:
        call()
    except Exception:
        logger.exception("work aside failed")
