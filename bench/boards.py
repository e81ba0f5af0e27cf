"""A page of very many elements and those who look at it: how soon a stroke is seen, and what it costs."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
import uuid
from typing import Any

from bench.peer import Peer, connect_many
from bench.scenes import PATIENCE, Chat, Figures, close, until

DRAWERS = 10
POINTS = 40
# The page is made straight in the database, in a process of its own, since settings are read once.
_FILL = """
import sys, json, django
django.setup()
from samovar.boards.models import Board, Element, Page
from bench.boards import stroke
room, amount = int(sys.argv[1]), int(sys.argv[2])
board = Board.objects.create(room_id=room, policy="everybody")
page = Page.objects.create(board=board, position=1, seq=1)
data = [stroke(number) for number in range(amount)]
Element.objects.bulk_create([
    Element(page=page, eid=one["id"], seq=1, since=1, version=1, nonce=one["versionNonce"],
            place=one["index"], size=len(json.dumps(one)), data=one)
    for one in data
], batch_size=500)
print(json.dumps([board.pk, sum(len(json.dumps(one)) for one in data)]))
"""


def stroke(number: int) -> dict[str, Any]:
    """Return a line drawn by hand, one that is on top of those with lower numbers."""
    walk = random.Random(number)
    points = _written(walk)
    return {
        "id": uuid.UUID(int=walk.getrandbits(128)).hex, "type": "freedraw",
        "x": walk.randrange(5000), "y": walk.randrange(5000), "width": 200, "height": 200, "angle": 0,
        "strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2,
        "strokeStyle": "solid", "roundness": None, "roughness": 1, "opacity": 100, "seed": 1, "version": 1,
        "versionNonce": walk.randrange(2**31), "index": f"d{_place(number)}", "isDeleted": False,
        "groupIds": [], "frameId": None, "boundElements": None, "updated": 1, "link": None, "locked": False,
        "points": points, "pressures": [], "simulatePressure": True,
    }  # fmt: skip


def _written(walk: random.Random) -> list[list[float]]:
    """Points as a hand writes them: from left to right, each a few pixels from the one before."""
    x = y = 0.0
    points = []
    for _point in range(POINTS):
        points.append([round(x, 2), round(y, 2)])
        x, y = x + walk.uniform(-3, 9), y + walk.uniform(-8, 8)
    return points


def _place(number: int) -> str:
    digits = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    text = ""
    for _digit in range(4):
        number, digit = divmod(number, len(digits))
        text = digits[digit] + text
    return text


class Watch:
    """What the watchers get: bytes, and when each stroke came."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}
        self.seen: list[float] = []
        self.acked: list[float] = []
        self.bytes = 0

    def take(self, payload: bytes) -> None:
        self.bytes += len(payload)
        if b'"board.changed"' not in payload:
            return
        now, told = time.perf_counter(), json.loads(payload)
        for frame in told if isinstance(told, list) else [told]:
            if frame.get("e") == "board.changed":
                for element in frame["d"]["elements"]:
                    self.seen.append((now - self.began[element["id"]]) * 1000)


async def drawn(chat: Chat, elements: int, watchers: int, rate: float, seconds: float) -> Figures:
    """Strokes at a steady rate by ten people, live ink with them, before so many watchers."""
    room = chat.house.rooms[0]
    board, size = json.loads(chat.house.run("-c", _FILL, str(room), str(elements)).splitlines()[-1])
    peers = await connect_many(chat.house.port, chat.paths(watchers + DRAWERS))
    await chat.enter(peers)
    watch, entered = Watch(), await _look(peers, room)
    for peer in peers[DRAWERS:]:
        peer.on_text = watch.take
    for peer in peers[:DRAWERS]:
        peer.on_text = _acks(watch)
    strokes, started, cpu = 0, time.monotonic(), chat.house.cpu()
    while time.monotonic() - started < seconds:
        _draw(peers[strokes % DRAWERS], board, stroke(elements + strokes), strokes, watch)
        strokes += 1
        await asyncio.sleep(max(0.0, started + strokes / rate - time.monotonic()))
    whole = await until(lambda: len(watch.seen) >= strokes * watchers, PATIENCE)
    took = time.monotonic() - started
    close(peers)
    return {
        "elements": elements, "watchers": watchers, "drawers": DRAWERS, "strokes": strokes,
        "first_load_bytes": size, "enter_ms": entered,
        "ack_p50_ms": _step(watch.acked, 50), "ack_p95_ms": _step(watch.acked, 95),
        "seen_p50_ms": _step(watch.seen, 50), "seen_p95_ms": _step(watch.seen, 95),
        "bytes_each_stroke": round(watch.bytes / max(1, strokes * watchers)),
        "mbit_per_s": round(watch.bytes * 8 / took / 1e6, 2),
        "server_cpu_percent": round((chat.house.cpu() - cpu) / took * 100),
        "lost": 0 if whole else strokes * watchers - len(watch.seen),
    }  # fmt: skip


async def _look(peers: list[Peer], room: int) -> float:
    """Let all look at the board; return the milliseconds it took in the middle."""
    took: list[float] = []
    for start in range(0, len(peers), 50):
        together = peers[start : start + 50]
        began = time.perf_counter()
        left = len(took) + len(together)

        def take(payload: bytes, began: float = began) -> None:
            if b'"id":2,' in payload:
                took.append((time.perf_counter() - began) * 1000)

        for peer in together:
            peer.on_text = take
            peer.say(json.dumps({"id": 2, "op": "board.enter", "room": room}))
        await until(lambda left=left: len(took) >= left, PATIENCE)  # type: ignore[misc]  # a lambda's default
    return round(statistics.median(took), 1)


def _acks(watch: Watch) -> Any:
    def take(payload: bytes) -> None:
        if b'"ok"' not in payload:
            return
        now, told = time.perf_counter(), json.loads(payload)
        for frame in told if isinstance(told, list) else [told]:
            began = watch.began.get(f"ack {frame.get('id')}")
            if began is not None:
                watch.acked.append((now - began) * 1000)

    return take


def _draw(peer: Peer, board: int, element: dict[str, Any], number: int, watch: Watch) -> None:
    points = [[element["x"] + x, element["y"] + y] for x, y in element["points"]]
    ink = {"op": "board.live", "board": board, "stroke": element["id"], "color": "#000000", "width": 2}
    for part in range(4):
        some = points[part * 10 : part * 10 + 10]
        peer.say(json.dumps({"id": 0, **ink, "start": part * 10, "points": some}))
    identity = number + 10
    watch.began[element["id"]] = watch.began[f"ack {identity}"] = time.perf_counter()
    peer.say(json.dumps({"id": identity, "op": "board.op", "board": board, "elements": [element]}))


def _step(times: list[float], percent: int) -> float:
    return round(statistics.quantiles(times, n=100)[percent - 1], 1) if len(times) > 1 else -1.0


async def whole_scene(chat: Chat, elements: int, watchers: int, times: int) -> Figures:
    """The other way: each change sends all elements to everybody, through plain Channels."""
    scene = json.dumps([stroke(number) for number in range(elements)])
    peers = await connect_many(chat.house.port, ["/ws/"] * (watchers + 1))
    came, size, delays = [0], [0], list[float]()

    def take(payload: bytes) -> None:
        came[0] += 1
        size[0] += len(payload)
        delays.append((time.perf_counter() - began) * 1000)

    for peer in peers[1:]:
        peer.on_text = take
    for turn in range(times):
        if peers[0].transport.is_closing():
            # So much at once keeps the server from its pings, and it lets everybody go: lost, as they are.
            break
        began = time.perf_counter()
        peers[0].say(json.dumps({"id": turn, "body": scene}))
        await until(lambda turn=turn: came[0] >= (turn + 1) * watchers, PATIENCE)  # type: ignore[misc]  # as above
    close(peers)
    return {
        "elements": elements,
        "watchers": watchers,
        "seen_p50_ms": _step(delays, 50),
        "seen_p95_ms": _step(delays, 95),
        "bytes_each_stroke": round(size[0] / max(1, came[0])),
        "lost": times * watchers - came[0],
    }
