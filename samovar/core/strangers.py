"""Streams are left by who may hear them no more, also where the order to take them out got lost.

Orders between processes travel as hints: Redis may be away, a process may die before it has told the others.
What is in the database counts, so each process compares what it tells to whom with it, now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from samovar.core.gateway import registry
from samovar.core.hub import hub

EVERY = 10.0  # seconds


class Strangers:
    """When to look, and at what. Everything here happens on the event loop; it is quick."""

    def __init__(self) -> None:
        self._due = 0.0
        self._gaps = hub.gaps

    def jobs(self, now: float) -> list[Callable[[], None]]:
        """Return what is to be done in threads at ``now`` (seconds of the loop): mostly nothing."""
        if now < self._due and self._gaps == hub.gaps:
            return []
        self._due, self._gaps = now + EVERY, hub.gaps
        found = ((guard, hub.heard(prefix)) for prefix, guard in registry.guards.items())
        return [partial(guard, heard) for guard, heard in found if heard]
