"""How much one caller may ask of REST: a bucket per login or address.

Kept in this process, which is the only one unless there is Redis; with Redis there, over all processes.
"""

from __future__ import annotations

import logging
import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from samovar.core.address import address_group, client_address
from samovar.core.errors import TooMany

if TYPE_CHECKING:
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)

PATIENCE = 0.5  # seconds to wait for Redis
PAUSE = 5.0  # seconds without asking a Redis that did not answer
REMEMBERED = 20_000  # buckets; a full one forgotten is a full one
# Fills the bucket by Redis's own clock, takes one, and forgets a bucket that is full again. Returns what is
# left, and whether there was enough; as text, since Redis cuts fractions off.
_SCRIPT = """
local limit, now = tonumber(ARGV[1]), redis.call('TIME')
local at = now[1] + now[2] / 1000000
local kept = redis.call('HMGET', KEYS[1], 'filled', 'at')
local filled = tonumber(kept[1] or limit)
filled = math.min(limit, filled + math.max(0, at - tonumber(kept[2] or at)) * limit / 60)
local enough = filled >= 1
if enough then filled = filled - 1 end
redis.call('HSET', KEYS[1], 'filled', tostring(filled), 'at', string.format('%.6f', at))
redis.call('EXPIRE', KEYS[1], 61)
return {tostring(filled), enough and 1 or 0}
"""


@dataclass(frozen=True)
class Left:
    """What a caller has left: of ``limit`` a minute, ``remaining``, all back in ``reset`` seconds."""

    limit: int
    remaining: int
    reset: int


def _judged(filled: float, limit: int, *, enough: bool) -> Left:
    if not enough:
        raise TooMany(math.ceil((1 - filled) * 60 / limit))
    return Left(limit, int(filled), math.ceil((limit - filled) * 60 / limit))


class Buckets:
    """Buckets that fill evenly; each holds what may be asked in a minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._filled: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, limit: int, now: float) -> Left:
        """Take one out of the bucket of ``key``, or raise TooMany. ``now`` in seconds."""
        with self._lock:
            filled, at = self._filled.pop(key, (float(limit), now))
            filled = min(float(limit), filled + (now - at) * limit / 60)
            enough = filled >= 1
            filled -= 1 if enough else 0
            self._filled[key] = (filled, now)
            if len(self._filled) > REMEMBERED:
                self._filled.popitem(last=False)
        return _judged(filled, limit, enough=enough)


class SharedBuckets:
    """The same in Redis, for all processes of the installation. While Redis is gone, each counts alone.

    A Redis that is gone costs one request in ``PAUSE`` seconds the wait for it, and no other any.
    """

    def __init__(self, url: str) -> None:
        import redis  # noqa: PLC0415 - a third of a second of each start, only where it is used
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415

        from samovar.core.redis_names import redis_key  # noqa: PLC0415

        self._away = redis.RedisError
        self._redis = redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._space = redis_key("api")
        self._take = self._redis.register_script(_SCRIPT)
        self._alone = Buckets()
        self._gone = False
        self._asked_again_at = 0.0

    def take(self, key: str, limit: int, now: float) -> Left:
        """Take one out of the bucket of ``key``, or raise TooMany. ``now`` in seconds."""
        if self._gone:
            if now < self._asked_again_at:
                return self._alone.take(key, limit, now)
            # The others go on alone while this one asks.
            self._asked_again_at = now + PAUSE
        try:
            filled, enough = self._take(keys=[f"{self._space}:{key}"], args=[limit])
        except self._away:
            logger.warning("Redis does not answer; requests are counted in this process")
            self._gone, self._asked_again_at = True, now + PAUSE
            return self._alone.take(key, limit, now)
        self._gone = False
        return _judged(float(filled), limit, enough=bool(enough))


@cache
def buckets() -> Buckets | SharedBuckets:
    """Return where requests are counted."""
    return SharedBuckets(settings.REDIS_URL) if settings.REDIS_URL else Buckets()


class ApiThrottle(BaseThrottle):
    """Every REST door takes one; what is left stands in the headers of the answer."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - the framework's
        login: Any = request.auth
        key = f"s:{login.pk}" if login is not None else f"a:{address_group(client_address(request))}"
        left = buckets().take(key, settings.API_PER_MINUTE, time.monotonic())
        request._request.api_left = left  # type: ignore[attr-defined]  # noqa: SLF001 - for the middleware
        return True
