"""Chaos: many clients write and read while lines break, answers get lost and the server is killed.

Each client keeps a ledger on disk: what it sent, what was acknowledged, what it heard. At the end the ledgers
are read back and compared with each other and with what the server has stored: nothing acknowledged may be
missing anywhere, nothing may be there twice, and every sender's messages stand in the order he sent them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from bench.house import House
from bench.peer import Peer, connect
from bench.scenes import until

Figures = dict[str, Any]
Frame = dict[str, Any]

WINDOW = 4  # messages of one client on their way at a time
ANSWER_SECONDS = 20.0
PAGE = 100
KILLED_WITH = 100  # sends without an answer when the server dies, at least


@dataclass(frozen=True)
class Plan:
    """How much of it. ``cut``, ``deaf``: chances that the line breaks after an answer, or before."""

    clients: int = 100
    rooms: int = 10
    messages: int = 100_000
    kills: int = 3
    killed_with: int = KILLED_WITH
    cut: float = 0.002
    deaf: float = 0.002
    patience: float = 300.0

    @property
    def each(self) -> int:
        return self.messages // self.clients


class Broken(Exception):
    """The line is gone; whoever uses it makes a new one."""


class Line:
    """One connection: questions and their answers; events go to ``heard``."""

    def __init__(self, peer: Peer, heard: Callable[[Frame], None]) -> None:
        self._peer = peer
        self._heard = heard
        self._waiting: dict[int, asyncio.Future[Frame]] = {}
        self._number = 0
        self.lost = asyncio.get_running_loop().create_future()
        peer.on_text = self._take
        peer.on_lost = self._gone
        if peer.lost:
            self._gone()

    def ask(self, op: str, **fields: Any) -> asyncio.Future[Frame]:
        """Send a command; the future gives the whole answer, or Broken."""
        self._number += 1
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        if self.lost.done():
            _fail(future)
            return future
        self._waiting[self._number] = future
        self._peer.say(json.dumps({"id": self._number, "op": op, **fields}))
        return future

    async def answer(self, op: str, **fields: Any) -> Frame:
        """Send a command and return what was answered; Broken when nothing was, RuntimeError when refused."""
        try:
            told = await asyncio.wait_for(self.ask(op, **fields), ANSWER_SECONDS)
        except TimeoutError:
            self.cut()
            raise Broken from None
        if "ok" not in told:
            raise RuntimeError(f"{op}: {told}")
        answer: Frame = told["ok"]
        return answer

    def cut(self) -> None:
        """Break the line without a word."""
        self._peer.transport.abort()
        self._gone()

    def _gone(self) -> None:
        if not self.lost.done():
            self.lost.set_result(None)
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                _fail(future)

    def _take(self, payload: bytes) -> None:
        told = json.loads(payload)
        for frame in told if isinstance(told, list) else [told]:
            if self.lost.done():
                return
            if "id" in frame:
                future = self._waiting.pop(frame["id"], None)
                if future is not None and not future.done():
                    future.set_result(frame)
            elif "e" in frame:
                self._heard(frame)


def _fail(future: asyncio.Future[Frame]) -> None:
    """There is no answer; nobody has to ask why."""
    future.set_exception(Broken())
    future.exception()


class Client:
    """Somebody who writes a number of messages into a room and reads all of it, over any number of lines."""

    def __init__(self, house: House, plan: Plan, number: int, ledger: TextIO) -> None:
        self._house, self._plan, self._number = house, plan, number
        self._ledger = ledger
        self._room = house.rooms[number]
        self._unsent = deque(f"c{number}-{count}" for count in range(plan.each))
        self._under_way: deque[str] = deque()
        self._position: Frame | None = None
        self.last_n = 0
        self.acknowledged = 0
        self.lines = 0
        self.reloads = 0
        self._line: Line | None = None
        self._catching = False
        self._held: dict[int, Frame] = {}
        self.faults: list[str] = []

    @property
    def unanswered(self) -> int:
        """How many messages are on their way over a line that is there."""
        return len(self._under_way) if self._line is not None and not self._line.lost.done() else 0

    async def run(self, enough: asyncio.Event) -> None:
        """Write and read until told that it is enough."""
        while not enough.is_set():
            with contextlib.suppress(Broken, OSError):
                await self._session(enough)
            await asyncio.sleep(random.uniform(0.02, 0.4))

    async def _session(self, enough: asyncio.Event) -> None:
        peer = await connect(self._house.port, f"/ws/?token={self._house.tokens[self._number]}")
        line = self._line = Line(peer, self._heard)
        self.lines += 1
        try:
            await self._catch_up(line)
            writing = asyncio.ensure_future(self._write(line))
            stop = asyncio.ensure_future(enough.wait())
            await asyncio.wait({line.lost, stop}, return_when=asyncio.FIRST_COMPLETED)
            for task in (writing, stop):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Broken):
                await writing
        finally:
            line.cut()

    # Reading

    async def _catch_up(self, line: Line) -> None:
        """Go on where the last line ended; where that is too far back, load the room anew from the last n."""
        stream = f"r:{self._room}"
        self._held.clear()
        self._catching = True
        if self._position is not None:
            answer = await line.answer("resume", pos={stream: self._position})
            if stream not in answer["reset"]:
                self._catching = False
                self._apply()
                return
            self.reloads += 1
        self._position = None
        position = (await line.answer("room.enter", room=self._room))["pos"]
        await self._load(line)
        self._position = position
        self._catching = False
        self._apply()

    async def _load(self, line: Line) -> None:
        while True:
            answer = await line.answer("message.history", room=self._room, after=self.last_n, limit=PAGE)
            for message in answer["messages"]:
                self._note(message)
            if len(answer["messages"]) < PAGE:
                return

    def _heard(self, frame: Frame) -> None:
        if frame["s"] == f"r:{self._room}" and "q" in frame:
            self._held[frame["q"]] = frame
            self._apply()

    def _apply(self) -> None:
        """Take what is next; what is later waits for what is missing, and is asked for on another line."""
        if self._position is None:
            return
        while (frame := self._held.pop(self._position["seq"] + 1, None)) is not None:
            self._position = {**self._position, "seq": frame["q"]}
            if frame["e"] == "chat.message_sent":
                self._note(frame["d"]["message"])
        self._held = {q: frame for q, frame in self._held.items() if q > self._position["seq"]}
        if self._held and not self._catching and self._line is not None:
            self._line.cut()

    def _note(self, message: Frame) -> None:
        # The log is known by its numbers: what the snapshot had and comes again as an event is the same.
        if message["n"] > self.last_n:
            self.last_n = message["n"]
            self._ledger.write(f"h {message['n']} {message['cid']}\n")

    # Writing

    async def _write(self, line: Line) -> None:
        """First what has no answer yet, by the same client ids; then what was never sent."""
        answers: deque[asyncio.Future[Frame]] = deque(self._send(line, cid) for cid in self._under_way)
        while self._unsent or answers:
            while self._unsent and len(answers) < WINDOW:
                cid = self._unsent.popleft()
                self._under_way.append(cid)
                self._ledger.write(f"s {cid}\n")
                answers.append(self._send(line, cid))
            told = await answers.popleft()
            if "ok" not in told:
                self.faults.append(f"refused: {told}")
                line.cut()
                raise Broken
            chance = random.random()
            if chance < self._plan.deaf:
                # The server has it, and nobody heard that.
                line.cut()
                raise Broken
            cid = self._under_way.popleft()
            self._ledger.write(f"a {told['ok']['n']} {cid}\n")
            self.acknowledged += 1
            if chance < self._plan.deaf + self._plan.cut:
                line.cut()
                raise Broken

    def _send(self, line: Line, cid: str) -> asyncio.Future[Frame]:
        return line.ask("message.send", room=self._room, cid=cid, body=cid)


async def chaos(house: House, plan: Plan) -> Figures:
    """Let it happen; return what the ledgers and the server say."""
    with (
        tempfile.TemporaryDirectory(prefix="samovar-ledger-") as folder,
        contextlib.ExitStack() as open_files,
    ):
        paths = [Path(folder) / str(number) for number in range(plan.clients)]
        ledgers = [open_files.enter_context(path.open("w", buffering=1)) for path in paths]
        clients = [Client(house, plan, number, ledgers[number]) for number in range(plan.clients)]
        enough = asyncio.Event()
        started = time.monotonic()
        running = [asyncio.ensure_future(client.run(enough)) for client in clients]
        killed = [await _kill(house, plan, clients, part) for part in range(1, plan.kills + 1)]
        complete = await until(lambda: _is_complete(plan, clients), plan.patience)
        took = time.monotonic() - started
        enough.set()
        await asyncio.gather(*running)
        for ledger in ledgers:
            ledger.flush()
        return {
            "clients": plan.clients,
            "messages": sum(client.acknowledged for client in clients),
            "seconds": round(took, 1),
            "complete": complete,
            "killed_with_unanswered": killed,
            "lines": sum(client.lines for client in clients),
            "rooms_loaded_anew": sum(client.reloads for client in clients),
            "refused": [fault for client in clients for fault in client.faults][:5],
            **judge(house, [path.read_text() for path in paths]),
        }


async def _kill(house: House, plan: Plan, clients: list[Client], part: int) -> int:
    """Kill the server when so much was written and enough is under way; start it again.

    Return how much was under way.
    """
    due = plan.each * plan.clients * part // (plan.kills + 1)

    def is_due() -> bool:
        written = sum(client.acknowledged for client in clients)
        return written >= due and sum(client.unanswered for client in clients) >= plan.killed_with

    await until(is_due, plan.patience)
    unanswered = sum(client.unanswered for client in clients)
    house.kill9()
    await asyncio.to_thread(house.start)
    return unanswered


def _is_complete(plan: Plan, clients: list[Client]) -> bool:
    in_room = plan.each * plan.clients // plan.rooms
    return all(client.acknowledged == plan.each and client.last_n >= in_room for client in clients)


_STORED = """
import json, django
django.setup()
from samovar.chat.models import Message
print(json.dumps(list(Message.objects.order_by("room_id", "n").values_list("room_id", "n", "cid"))))
"""


def judge(house: House, ledgers: list[str]) -> Figures:
    """Compare the ledgers with what is stored: what is lost, what is doubled, what is out of order."""
    stored: list[tuple[int, int, str]] = [tuple(row) for row in json.loads(house.run("-c", _STORED))]
    by_room: dict[int, list[str]] = {}
    for room, _n, cid in stored:
        by_room.setdefault(room, []).append(cid)
    numbers = {cid: n for _room, n, cid in stored}
    lost = doubled = out_of_order = 0
    doubled += sum(times - 1 for times in Counter(cid for _room, _n, cid in stored).values())
    for number, ledger in enumerate(ledgers):
        told = [line.split() for line in ledger.splitlines()]
        in_room = by_room.get(house.rooms[number], [])
        sent = [line[1] for line in told if line[0] == "s"]
        lost += sum(1 for cid in sent if cid not in numbers)
        lost += sum(1 for line in told if line[0] == "a" and numbers.get(line[2]) != int(line[1]))
        mine = set(sent)
        out_of_order += _moved([cid for cid in in_room if cid in mine], sent)
        heard = [line[2] for line in told if line[0] == "h"]
        doubled += len(heard) - len(set(heard))
        lost += len(set(in_room) - set(heard))
        out_of_order += _moved([cid for cid in heard if cid in numbers], in_room)
    for room in by_room:
        own = [n for place, n, _cid in stored if place == room]
        out_of_order += sum(1 for place, n in enumerate(own, 1) if place != n)
    return {"stored": len(stored), "lost": lost, "doubled": doubled, "out_of_order": out_of_order}


def _moved(found: list[str], wanted: list[str]) -> int:
    """Return how many do not stand where they stand in ``wanted``, of which nothing may be missing before."""
    return sum(1 for one, other in zip(found, wanted, strict=False) if one != other)
