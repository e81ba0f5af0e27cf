"""One end of a gateway socket, for tests: asks, collects what comes, waits for a condition."""

from __future__ import annotations

import asyncio
import json
import socket
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.support.people import Person
from tests.support.server import Server

Frame = dict[str, Any]
PATIENCE = 30.0


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
        self._news = asyncio.Condition()
        self._reading: asyncio.Task[None] | None = None
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
        self.socket: ClientConnection = await connect(
            self._address,
            additional_headers=self._headers,
            max_size=None,
            proxy=None,
            ping_interval=None,
            sock=self._small() if self.window else None,
        )
        self._reading = asyncio.create_task(self._read())
        await self.wait(lambda: self.hello or self.code is not None, "a hello")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()
        if self._reading is not None:
            await self._reading

    def _small(self) -> socket.socket:
        """Return a connected socket with a small window."""
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
        # What the other end takes into its kernel grows with the size of segments.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        made.connect(("127.0.0.1", urlsplit(self._address).port))
        made.setblocking(False)
        return made

    async def _read(self) -> None:
        try:
            async for text in self.socket:
                told = json.loads(text)
                for frame in told if isinstance(told, list) else [told]:
                    self._take(frame)
                async with self._news:
                    self._news.notify_all()
        except websockets.ConnectionClosed:
            pass
        self.code = self.socket.close_code
        for future in self._answers.values():
            if not future.done():
                future.set_exception(ConnectionError(self.code))
        async with self._news:
            self._news.notify_all()

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
        """Wait until ``condition`` holds; it is looked at whenever something came."""
        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(lambda: bool(condition())), PATIENCE)
            except TimeoutError:
                raise AssertionError(f"waited in vain: {what}; got {self.frames[-5:]}") from None

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
