"""Every stored event is told once, whoever finds it: the process that stored it, or another one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import ClassVar

import pytest
from django.db import connection

from samovar.core import batch, lifetime, streams
from samovar.core.hub import REMEMBERED, Hub
from samovar.core.lifetime import OtherWriters
from samovar.core.models import Stream, StreamEvent
from samovar.core.wire import Event
from tests.core.test_hub import join, settle

pytestmark = pytest.mark.django_db(transaction=True)


class Noted(Event):
    event_name: ClassVar[str] = "test.noted"
    text: str


@pytest.fixture
async def hub(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    made = Hub()
    made.start(asyncio.get_running_loop())
    monkeypatch.setattr(batch, "hub", made)
    monkeypatch.setattr(lifetime, "hub", made)
    yield made
    made.stop()


@pytest.fixture
def others(hub: Hub) -> OtherWriters:
    """Somebody who has looked long enough to know where watching begins."""
    made = OtherWriters()
    look(hub, made, 3)
    return made


def look(hub: Hub, others: OtherWriters, seconds: int) -> None:
    for _ in range(seconds):
        hub.turn()
        others.look()
    connection.close()


def note(amount: int) -> list[int]:
    """Store in this process, which tells it."""
    told = [streams.append("r:1", Noted(text="mine"), durable=True) for _ in range(amount)]
    connection.close()
    return told


def store_elsewhere(amount: int) -> list[int]:
    """Store as another process does: nothing is told here."""
    stream, _new = Stream.objects.get_or_create(key="r:1", defaults={"epoch": "e1"})
    sequences = list(range(stream.seq + 1, stream.seq + amount + 1))
    StreamEvent.objects.bulk_create(
        StreamEvent(stream=stream, seq=seq, name="test.noted", data={"text": "theirs"}) for seq in sequences
    )
    Stream.objects.filter(pk="r:1").update(seq=stream.seq + amount)
    connection.close()
    return sequences


async def test_what_this_process_told_is_not_told_again(hub: Hub, others: OtherWriters) -> None:
    _connection, network = join(hub, 1, "r:1")
    told = note(3)
    look(hub, others, REMEMBERED + 2)
    await settle()
    assert network.numbers() == told


async def test_what_another_process_stored_is_told_once(hub: Hub, others: OtherWriters) -> None:
    _connection, network = join(hub, 1, "r:1")
    told = note(2) + store_elsewhere(3)
    look(hub, others, 1)
    told += note(1)
    look(hub, others, REMEMBERED + 2)
    await settle()
    assert sorted(network.numbers()) == told


async def test_who_is_late_to_tell_does_not_tell_twice(hub: Hub, others: OtherWriters) -> None:
    _connection, network = join(hub, 1, "r:1")
    [seq] = store_elsewhere(1)
    look(hub, others, 3)
    hub.publish("r:1", '{"s":"r:1","q":1,"e":"test.noted","d":{"text":"theirs"}}', seq=seq, stored=True)
    await settle()
    assert network.numbers() == [seq]


async def test_who_comes_in_later_is_not_told_what_was_told_before(hub: Hub, others: OtherWriters) -> None:
    note(3)
    _connection, network = join(hub, 1, "r:1")
    look(hub, others, REMEMBERED + 2)
    await settle()
    assert network.numbers() == []


async def test_what_is_told_in_memory_may_have_any_number(hub: Hub, others: OtherWriters) -> None:
    _connection, network = join(hub, 1, "r:1")
    for _ in range(2):
        hub.publish("r:1", '{"s":"r:1","q":1,"e":"test.noted","d":{}}', seq=1)
    await settle()
    assert network.numbers() == [1, 1]
