"""How often something may be tried: a sliding window in the cache all processes share."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.cache import cache

from samovar.core.errors import TooMany

_LOCK_LIFETIME = 10  # seconds, after which a lock of a killed process is void
_LOCK_PATIENCE = 5.0
_LOCK_PAUSE = 0.01


@dataclass(frozen=True)
class Limit:
    """At most ``amount`` within any ``seconds``, for each key of ``name``."""

    name: str
    amount: int
    seconds: int

    def require(self, key: str) -> None:
        """Raise ``TooMany`` when the window of ``key`` is full, without counting."""
        self._refuse_when_full(cache.get(self._cache_key(key), []))

    def take(self, key: str) -> None:
        """Count one try of ``key``, or raise ``TooMany`` saying in how many seconds one is free."""
        name = self._cache_key(key)
        with _locked(name):
            recent = self._refuse_when_full(cache.get(name, []))
            cache.set(name, [*recent, time.time()], self.seconds)

    def _refuse_when_full(self, tries: list[float]) -> list[float]:
        now = time.time()
        recent = [at for at in tries if at > now - self.seconds]
        if len(recent) >= self.amount:
            raise TooMany(max(1, math.ceil(recent[-self.amount] + self.seconds - now)))
        return recent

    def _cache_key(self, key: str) -> str:
        return f"limit:{self.name}:{hashlib.sha256(key.encode()).hexdigest()}"


@contextmanager
def _locked(name: str) -> Iterator[None]:
    lock = f"{name}:lock"
    deadline = time.monotonic() + _LOCK_PATIENCE
    while not cache.add(lock, 1, _LOCK_LIFETIME):
        if time.monotonic() > deadline:
            raise TooMany(1)
        time.sleep(_LOCK_PAUSE)
    try:
        yield
    finally:
        cache.delete(lock)
