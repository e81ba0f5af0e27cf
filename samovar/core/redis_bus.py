"""Hints between processes: one subscription per process, whatever the number of streams.

What travels here may be lost; the database (or the ring) is the log, and clients find gaps.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections import deque
from functools import lru_cache
from typing import Any

import redis
from django.conf import settings
from redis import asyncio as aioredis

from samovar.core.channel import Item
from samovar.core.hub import Hub, hub
from samovar.core.redis_names import redis_channel

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 5.0
MOST_WAITING = 10_000


class RedisBus:
    """Passes on what this process tells, and tells here what others pass on."""

    def __init__(self, url: str, target: Hub) -> None:
        self._url = url
        self._channel = redis_channel(url, "hub")
        self._hub = target
        self._origin = secrets.token_hex(8)
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._leaving: list[str] = []
        self._wake: asyncio.Event | None = None
        self._plain: redis.Redis | None = None

    def install(self) -> None:
        """Let the hub speak through this bus."""
        self._hub.bus = self.send
        self._hub.tell_bus = self.order

    def send(self, items: list[Item]) -> None:
        """Pass events on (from any thread)."""
        for item in items:
            if item.unhurried:
                self._put(["unhurried", item.key, item.text, sorted(item.but)])
            else:
                self._put(["item", item.key, item.text, item.seq, sorted(item.but)])

    def order(self, what: str, arguments: list[object]) -> None:
        """Pass on that connections have to go (from any thread)."""
        self._put([what, *arguments])

    def _put(self, message: list[object]) -> None:
        text = json.dumps([self._origin, *message], ensure_ascii=False)
        loop, wake = self._hub.loop, self._wake
        if loop is None or wake is None:
            self._send_now(text)
            return
        self._waiting.append(text)
        try:
            loop.call_soon_threadsafe(wake.set)
        except RuntimeError:
            return

    def _send_now(self, text: str) -> None:
        """From a process without sockets (a command, a worker)."""
        if self._plain is None:
            self._plain = redis.Redis.from_url(self._url, socket_timeout=2, socket_connect_timeout=2)
        try:
            self._plain.publish(self._channel, text)
        except redis.RedisError:
            logger.warning("Redis does not answer; other processes were not told")

    async def listen(self) -> None:
        """Pass on and receive until cancelled; a lost Redis is tried again with growing pauses."""
        self._wake = asyncio.Event()
        pause = 0.1
        while True:
            # The subscription waits for ever between messages: no timeout on reading.
            client = aioredis.Redis.from_url(self._url, socket_timeout=None, socket_connect_timeout=2)
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as pubsub:
                    await pubsub.subscribe(self._channel)
                    pause = 0.1
                    self._hub.gaps += 1
                    await _first_of(self._receive(pubsub), self._pass_on(client))
            except (redis.RedisError, OSError):
                logger.warning("Redis is gone; trying again in %s s", pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            finally:
                await client.aclose()

    async def _pass_on(self, client: Any) -> None:
        if self._wake is None:
            return
        while True:
            if not self._leaving:
                await self._wake.wait()
                self._wake.clear()
            while self._waiting:
                self._leaving.append(self._waiting.popleft())
            async with client.pipeline(transaction=False) as pipe:
                for text in self._leaving:
                    pipe.publish(self._channel, text)
                await pipe.execute()
            # Only now: what did not arrive is told when Redis is back. Twice does no harm.
            self._leaving.clear()

    async def _receive(self, pubsub: Any) -> None:
        async for message in pubsub.listen():
            origin, what, *rest = json.loads(message["data"])
            if origin != self._origin:
                self._obey(what, rest)

    def _obey(self, what: str, rest: list[Any]) -> None:
        if what == "item":
            key, text, seq, but = rest
            self._hub.publish_here(Item(key, text, seq, frozenset(but)))
        elif what == "unhurried":
            key, text, but = rest
            self._hub.publish_here(Item(key, text, None, frozenset(but), unhurried=True))
        else:
            self._hub.obey(what, rest)


async def _first_of(*works: Any) -> None:
    """Run together; when one fails, end the others and raise its error."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@lru_cache(maxsize=1)
def bus() -> RedisBus:
    """Return the bus of this process."""
    return RedisBus(settings.REDIS_URL, hub)
