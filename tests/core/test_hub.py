"""Delivery in one process: order, coalescing, and slow readers who harm only themselves."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import pytest

from samovar.core.caller import Caller
from samovar.core.channel import LARGEST_FRAME
from samovar.core.connection import MAX_BYTES, MAX_FRAMES, Connection, text_frame
from samovar.core.hub import Hub


class Network:
    """What the server's ``send`` would be: takes frames until it is told to block."""

    def __init__(self) -> None:
        self.messages: list[MutableMapping[str, Any]] = []
        self._open = asyncio.Event()
        self._open.set()

    def block(self) -> None:
        self._open.clear()

    def unblock(self) -> None:
        self._open.set()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        await self._open.wait()
        self.messages.append(message)

    def frames(self) -> list[Any]:
        """Everything sent, coalesced frames taken apart."""
        found: list[Any] = []
        for message in self.messages:
            if "text" in message:
                told = json.loads(message["text"])
                found += told if isinstance(told, list) else [told]
        return found

    def numbers(self) -> list[int]:
        return [frame["q"] for frame in self.frames() if "q" in frame]


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    made = Hub()
    made.start(asyncio.get_running_loop())
    yield made
    made.stop()


def join(hub: Hub, number: int, *keys: str) -> tuple[Connection, Network]:
    network = Network()
    connection = Connection(Caller(f"u:{number}", number, user_id=number), network.send)
    hub.add(connection)
    for key in keys:
        hub.subscribe(connection, key)
    return connection, network


def event(seq: int, filler: str = "") -> str:
    return json.dumps({"s": "r:1", "q": seq, "e": "x", "d": filler})


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def until(condition: Any) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the hub has no event to wait for
            await asyncio.sleep(0.001)


async def test_only_who_subscribed_receives_in_order(hub: Hub) -> None:
    _one, inside = join(hub, 1, "r:1")
    _two, outside = join(hub, 2, "r:2")
    for seq in range(1, 101):
        hub.publish("r:1", event(seq), seq=seq)
    await until(lambda: len(inside.numbers()) == 100)
    assert inside.numbers() == list(range(1, 101))
    assert outside.messages == []


async def test_a_burst_shares_a_frame_and_a_frame_is_one_object_for_all(hub: Hub) -> None:
    networks = [join(hub, number, "r:1")[1] for number in range(1, 20)]
    for seq in range(1, 51):
        hub.publish("r:1", event(seq), seq=seq)
    await until(lambda: networks[-1].numbers() == list(range(1, 51)))
    assert len(networks[0].messages) < 50
    assert all(network.messages[0] is networks[0].messages[0] for network in networks)


async def test_a_frame_of_many_events_stays_small(hub: Hub) -> None:
    _connection, network = join(hub, 1, "r:1")
    for seq in range(1, 41):
        hub.publish("r:1", event(seq, "x" * 8000), seq=seq)
    await until(lambda: network.numbers() == list(range(1, 41)))
    assert max(len(message["text"]) for message in network.messages) < LARGEST_FRAME + 9000


async def test_publishing_from_threads_keeps_each_threads_order(hub: Hub) -> None:
    _connection, network = join(hub, 1, "r:1")

    def publish(start: int) -> None:
        for number in range(200):
            hub.publish("r:1", event(start + number), seq=start + number)

    threads = [threading.Thread(target=publish, args=(start,)) for start in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    await until(lambda: len(network.numbers()) == 600)
    for start in (0, 1000, 2000):
        mine = [number for number in network.numbers() if start <= number < start + 1000]
        assert mine == list(range(start, start + 200))
    for thread in threads:
        thread.join()


async def test_a_blocked_reader_delays_nobody_and_gets_all_when_it_reads_again(hub: Hub) -> None:
    _slow, stuck = join(hub, 1, "r:1")
    _quick, open_ = join(hub, 2, "r:1")
    stuck.block()
    for seq in range(1, 101):
        hub.publish("r:1", event(seq), seq=seq)
        await settle()
    await until(lambda: open_.numbers() == list(range(1, 101)))
    assert stuck.messages == []
    stuck.unblock()
    await until(lambda: stuck.numbers() == list(range(1, 101)))


@pytest.mark.parametrize("filler", ["", "x" * 8000])
async def test_a_reader_who_is_too_slow_is_closed_with_4408(hub: Hub, filler: str) -> None:
    connection, network = join(hub, 1, "r:1")
    network.block()
    connection.deliver(text_frame(event(0)))
    for seq in range(1, MAX_FRAMES + 10):
        connection.deliver(text_frame(event(seq, filler)))
    assert connection.closing
    network.unblock()
    await until(lambda: network.messages and network.messages[-1]["type"] == "websocket.close")
    assert network.messages[-1]["code"] == 4408
    assert sum(len(message.get("text", "")) for message in network.messages) < MAX_BYTES


async def test_ephemeral_frames_are_dropped_first(hub: Hub) -> None:
    connection, network = join(hub, 1, "r:1")
    network.block()
    connection.deliver(text_frame(event(0)))
    for seq in range(1, MAX_FRAMES // 2 + 1):
        connection.deliver(text_frame(event(seq)))
    hub.publish("r:1", json.dumps({"s": "r:1", "e": "typing", "d": {}}))
    hub.publish("r:1", event(500), seq=500)
    await settle()
    network.unblock()
    await until(lambda: network.numbers()[-1:] == [500])
    assert all("q" in frame for frame in network.frames())


async def test_callers_who_are_left_out_do_not_get_it(hub: Hub) -> None:
    _one, first = join(hub, 1, "r:1")
    _two, second = join(hub, 2, "r:1")
    hub.publish("r:1", event(1), seq=1)
    hub.publish("r:1", json.dumps({"s": "r:1", "e": "typing", "d": {}}), but={"u:2"})
    hub.publish("r:1", event(2), seq=2)
    await until(lambda: second.numbers() == [1, 2] and len(first.frames()) == 3)
    assert len(second.frames()) == 2


async def test_what_is_in_no_hurry_goes_with_what_is_and_at_last_by_itself(hub: Hub) -> None:
    _connection, network = join(hub, 1, "r:1")
    own, _own_network = join(hub, 2, "r:1")
    for number in range(3):
        hub.publish_unhurried("r:1", event(number), but={own.caller.key})
    hub.publish("r:1", event(3), seq=3)
    await until(lambda: len(network.numbers()) == 4)
    assert network.numbers() == [0, 1, 2, 3]
    assert len(network.messages) == 1, "they waited for it"
    hub.publish_unhurried("r:1", event(4))
    await until(lambda: 4 in network.numbers())


async def test_a_session_that_ends_closes_its_sockets_after_the_reason(hub: Hub) -> None:
    _one, network = join(hub, 1, "u:1")
    _two, other = join(hub, 2, "u:2")
    hub.publish("u:1", event(1), seq=1)
    hub.close_session(1)
    await settle()
    assert network.numbers() == [1]
    assert network.messages[-1] == {"type": "websocket.close", "code": 4401, "reason": "session ended"}
    assert other.messages == []


async def test_who_is_led_out_still_hears_why(hub: Hub) -> None:
    connection, network = join(hub, 1, "r:1")
    hub.publish("r:1", event(1), seq=1)
    hub.evict("u:1", "r:1")
    hub.publish("r:1", event(2), seq=2)
    await settle()
    assert network.numbers() == [1]
    assert connection.streams == set()


async def test_who_subscribes_from_a_thread_misses_nothing_published_afterwards(hub: Hub) -> None:
    connection, network = join(hub, 1)

    def work() -> None:
        hub.publish("r:1", event(1), seq=1)
        hub.subscribe(connection, "r:1")
        hub.publish("r:1", event(2), seq=2)

    await asyncio.to_thread(work)
    await until(lambda: network.numbers()[-1:] == [2])


async def test_a_connection_that_is_gone_is_forgotten(hub: Hub) -> None:
    connection, network = join(hub, 1, "r:1", "r:2")
    hub.remove(connection)
    hub.publish("r:1", event(1), seq=1)
    await settle()
    assert network.messages == []
    assert hub.watched() == set()
    assert hub.session_ids() == []


async def test_who_left_while_pages_were_sent_is_sent_no_more_and_that_is_no_fault(hub: Hub) -> None:
    connection, network = join(hub, 1, "r:1")
    await connection.send_page('["first"]')

    async def gone(_message: Any) -> None:
        raise OSError

    connection._send = gone
    await connection.send_page('["second"]')
    assert connection.closing
    hub.publish("r:1", event(1), seq=1)
    await settle()
    assert len(network.messages) == 1
