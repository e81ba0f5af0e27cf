"""Streams of rooms that keep nothing, in the process and in Redis."""

from __future__ import annotations

import json
import uuid
from typing import ClassVar

import pytest

from samovar.core.errors import KeyReused
from samovar.core.memory import RING_EVENTS, LocalStreams, MemoryStreams, Once
from samovar.core.memory_redis import RedisStreams
from samovar.core.wire import Event


class Said(Event):
    event_name: ClassVar[str] = "test.said"
    n: int
    body: str


class Came(Event):
    event_name: ClassVar[str] = "test.came"
    who: str


@pytest.fixture(params=["process", "redis"])
def streams(request: pytest.FixtureRequest) -> MemoryStreams:
    if request.param == "process":
        return LocalStreams()
    return RedisStreams(request.getfixturevalue("redis_url"))


@pytest.fixture
def key() -> str:
    return f"r:{uuid.uuid4().int % 10**12}"


def said(body: str) -> Said:
    return Said(n=-1, body=body)


def once(cid: str, digest: str = "d", sender: str = "u:1") -> Once:
    return Once(sender, cid, digest, "2026-01-01T00:00:00.000Z")


def test_sequence_and_number_count_apart(streams: MemoryStreams, key: str) -> None:
    streams.append(key, Came(who="alice"))
    first = streams.append(key, said('"n":-1 سلام'), once("a"))
    streams.append(key, Came(who="bob"))
    second = streams.append(key, said("two"), once("b"))
    assert [(added.seq, added.n) for added in (first, second)] == [(2, 1), (4, 2)]
    frame = json.loads(first.text)
    assert frame == {"s": key, "q": 2, "e": "test.said", "d": {"n": 1, "body": '"n":-1 سلام'}}
    assert streams.position(key).seq == 4


def test_the_same_client_id_gives_the_same_answer(streams: MemoryStreams, key: str) -> None:
    first = streams.append(key, said("once"), once("a"))
    assert streams.append(key, said("once"), once("a")) == first
    assert streams.append(key, said("once"), once("a", sender="u:2")).seq == 2
    with pytest.raises(KeyReused):
        streams.append(key, said("other"), once("a", digest="other"))


def test_who_is_behind_gets_what_the_ring_has_or_nothing(streams: MemoryStreams, key: str) -> None:
    for number in range(RING_EVENTS + 5):
        streams.append(key, Came(who=str(number)))
    head = streams.position(key).seq
    assert [seq for seq, _text in streams.since(key, head - RING_EVENTS) or []] == list(range(6, head + 1))
    assert streams.since(key, head - RING_EVENTS - 1) is None
    assert streams.since(key, head) == []
    assert streams.since(key, head + 1) is None


def test_a_forgotten_stream_begins_with_another_epoch(streams: MemoryStreams, key: str) -> None:
    streams.append(key, Came(who="alice"))
    before = streams.position(key)
    streams.forget(key)
    assert streams.peek(key) is None
    after = streams.position(key)
    assert after.seq == 0
    assert after.epoch != before.epoch
    assert after.epoch.startswith("m")


def test_events_leave_the_ring_after_a_minute() -> None:
    now = [0.0]
    streams = LocalStreams(lambda: now[0])
    streams.append("r:1", said("old"), once("a"))
    now[0] = 59.0
    streams.append("r:1", Came(who="alice"))
    assert len(streams.since("r:1", 0) or []) == 2
    now[0] = 61.0
    assert streams.since("r:1", 0) is None
    assert len(streams.since("r:1", 1) or []) == 1
    assert streams.append("r:1", said("again"), once("a", digest="other")).seq == 3
