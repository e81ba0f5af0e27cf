"""One end of a gateway socket, for tests: asks, collects what comes, waits for a condition.

The socket itself lives on a loop in a thread of its own. So pings are answered in time also while a test does
something without awaiting, as a login, and the server never takes the line for a dead one.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.support.people import Person
from tests.support.server import Server

Frame = dict[str, Any]
PATIENCE = 30.0
T = TypeVar("T")


@cache
def _beside() -> asyncio.AbstractEventLoop:
    """Return the loop of all sockets, which runs beside the tests as long as they do."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="lines", daemon=True).start()
    return loop


async def _there(work: Coroutine[Any, Any, T]) -> T:
    """Do something on the loop of the sockets."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _beside()))


class Transport:
    """The network below a socket: a test may stop reading, or cut it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._transport = connection.transport

    def pause_reading(self) -> None:
        _beside().call_soon_threadsafe(self._transport.pause_reading)

    def resume_reading(self) -> None:
        _beside().call_soon_threadsafe(self._transport.resume_reading)

    def abort(self) -> None:
        _beside().call_soon_threadsafe(self._transport.abort)


class Socket:
    """A socket as the loop of a test may use it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.transport = Transport(connection)

    async def send(self, frame: str | bytes) -> None:
        await _there(self._connection.send(frame))

    async def close(self) -> None:
        await _there(self._connection.close())


class Refused(Exception):
    """A command was answered with ``err``."""

    def __init__(self, failure: Frame) -> None:
        self.failure = failure
        self.code: str = failure["code"]
        super().__init__(f"{failure}")


class Line:
    """A socket that is open inside ``async with``. ``frames`` are all events that came, in order."""

    def __init__(
        self,
        server: Server,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        port: int = 0,
    ) -> None:
        self._address = f"ws://127.0.0.1:{port or server.port}/ws/{query}"
        self._headers = headers or {}
        self._answers: dict[int, asyncio.Future[Frame]] = {}
        self._number = 0
        self._news = asyncio.Event()
        self.frames: list[Frame] = []
        self.bad: list[Frame] = []
        self.hello: Frame = {}
        self.code: int | None = None
        self.window = 0  # bytes the kernel takes for this end before anybody reads them; 0: as it likes

    @classmethod
    def of(cls, person: Person, **headers: str) -> Line:
        """Open as an API client of this person."""
        return cls(person.server, query=f"?token={person.tokens()['access']}", headers=headers)

    @classmethod
    def with_cookies(cls, server: Server, cookies: dict[str, str], query: str = "", **headers: str) -> Line:
        """Open as a page does."""
        cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return cls(server, query=query, headers={"Cookie": cookie, **headers})

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        connection = await _there(self._connect())
        self.socket = Socket(connection)
        self._reading = asyncio.run_coroutine_threadsafe(self._read(connection), _beside())
        await self.wait(lambda: self.hello or self.code is not None, "a hello")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()
        await asyncio.wrap_future(self._reading)

    async def _connect(self) -> ClientConnection:
        return await connect(
            self._address,
            additional_headers=self._headers,
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            sock=self._small() if self.window else None,
        )

    def _small(self) -> socket.socket:
        """Return a connected socket with a small window."""
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
        # What the other end takes into its kernel grows with the size of segments.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        made.connect(("127.0.0.1", urlsplit(self._address).port))
        made.setblocking(False)
        return made

    async def _read(self, connection: ClientConnection) -> None:
        """Hand over what comes; this alone runs on the loop of the sockets."""
        # A test that has ended hears nothing more.
        with suppress(RuntimeError):
            with suppress(websockets.ConnectionClosed):
                async for text in connection:
                    self._loop.call_soon_threadsafe(self._took, json.loads(text))
            self._loop.call_soon_threadsafe(self._ended, connection.close_code)

    def _took(self, told: Frame | list[Frame]) -> None:
        for frame in told if isinstance(told, list) else [told]:
            self._take(frame)
        self._news.set()

    def _ended(self, code: int | None) -> None:
        self.code = code
        for future in self._answers.values():
            if not future.done():
                future.set_exception(ConnectionError(code))
        self._news.set()

    def _take(self, frame: Frame) -> None:
        if "hello" in frame:
            self.hello = frame["hello"]
        elif "id" in frame:
            future = self._answers.pop(frame["id"], None)
            if future is not None and not future.done():
                future.set_result(frame)
        elif "bad" in frame:
            self.bad.append(frame["bad"])
        else:
            self.frames.append(frame)

    async def ask(self, op: str, **fields: Any) -> Frame:
        """Send a command and return its answer, or raise Refused."""
        answer = await asyncio.wait_for(await self.send(op, **fields), PATIENCE)
        if "err" in answer:
            raise Refused(answer["err"])
        ok: Frame = answer["ok"]
        return ok

    async def send(self, op: str, **fields: Any) -> asyncio.Future[Frame]:
        """Send a command; the future gives the whole answer frame."""
        return await self.send_text(lambda number: json.dumps({"id": number, "op": op, **fields}))

    async def send_text(self, frame: Callable[[int], str]) -> asyncio.Future[Frame]:
        """Send the text that ``frame`` makes of an id, whatever it is; the future gives the answer frame."""
        self._number += 1
        future: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = future
        try:
            await self.socket.send(frame(self._number))
        except websockets.ConnectionClosed as error:
            # The same as for a command whose answer did not come in time.
            raise ConnectionError(str(error)) from error
        return future

    async def say(self, room: int, body: str, cid: str | None = None) -> Frame:
        """Write into a room."""
        return await self.ask("message.send", room=room, cid=cid or str(uuid.uuid4()), body=body)

    async def wait(self, condition: Callable[[], Any], what: str) -> None:
        """Wait until ``condition`` holds; it is looked at whenever something came, and once a second."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            self._news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), 1)
            if time.monotonic() > deadline and not condition():
                raise AssertionError(f"waited in vain: {what}; got {self.frames[-5:]}")

    def events(self, name: str) -> list[Frame]:
        """All events of a name so far."""
        return [frame for frame in self.frames if frame["e"] == name]

    def bodies(self) -> list[str]:
        """The texts of all messages so far, in the order they came."""
        return [frame["d"]["message"]["body"] for frame in self.events("chat.message_sent")]

    async def see(self, *bodies: str) -> None:
        """Wait until all these texts came."""
        await self.wait(lambda: set(bodies) <= set(self.bodies()), f"messages {bodies}")


def make_room(owner: Person, name: str, **fields: Any) -> int:
    """Make a group room by REST and return its id."""
    with owner.api() as api:
        answer = api.post("/api/chatrooms/", json={"name": name, "users": [], **fields})
    assert answer.status_code == 201, answer.text
    room: int = answer.json()["id"]
    return room


def room_of(owner: Person, *, kept: bool) -> int:
    """Make a group room with a name of its own, whose messages are kept or not."""
    from samovar.rooms.models import Room  # noqa: PLC0415 - after the settings were read

    room = make_room(owner, f"room {uuid.uuid4()}")
    if not kept:
        with owner.server.database() as alias:
            Room.objects.using(alias).filter(pk=room).update(history="off")
    return room
