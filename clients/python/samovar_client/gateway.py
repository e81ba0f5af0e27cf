"""The gateway: one socket that comes back by itself and goes on where it was."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from samovar_client.errors import Closed, Refused

Frame = dict[str, Any]
FINAL = frozenset({4401, 4403, 4404})
BUSY = 429  # from this status on, trying again helps
LONGEST_PAUSE = 30.0  # seconds between tries to come back


class Gateway:
    """Asks, and gives events in order. ``ticket`` fetches a one-time ticket, so no token is in an address."""

    def __init__(self, address: str, ticket: Callable[[], Awaitable[str]]) -> None:
        self._address = address
        self._ticket = ticket
        self._ids = count(1)
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self._places: dict[str, Frame] = {}
        self._queues: dict[str, asyncio.Queue[Frame | BaseException]] = {}
        self._open = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._failed: BaseException | None = None

    async def ask(self, op: str, **data: Any) -> Frame:
        """Send a command and return its answer. Refused; ConnectionError when the line broke meanwhile."""
        self._start()
        await self._open.wait()
        if self._failed is not None or self._socket is None:
            raise self._failed or ConnectionError
        return await self._ask(self._socket, op, data)

    async def events(self, room: int) -> AsyncIterator[Frame]:
        """Give the events of a room from now on, in order, over broken lines. Closed when it is over."""
        key = f"r:{room}"
        queue = self._queues.setdefault(key, asyncio.Queue())
        await self.ask("room.enter", room=room)
        while True:
            event = await queue.get()
            if isinstance(event, BaseException):
                raise event
            yield event

    async def close(self) -> None:
        """Say goodbye."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._stay())

    async def _stay(self) -> None:
        pause = 0.5
        while True:
            try:
                await self._once()
                pause = 0.5
            except (OSError, ConnectionClosed, InvalidHandshake) as lost:
                code = lost.rcvd.code if isinstance(lost, ConnectionClosed) and lost.rcvd else 0
                if code in FINAL:
                    self._give_up(Closed(code))
                    return
            except Refused as refused:
                if refused.status < BUSY:
                    self._give_up(refused)
                    return
            except Exception as fault:  # noqa: BLE001 - who listens has to hear of it
                self._give_up(fault)
                return
            self._lost()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _once(self) -> None:
        offers = [Subprotocol("samovar"), Subprotocol(f"ticket.{await self._ticket()}")]
        async with connect(self._address, subprotocols=offers, max_size=None, proxy=None) as socket:
            hello = json.loads(await socket.recv())["hello"]
            reading = asyncio.create_task(self._read(socket))
            pinging = asyncio.create_task(self._ping(socket, hello["ping"]))
            try:
                await self._resume(socket)
                self._socket = socket
                self._open.set()
                await reading
            finally:
                pinging.cancel()
                reading.cancel()
                await asyncio.gather(reading, pinging, return_exceptions=True)

    async def _resume(self, socket: ClientConnection) -> None:
        if not self._places:
            return
        answer = await self._ask(socket, "resume", {"pos": self._places})
        for key in answer["reset"]:
            # Too much was missed, or the room lives on elsewhere: go on from where it is now.
            del self._places[key]
            await self._ask(socket, "room.enter", {"room": int(key[2:])})

    async def _ping(self, socket: ClientConnection, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            heads = (await self._ask(socket, "ping", {}))["heads"]
            behind = {key: self._places[key] for key in heads if key in self._places}
            if any(heads[key] != place for key, place in behind.items()):
                await self._resume(socket)

    async def _ask(self, socket: ClientConnection, op: str, data: Frame) -> Frame:
        number = next(self._ids)
        future = self._answers[number] = asyncio.get_running_loop().create_future()
        await socket.send(json.dumps({"id": number, "op": op, **data}))
        answer = await future
        if "err" in answer:
            wrong = answer["err"]
            raise Refused(wrong["code"], wrong["message"], fields=wrong.get("fields"))
        ok: Frame = answer["ok"]
        return ok

    async def _read(self, socket: ClientConnection) -> None:
        while True:
            told = json.loads(await socket.recv())
            for frame in told if isinstance(told, list) else [told]:
                self._take(frame)

    def _take(self, frame: Frame) -> None:
        future = self._answers.pop(frame.get("id", 0), None)
        if future is not None and not future.done():
            self._begin(frame)
            future.set_result(frame)
        queue = self._queues.get(frame.get("s", ""))
        if queue is None or not self._is_next(frame):
            return
        queue.put_nowait(frame)

    def _begin(self, frame: Frame) -> None:
        # Before anything else of this stream is read, so that no event falls in between.
        answer = frame.get("ok", {})
        if "stream" in answer and "pos" in answer:
            self._places.setdefault(answer["stream"], answer["pos"])

    def _is_next(self, frame: Frame) -> bool:
        """Say whether it is to be given on; what came before is dropped, after a gap the ping asks anew."""
        place, seq = self._places.get(frame["s"]), frame.get("q")
        if seq is None:
            return True
        if place is None or seq != place["seq"] + 1:
            return False
        place["seq"] = seq
        return True

    def _lost(self) -> None:
        self._open.clear()
        self._socket = None
        for future in self._answers.values():
            if not future.done():
                future.set_exception(ConnectionError("the line broke"))
        self._answers.clear()

    def _give_up(self, why: BaseException) -> None:
        self._lost()
        self._failed = why
        for queue in self._queues.values():
            queue.put_nowait(why)
        self._open.set()
