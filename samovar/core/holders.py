"""Who is held where: members of groups that some process has a living connection of.

One process alone knows it by itself (``Alone``). Several share it in Redis (``Shared``): each puts what it
holds and takes it back, and what a process held that died is found by the others.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar

from django.conf import settings

logger = logging.getLogger(__name__)
T = TypeVar("T")

ALIVE_SECONDS = 5  # after which a process that says nothing has died
PROCESS = secrets.token_hex(6)

# A member's entry: {"v": what is known of him, "at": since when, "by": {process: 1}}.
# KEYS: the group's hash, the set of groups. ARGV: member, process, value, now, group.
_PUT = """
local entry, before = {at = tonumber(ARGV[4]), by = {}}, redis.call('HGET', KEYS[1], ARGV[1])
if before then entry = cjson.decode(before) end
entry.v, entry.by[ARGV[2]] = ARGV[3], 1
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(entry))
redis.call('SADD', KEYS[2], ARGV[5])
if before then return 0 end
return 1
"""
_RENAME = """
local before = redis.call('HGET', KEYS[1], ARGV[1])
if not before then return 0 end
local entry = cjson.decode(before)
entry.v = ARGV[2]
return redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(entry))
"""
_TAKE = """
local before = redis.call('HGET', KEYS[1], ARGV[1])
if not before then return '' end
local entry = cjson.decode(before)
if entry.by[ARGV[2]] == nil then return '' end
entry.by[ARGV[2]] = nil
if next(entry.by) ~= nil then
  redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(entry))
  return ''
end
redis.call('HDEL', KEYS[1], ARGV[1])
if redis.call('HLEN', KEYS[1]) == 0 then redis.call('SREM', KEYS[2], ARGV[5]) end
return before
"""


class Member(NamedTuple):
    """Somebody in a group; ``value`` is what the holder said of him."""

    group: str
    name: str
    value: str


class Holders(Protocol):
    """What this and other processes hold. No call raises because another server is away."""

    def put(self, group: str, name: str, value: str = "") -> bool:
        """This process holds the member. True when nobody did before."""

    def take(self, group: str, name: str) -> bool:
        """This process holds the member no more. True when nobody does now."""

    def members(self, group: str) -> list[Member]:
        """Return who is held elsewhere or here, in the order they came."""

    def names(self, group: str) -> set[str]:
        """Return the names of all members."""

    def is_empty(self, group: str) -> bool | None:
        """Say whether nobody is held elsewhere or here; None while that is not known."""

    def counts(self) -> dict[str, int]:
        """Return how many members each group has."""

    def drop(self, group: str, name: str | None = None) -> None:
        """Forget a member, or the whole group, whoever holds it."""

    def rename(self, group: str, name: str, value: str) -> None:
        """Say something else of a member, whoever holds it."""

    def beat(self, held: Callable[[], list[Member]]) -> list[Member]:
        """Once a second: say that this process lives, and return whom nobody holds since another died."""


class Alone:
    """One process: it knows all by itself, so nothing is known elsewhere."""

    def put(self, group: str, name: str, value: str = "") -> bool:  # noqa: ARG002 - as Holders
        return True

    def take(self, group: str, name: str) -> bool:  # noqa: ARG002 - as Holders
        return True

    def members(self, group: str) -> list[Member]:  # noqa: ARG002 - as Holders
        return []

    def names(self, group: str) -> set[str]:  # noqa: ARG002 - as Holders
        return set()

    def is_empty(self, group: str) -> bool | None:  # noqa: ARG002 - as Holders
        return True

    def counts(self) -> dict[str, int]:
        return {}

    def drop(self, group: str, name: str | None = None) -> None:
        """Nothing is known here."""

    def rename(self, group: str, name: str, value: str) -> None:
        """As above."""

    def beat(self, held: Callable[[], list[Member]]) -> list[Member]:  # noqa: ARG002 - as Holders
        return []


class Shared:
    """Several processes. While Redis is away each knows its own; when it is back each puts that again."""

    def __init__(self, url: str, space: str, process: str = PROCESS) -> None:
        import redis  # noqa: PLC0415 - a third of a second of each start, only where it is used

        from samovar.core.redis_names import redis_key  # noqa: PLC0415 - as above

        self._away = redis.RedisError
        self._redis: Any = redis.Redis.from_url(
            url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True
        )
        self._space = redis_key(f"held:{space}")
        self._process = process
        self._put = self._redis.register_script(_PUT)
        self._rename = self._redis.register_script(_RENAME)
        self._take = self._redis.register_script(_TAKE)
        self._lock = Lock()
        self._silent_until = 0.0
        # Until then others may not have put again what Redis lost, or took back, while it was away.
        self._unsure_until = 0.0
        self._has_beaten = False

    def put(self, group: str, name: str, value: str = "") -> bool:
        arguments: list[str | float] = [name, self._process, value, time.time(), group]
        return bool(self._ask(lambda: self._put(keys=self._keys(group), args=arguments), 1))

    def take(self, group: str, name: str) -> bool:
        return self._taken(group, name, self._process, missing="away") != ""

    def members(self, group: str) -> list[Member]:
        entries: dict[str, str] = self._ask(lambda: self._redis.hgetall(self._keys(group)[0]), {})
        decoded = {name: json.loads(text) for name, text in entries.items()}
        return [
            Member(group, name, str(entry["v"]))
            for name, entry in sorted(decoded.items(), key=lambda item: item[1]["at"])
        ]

    def names(self, group: str) -> set[str]:
        return set(self._ask(lambda: self._redis.hkeys(self._keys(group)[0]), []))

    def is_empty(self, group: str) -> bool | None:
        def read() -> bool | None:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.exists(self._alive(self._process))
                pipe.exists(self._keys(group)[0])
                known, held = pipe.execute()
            # A Redis that does not know of this process may not know of the others either.
            return None if not held and not known else not held

        empty = self._ask(read, None)
        return None if empty and time.monotonic() < self._unsure_until else empty

    def counts(self) -> dict[str, int]:
        def read() -> dict[str, int]:
            groups = sorted(self._redis.smembers(self._groups))
            with self._redis.pipeline(transaction=False) as pipe:
                for group in groups:
                    pipe.hlen(self._keys(group)[0])
                return dict(zip(groups, pipe.execute(), strict=True))

        return self._ask(read, {})

    def drop(self, group: str, name: str | None = None) -> None:
        key, groups = self._keys(group)

        def forget() -> None:
            if name is not None:
                self._redis.hdel(key, name)
            if name is None or not self._redis.hlen(key):
                self._redis.delete(key)
                self._redis.srem(groups, group)

        self._ask(forget, None)

    def rename(self, group: str, name: str, value: str) -> None:
        self._ask(lambda: self._rename(keys=self._keys(group)[:1], args=[name, value]), 0)

    def beat(self, held: Callable[[], list[Member]]) -> list[Member]:
        if not self._ask(self._say_alive, default=True):
            # Redis was away, or took this process for dead: everything is put again.
            if self._has_beaten:
                self._unsure_until = time.monotonic() + ALIVE_SECONDS
            for group, name, value in held():
                self.put(group, name, value)
        self._has_beaten = True
        return self._ask(self._orphans, [])

    @property
    def _groups(self) -> str:
        return f"{self._space}:groups"

    def _keys(self, group: str) -> list[str]:
        return [f"{self._space}:in:{group}", self._groups]

    def _alive(self, process: str) -> str:
        return f"{self._space}:alive:{process}"

    def _say_alive(self) -> bool:
        """Return whether it was known to be."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.exists(self._alive(self._process))
            pipe.set(self._alive(self._process), 1, ex=ALIVE_SECONDS)
            pipe.sadd(f"{self._space}:processes", self._process)
            return bool(pipe.execute()[0])

    def _orphans(self) -> list[Member]:
        found: list[Member] = []
        for process in self._redis.smembers(f"{self._space}:processes"):
            # Of several that notice one removes it, and that one does the rest.
            if not self._redis.exists(self._alive(process)) and self._redis.srem(
                f"{self._space}:processes", process
            ):
                found += self._take_all_of(process)
        return found

    def _take_all_of(self, process: str) -> list[Member]:
        found = []
        for group in self._redis.smembers(self._groups):
            for name in self._redis.hkeys(self._keys(group)[0]):
                entry = self._taken(group, name, process, missing="")
                if entry:
                    found.append(Member(group, name, str(json.loads(entry)["v"])))
        return found

    def _taken(self, group: str, name: str, process: str, *, missing: str) -> str:
        arguments: list[str | float] = [name, process, "", 0, group]
        return str(self._ask(lambda: self._take(keys=self._keys(group), args=arguments), missing))

    def _ask(self, call: Callable[[], T], default: T) -> T:
        """While Redis is away it is asked once a second, so that nobody waits for it again and again."""
        if time.monotonic() < self._silent_until:
            return default
        try:
            return call()
        except self._away:
            with self._lock:
                if time.monotonic() >= self._silent_until:
                    logger.warning("Redis does not answer: who is present elsewhere is not known now")
                self._silent_until = time.monotonic() + 1
                self._unsure_until = time.monotonic() + ALIVE_SECONDS
            return default


@lru_cache
def holders(space: str) -> Holders:
    """Return what is shared of ``space`` by the processes of this installation."""
    return Shared(settings.REDIS_URL, space) if settings.REDIS_URL else Alone()
