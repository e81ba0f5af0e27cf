"""Work that comes again and again, and work that is tried again: on top of django-tasks, which has neither.

A periodic job has one row for the whole installation. Whoever finds it due takes a lease by one UPDATE and
puts a task into the queue, so that any number of processes do it once. A lease ends by itself when its
holder dies.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from django.db import close_old_connections
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from samovar.core.models import Periodic

logger = logging.getLogger("samovar.work")

LEASE = timedelta(minutes=30)
TRIES = 5
FIRST_PAUSE = timedelta(minutes=1)
LOOK_SECONDS = 10.0


@dataclass(frozen=True)
class Job:
    """What is done ``every`` so often. ``run`` may be done twice without harm."""

    name: str
    every: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def periodic(name: str, *, every: timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Do the decorated function ``every`` so often, in whichever process does background work."""

    def register(run: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = Job(name, every, run)
        return run

    return register


def names() -> list[str]:
    """Return the names of all periodic jobs."""
    return sorted(_jobs)


def pause_before(attempt: int) -> timedelta:
    """Return how long to wait before the try after ``attempt`` (from 1): 1, 2, 4, 8 ... minutes."""
    return FIRST_PAUSE * (1 << (attempt - 1))


def enqueue_due(*, now: datetime | None = None) -> list[str]:
    """Lease what is due and put it into the queue; return the names."""
    now = now or timezone.now()
    return [job.name for job in _jobs.values() if _lease(job, now)]


def _lease(job: Job, now: datetime) -> bool:
    lease = token_hex(8)
    Periodic.objects.get_or_create(name=job.name, defaults={"due_at": now})
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    due = Periodic.objects.filter(free, name=job.name, due_at__lte=now)
    if not due.update(lease=lease, leased_until=now + LEASE):
        return False
    run_job.enqueue(job.name, lease)
    return True


@task()
def run_job(name: str, lease: str) -> None:
    """Do a periodic job, unless its lease went to somebody else meanwhile."""
    job, row = _jobs.get(name), Periodic.objects.filter(name=name, lease=lease)
    if job is None or not row.exists():
        return
    try:
        job.run()
    except Exception:
        _fail(job, row.values_list("failures", flat=True).first() or 0, lease)
        raise
    row.update(due_at=timezone.now() + job.every, leased_until=None, lease="", failures=0)


def _fail(job: Job, before: int, lease: str) -> None:
    """Try again soon, with growing pauses; after some tries not before its usual time."""
    failures = before + 1
    capped = failures >= TRIES
    if capped:
        logger.error("%s failed %d times; it is tried again in %s", job.name, failures, job.every)
    pause = job.every if capped else min(job.every, pause_before(failures))
    Periodic.objects.filter(name=job.name, lease=lease).update(
        due_at=timezone.now() + pause,
        leased_until=None,
        lease="",
        failures=0 if capped else F("failures") + 1,
    )


def try_again(work: Any, *, attempt: int, tries: int = TRIES, **arguments: Any) -> bool:
    """Put the task ``work`` into the queue once more, for later; False when ``tries`` are used up.

    The task takes ``attempt`` (from 1) besides its ``arguments``.
    """
    if attempt >= tries:
        return False
    later = work.using(run_after=timezone.now() + pause_before(attempt))
    later.enqueue(attempt=attempt + 1, **arguments)
    return True


class Clock(threading.Thread):
    """Looks every ten seconds what is due, as long as its process does background work.

    ``also`` is called each time too: what the process has to say while it works.
    """

    def __init__(self, *also: Callable[[], object]) -> None:
        super().__init__(name="samovar-clock", daemon=True)
        self._looks = (enqueue_due, *also)
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            for look in self._looks:
                try:
                    look()
                except Exception:
                    logger.exception("could not look what is due; trying again")
                finally:
                    close_old_connections()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
