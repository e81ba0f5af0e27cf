"""Streams of rooms that keep nothing: a ring of the last events, no table and no log."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from django.conf import settings

from samovar.core.errors import KeyReused
from samovar.core.wire import Event, Position

RING_EVENTS = 200
RING_SECONDS = 60.0
IDLE_SECONDS = 3600.0
# Where the number of a message goes. Within a JSON string the quotes would be escaped.
NUMBER = '"n":-1'


class Appended(NamedTuple):
    """An event in a memory stream. ``n`` is 0 for what is no message, ``at`` as its ``Once`` says."""

    seq: int
    n: int
    at: str
    text: str


class Once(NamedTuple):
    """Whose event it is and by which client id, so that sending it twice counts once."""

    sender: str
    cid: str
    digest: str
    at: str

    @property
    def name(self) -> str:
        """Under which the first answer is remembered; "" for what may come again."""
        return f"{self.sender} {self.cid}" if self.cid else ""


UNNAMED = Once("", "", "", "")


class MemoryStreams(Protocol):
    """What every store of memory streams can do; each method is thread-safe."""

    def append(self, key: str, event: Event, once: Once = UNNAMED) -> Appended: ...

    def position(self, key: str) -> Position: ...

    def peek(self, key: str) -> Position | None: ...

    def since(self, key: str, after: int) -> list[tuple[int, str]] | None: ...

    def forget(self, key: str) -> None: ...


def memory_streams() -> MemoryStreams:
    """Return the store: in Redis when several processes share streams, else in this process."""
    if settings.REDIS_URL:
        from samovar.core.memory_redis import RedisStreams  # noqa: PLC0415 - only where it is used

        return RedisStreams(settings.REDIS_URL)
    return LocalStreams()


def now_iso() -> str:
    """Return the time as it travels: UTC, milliseconds, ``Z``."""
    return iso(datetime.now(UTC))


def iso(at: datetime) -> str:
    """Return ``at`` as it travels: UTC, milliseconds, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def frame_parts(key: str, event: Event) -> tuple[str, str, str]:
    """Return the frame's text in three parts: before the sequence, before and after the message number."""
    head = f'{{"s":"{key}","q":'
    data = f',"e":"{event.event_name}","d":{event.model_dump_json()}}}'
    before, found, after = data.partition(NUMBER)
    return (head, f'{before}"n":', after) if found else (head, data, "")


def join_parts(parts: tuple[str, str, str], seq: int, n: int) -> str:
    """Return the whole frame."""
    head, middle, tail = parts
    return f"{head}{seq}{middle}{n}{tail}" if tail else f"{head}{seq}{middle}"


class _Ring:
    """One stream. Client ids are remembered as long as their event."""

    __slots__ = ("answers", "epoch", "events", "n", "seq", "touched")

    def __init__(self, now: float) -> None:
        self.epoch = f"m{secrets.token_hex(6)}"
        self.seq = 0
        self.n = 0
        self.events: deque[tuple[int, float, str, str]] = deque()
        self.answers: dict[str, tuple[str, Appended]] = {}
        self.touched = now

    def prune(self, now: float) -> None:
        while self.events and (len(self.events) > RING_EVENTS or self.events[0][1] < now - RING_SECONDS):
            _seq, _at, _text, name = self.events.popleft()
            self.answers.pop(name, None)


class LocalStreams:
    """The store of a single process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._rings: OrderedDict[str, _Ring] = OrderedDict()

    def append(self, key: str, event: Event, once: Once = UNNAMED) -> Appended:
        """Add an event, or return what the same ``cid`` added before."""
        parts, name, now = frame_parts(key, event), once.name, self._clock()
        with self._lock:
            ring = self._ring(key, now)
            ring.prune(now)
            if name in ring.answers:
                return _same(once.digest, *ring.answers[name])
            ring.seq += 1
            ring.n += 1 if parts[2] else 0
            text = join_parts(parts, ring.seq, ring.n)
            added = Appended(ring.seq, ring.n, once.at, text)
            ring.events.append((ring.seq, now, text, name))
            if name:
                ring.answers[name] = (once.digest, added)
            ring.prune(now)
            return added

    def position(self, key: str) -> Position:
        """Return the head; a stream that nobody used begins now."""
        with self._lock:
            ring = self._ring(key, self._clock())
            return Position(epoch=ring.epoch, seq=ring.seq)

    def peek(self, key: str) -> Position | None:
        """Return the head of a stream that has begun, else None."""
        with self._lock:
            ring = self._rings.get(key)
            return Position(epoch=ring.epoch, seq=ring.seq) if ring else None

    def since(self, key: str, after: int) -> list[tuple[int, str]] | None:
        """Return frames above ``after``, or None when the ring no longer has them all."""
        now = self._clock()
        with self._lock:
            ring = self._ring(key, now)
            ring.prune(now)
            found = [(seq, text) for seq, _at, text, _name in ring.events if seq > after]
            return found if len(found) == ring.seq - after else None

    def forget(self, key: str) -> None:
        """Drop the stream; its epoch will not come back."""
        with self._lock:
            self._rings.pop(key, None)

    def _ring(self, key: str, now: float) -> _Ring:
        ring = self._rings.get(key)
        if ring is None:
            ring = self._rings[key] = _Ring(now)
        ring.touched = now
        self._rings.move_to_end(key)
        oldest = next(iter(self._rings.values()))
        if oldest.touched < now - IDLE_SECONDS:
            self._rings.popitem(last=False)
        return ring


def _same(digest: str, first: str, added: Appended) -> Appended:
    if digest != first:
        raise KeyReused
    return added
