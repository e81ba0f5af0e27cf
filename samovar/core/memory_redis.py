"""Memory streams shared by several processes: ring, epoch and counters live in Redis."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any, cast

import redis

from samovar.core.errors import KeyReused, Unavailable
from samovar.core.memory import IDLE_SECONDS, RING_EVENTS, RING_SECONDS, UNNAMED, Appended, Once, frame_parts
from samovar.core.redis_names import redis_key
from samovar.core.wire import Event, Position

# One script, so that two processes never take the same sequence and a cid is looked up and stored at once.
# KEYS: the stream's hash (epoch, seq, n), its ring (a list of "seq at name text"), its answers (a hash).
_APPEND = """
local function prune(now)
  while true do
    local first = redis.call('LINDEX', KEYS[2], 0)
    if not first then return end
    local event = cjson.decode(first)
    local few = redis.call('LLEN', KEYS[2]) <= tonumber(ARGV[9])
    if few and event[2] >= now - tonumber(ARGV[10]) then return end
    redis.call('LPOP', KEYS[2])
    if event[3] ~= '' then redis.call('HDEL', KEYS[3], event[3]) end
  end
end
local now, name, digest = tonumber(ARGV[1]), ARGV[2], ARGV[3]
prune(now)
redis.call('HSETNX', KEYS[1], 'epoch', ARGV[8])
if name ~= '' then
  local before = redis.call('HGET', KEYS[3], name)
  if before then return before end
end
local seq = redis.call('HINCRBY', KEYS[1], 'seq', 1)
local n, text = 0, ARGV[4] .. string.format('%d', seq) .. ARGV[5]
if ARGV[6] ~= '' then
  n = redis.call('HINCRBY', KEYS[1], 'n', 1)
  text = text .. string.format('%d', n) .. ARGV[6]
end
redis.call('RPUSH', KEYS[2], cjson.encode({seq, now, name, text}))
local answer = cjson.encode({digest, seq, n, ARGV[7], text})
if name ~= '' then redis.call('HSET', KEYS[3], name, answer) end
prune(now)
for i = 1, 3 do redis.call('EXPIRE', KEYS[i], ARGV[11]) end
return answer
"""


class RedisStreams:
    """The store of many processes. A Redis that does not answer raises Unavailable."""

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
        )
        self._append = self._redis.register_script(_APPEND)

    def append(self, key: str, event: Event, once: Once = UNNAMED) -> Appended:
        """Add an event, or return what the same ``cid`` added before."""
        head, middle, tail = frame_parts(key, event)
        who: list[str | float] = [time.time(), once.name, once.digest]
        what: list[str | float] = [head, middle, tail, once.at, _new_epoch()]
        limits: list[str | float] = [RING_EVENTS, RING_SECONDS, int(IDLE_SECONDS)]
        answer = self._ask(lambda: self._append(keys=_keys(key), args=[*who, *what, *limits]))
        first, seq, n, at, text = _decode(answer)
        if first != once.digest:
            raise KeyReused
        return Appended(seq, n, at, text)

    def position(self, key: str) -> Position:
        """Return the head; a stream that nobody used begins now."""
        stream = _keys(key)[0]

        def read() -> Any:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hsetnx(stream, "epoch", _new_epoch())
                pipe.expire(stream, int(IDLE_SECONDS))
                pipe.hmget(stream, ["epoch", "seq"])
                return pipe.execute()[-1]

        epoch, seq = self._ask(read)
        return Position(epoch=epoch, seq=int(seq or 0))

    def peek(self, key: str) -> Position | None:
        """Return the head of a stream that has begun, else None."""
        epoch, seq = self._ask(lambda: self._redis.hmget(_keys(key)[0], ["epoch", "seq"]))
        return Position(epoch=epoch, seq=int(seq or 0)) if epoch else None

    def since(self, key: str, after: int) -> list[tuple[int, str]] | None:
        """Return frames above ``after``, or None when the ring no longer has them all."""
        stream, ring, _answers = _keys(key)

        def read() -> Any:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hget(stream, "seq")
                pipe.lrange(ring, 0, -1)
                return pipe.execute()

        head, events = self._ask(read)
        oldest = time.time() - RING_SECONDS
        rows = [_decode(event) for event in events]
        found = [(seq, text) for seq, at, _name, text in rows if seq > after and at >= oldest]
        return found if len(found) == int(head or 0) - after else None

    def forget(self, key: str) -> None:
        """Drop the stream; its epoch will not come back."""
        self._ask(lambda: self._redis.delete(*_keys(key)))

    @staticmethod
    def _ask(call: Any) -> Any:
        try:
            return call()
        except redis.RedisError as error:
            raise Unavailable from error


def _keys(key: str) -> list[str]:
    return [redis_key(f"{{{key}}}{part}") for part in ("", ":ring", ":cids")]


def _new_epoch() -> str:
    return f"m{secrets.token_hex(6)}"


def _decode(text: Any) -> list[Any]:
    return cast("list[Any]", json.loads(text))
