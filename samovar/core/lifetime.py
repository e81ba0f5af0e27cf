"""What runs beside the sockets as long as the server does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from django.conf import settings

from samovar.core import streams
from samovar.core.channel import Item
from samovar.core.gateway import registry
from samovar.core.hub import hub
from samovar.core.strangers import Strangers
from samovar.core.threads import in_thread

logger = logging.getLogger(__name__)

STUCK_SECONDS = 10.0

_running: set[asyncio.Task[None]] = set()


def ensure_started() -> None:
    """Start the hub on the running loop, once; also for servers that know no lifespan."""
    loop = asyncio.get_running_loop()
    if hub.loop is loop:
        return
    hub.start(loop)
    _keep(_each_second())
    if settings.REDIS_URL:
        from samovar.core.redis_bus import bus  # noqa: PLC0415 - only where it is used

        _keep(bus().listen())


async def stop() -> None:
    """End what was started."""
    hub.stop()
    for task in list(_running):
        task.cancel()
    await asyncio.gather(*_running, return_exceptions=True)


def _keep(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    _running.add(task)
    task.add_done_callback(_running.discard)


async def _each_second() -> None:
    loop = asyncio.get_running_loop()
    watch, strangers = OtherWriters(), Strangers()
    while True:
        await asyncio.sleep(1)
        _end_stuck(loop.time())
        hub.turn()
        jobs: list[Callable[[], object]] = [*registry.jobs, *strangers.jobs(loop.time()), watch.look]
        await asyncio.gather(*(_run(job) for job in jobs))


async def _run(job: Callable[[], object]) -> None:
    try:
        await asyncio.wrap_future(in_thread(job))
    except Exception:
        logger.exception("a periodic job failed")


def _end_stuck(now: float) -> None:
    for connection_ in list(hub.connections):
        if (
            connection_.closing
            and connection_.blocked_since
            and now - connection_.blocked_since > STUCK_SECONDS
        ):
            # It was told to go and does not even read that.
            connection_.abandon()
            hub.remove(connection_)


class OtherWriters:
    """Tells on what another process stored in the same database: a command of the operator, a worker.

    With Redis it is not needed: there every process tells the others by itself.
    """

    def __init__(self) -> None:
        self._seen: int | None = None
        self._before: int | None = None
        self._due: dict[str, range] = {}

    def look(self) -> None:
        """Publish stored events that this process did not tell. Runs in a thread, once a second."""
        if settings.REDIS_URL:
            return
        watched = hub.watched()
        for key in self._due.keys() & watched:
            # Stored a second ago and still not told here: it was not this process that stored it.
            # Should it be after all, the hub still tells it only once.
            missing = hub.untold(key, self._due[key])
            for seq, text in streams.stored_events(key, missing) if missing else ():
                hub.publish_here(Item(key, text, seq, stored=True))
        # From the look before the last one on: ids of PostgreSQL may be committed out of their order.
        seen, self._due = streams.moved_since(self._before)
        self._before, self._seen = self._seen, seen
