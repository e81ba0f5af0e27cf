"""What is measured. Each scene is told a running server and returns figures."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bench.house import House
from bench.peer import Peer, connect, connect_many

Figures = dict[str, Any]
BODY_MARK = b'"body":"'
PATIENCE = 60.0


@dataclass
class Chat:
    """How one product is spoken to: its paths, how to enter, how to write, what an acknowledgement is."""

    house: House
    plain: bool = False
    stored: bool = False
    _ids: count[int] = field(default_factory=lambda: count(10))

    def paths(self, amount: int) -> list[str]:
        if self.plain:
            return ["/ws/"] * amount
        return [f"/ws/?token={token}" for token in self.house.tokens[:amount]]

    async def enter(self, peers: list[Peer]) -> None:
        """Enter the rooms, and wait until every answer came."""
        if self.plain:
            return
        for start in range(0, len(peers), 50):
            together = peers[start : start + 50]
            entered: list[asyncio.Future[None]] = []
            for offset, peer in enumerate(together):
                done = asyncio.get_running_loop().create_future()
                peer.on_text = _when(b'"id":1,', done)
                entered.append(done)
                peer.say(json.dumps({"id": 1, "op": "room.enter", "room": self.house.rooms[start + offset]}))
            await asyncio.wait_for(asyncio.gather(*entered), PATIENCE)

    def write(self, peer: Peer, number: int, body: str) -> None:
        """Send one message of the person with this number."""
        identity = next(self._ids)
        if self.plain:
            peer.say(json.dumps({"id": identity, "body": body, **({"stored": 1} if self.stored else {})}))
            return
        peer.say(
            json.dumps(
                {
                    "id": identity,
                    "op": "message.send",
                    "room": self.house.rooms[number],
                    "cid": str(uuid.uuid4()),
                    "body": body,
                }
            )
        )


def _when(mark: bytes, done: asyncio.Future[None]) -> Callable[[bytes], None]:
    def look(payload: bytes) -> None:
        if mark in payload and not done.done():
            done.set_result(None)

    return look


async def until(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait for a condition; False when it did not come true in time."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.005)
    return True


async def arrive(chat: Chat, people: int) -> list[Peer]:
    """Connect people, each to the next of the processes."""
    ports, paths = chat.house.ports, chat.paths(people)
    peers: dict[int, Peer] = {}
    for turn, port in enumerate(ports):
        theirs = range(turn, people, len(ports))
        peers |= zip(theirs, await connect_many(port, [paths[index] for index in theirs]), strict=True)
    return [peers[index] for index in range(people)]


async def fan_out(chat: Chat, people: int, seconds: float, window: int) -> Figures:
    """Deliveries a second in one room: ten write as fast as their last messages come back to them."""
    peers = await arrive(chat, people)
    await chat.enter(peers)
    received = [0] * people
    body = "x" * 200

    def counting(index: int) -> Callable[[bytes], None]:
        def take(payload: bytes) -> None:
            received[index] += payload.count(BODY_MARK) or payload.count(b'"body": "')

        return take

    for index, peer in enumerate(peers):
        peer.on_text = counting(index)
    sent, writers = 0, 10
    started, cpu = time.monotonic(), chat.house.cpu()
    while time.monotonic() - started < seconds:
        # What the slowest has not seen yet is under way; no more than the window, so that nobody is cut off.
        while sent - min(received) < window and time.monotonic() - started < seconds:
            chat.write(peers[sent % writers], sent % writers, body)
            sent += 1
        await asyncio.sleep(0)
    await until(lambda: min(received) >= sent)
    took = time.monotonic() - started
    used = chat.house.cpu() - cpu
    close(peers)
    return {
        "people": people,
        "messages": sent,
        "deliveries_per_s": round(sum(received) / took),
        "deliveries_per_cpu_s": round(sum(received) / max(used, 0.001)),
        "lost": sent * people - sum(received),
    }


async def seen(chat: Chat, people: int, rate: float, seconds: float) -> Figures:
    """Milliseconds from sending to being seen by each in the room, at a steady rate."""
    peers = await connect_many(chat.house.port, chat.paths(people))
    await chat.enter(peers)
    delays: list[float] = []

    def take(payload: bytes) -> None:
        now = time.perf_counter()
        parts = payload.replace(b'"body": "', BODY_MARK).split(BODY_MARK)[1:]
        delays.extend((now - float(part.split(b" ", 1)[0])) * 1000 for part in parts)

    for peer in peers:
        peer.on_text = take
    sent, started = 0, time.monotonic()
    while time.monotonic() - started < seconds:
        chat.write(peers[0], 0, f"{time.perf_counter()} " + "x" * 180)
        sent += 1
        await asyncio.sleep(max(0.0, started + sent / rate - time.monotonic()))
    await until(lambda: len(delays) >= sent * people)
    close(peers)
    steps = statistics.quantiles(delays, n=100)
    return {
        "people": people,
        "rate": rate,
        "p50_ms": round(steps[49], 2),
        "p99_ms": round(steps[98], 2),
        "lost": sent * people - len(delays),
    }


async def stored(chat: Chat, writers: int, seconds: float, window: int) -> Figures:
    """Acknowledged, stored messages a second; each writer has ``window`` of them under way."""
    peers = await connect_many(chat.house.port, chat.paths(writers))
    acknowledged = 0
    stopped = False

    def answered(number: int, peer: Peer) -> Callable[[bytes], None]:
        def take(payload: bytes) -> None:
            nonlocal acknowledged
            # Several answers may share a frame; the texts have no such mark in them.
            together = payload.count(b'"ok":')
            acknowledged += together
            if not stopped:
                for _ in range(together):
                    chat.write(peer, number, "x" * 200)

        return take

    started, cpu = time.monotonic(), chat.house.cpu()
    for number, peer in enumerate(peers):
        peer.on_text = answered(number, peer)
        for _ in range(window):
            chat.write(peer, number, "x" * 200)
    await asyncio.sleep(seconds)
    total, took, used = acknowledged, time.monotonic() - started, chat.house.cpu() - cpu
    stopped = True
    close(peers)
    return {
        "writers": writers,
        "per_s": round(total / took),
        "per_cpu_s": round(total / max(used, 0.001)),
    }


async def idle(chat: Chat, people: int, amount: int) -> Figures:
    """Kilobytes of the server for each connection that only waits, and the processor it takes."""
    before = chat.house.rss()
    paths = chat.paths(people)
    peers = await connect_many(chat.house.port, [paths[number % len(paths)] for number in range(amount)])
    await asyncio.sleep(5)
    after, cpu, at = chat.house.rss(), chat.house.cpu(), time.monotonic()
    await asyncio.sleep(5)
    share = (chat.house.cpu() - cpu) / (time.monotonic() - at)
    lost = sum(peer.lost for peer in peers)
    close(peers)
    return {
        "connections": amount,
        "kb_each": round((after - before) / 1024 / amount, 1),
        "rss_mb": round(after / 2**20, 1),
        "cpu_percent": round(100 * share, 1),
        "lost": lost,
    }


async def storm(chat: Chat, people: int, seconds: float) -> Figures:
    """All lines break, and everybody comes back and catches up within ``seconds``, spread evenly."""
    paths = chat.paths(people)
    peers = await connect_many(chat.house.port, paths)
    places = [await _place(chat, peer, number) for number, peer in enumerate(peers)]
    close(peers)
    await until(lambda: all(peer.lost for peer in peers))
    started, cpu = asyncio.get_running_loop().time() + 0.5, chat.house.cpu()
    told = await asyncio.gather(
        *(
            _come_back(chat, path, place, started + seconds * number / people)
            for number, (path, place) in enumerate(zip(paths, places, strict=True))
        ),
        return_exceptions=True,
    )
    back = [one for one in told if not isinstance(one, BaseException)]
    took = sorted(seconds for seconds, _peer, _whole in back)
    used = chat.house.cpu() - cpu
    close([peer for _seconds, peer, _whole in back])
    return {
        "people": people,
        "within_s": seconds,
        "p50_ms": round(statistics.median(took) * 1000, 1),
        "p99_ms": round(took[int(len(took) * 0.99) - 1] * 1000, 1),
        "loaded_anew": sum(1 for _seconds, _peer, whole in back if not whole),
        "refused": people - len(took),
        "cpu_s": round(used, 1),
    }


async def _place(chat: Chat, peer: Peer, number: int) -> dict[str, Any]:
    """Enter the room of this person; return the position of its stream as ``resume`` takes it."""
    if chat.plain:
        return {}
    room = chat.house.rooms[number]
    answer = await _asked(peer, {"op": "room.enter", "room": room})
    return {f"r:{room}": answer["ok"]["pos"]}


async def _come_back(chat: Chat, path: str, place: dict[str, Any], at: float) -> tuple[float, Peer, bool]:
    """Connect at this moment of the loop's clock and resume; the baseline has nothing to resume.

    Return the seconds until that is done, the line, and whether nothing has to be loaded anew.
    """
    loop = asyncio.get_running_loop()
    await asyncio.sleep(max(0.0, at - loop.time()))
    started = loop.time()
    peer = await connect(chat.house.port, path)
    answer = {} if chat.plain else (await _asked(peer, {"op": "resume", "pos": place}))["ok"]
    return loop.time() - started, peer, not answer.get("reset")


async def _asked(peer: Peer, command: dict[str, Any]) -> dict[str, Any]:
    """Send a command and wait for its answer."""
    answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def look(payload: bytes) -> None:
        if answered.done() or b'"id":1,' not in payload:
            return
        told = json.loads(payload)
        for frame in told if isinstance(told, list) else [told]:
            if frame.get("id") == 1:
                answered.set_result(frame)

    peer.on_text = look
    peer.say(json.dumps({"id": 1, **command}))
    return await asyncio.wait_for(answered, PATIENCE)


def close(peers: list[Peer]) -> None:
    """Hang up."""
    for peer in peers:
        peer.transport.abort()
