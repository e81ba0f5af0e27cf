"""A client of the simple chat socket, as small as wscat: no Origin, no subprotocol, text frames."""

from __future__ import annotations

import asyncio
import json
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.people import Person
from tests.support.server import Server

Frame = dict[str, Any]
PATIENCE = 30.0


class Wscat:
    """Open inside ``async with``. ``frames`` are all that came so far and were not asked for."""

    def __init__(self, server: Server, room: str, query: str = "", **options: Any) -> None:
        self._address = f"{server.ws_url}/ws/chat/{quote(room)}/{query}"
        self._options = options
        self.frames: list[Frame] = []

    @classmethod
    def of(cls, person: Person, room: str) -> Wscat:
        return cls(person.server, room, f"?token={person.tokens()['access']}")

    async def __aenter__(self) -> Self:
        self.socket: ClientConnection = await connect(
            self._address, proxy=None, open_timeout=PATIENCE, ping_interval=None, **self._options
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.socket.close()

    async def send(self, message: str, **more: Any) -> None:
        await self.socket.send(json.dumps({"message": message, **more}, ensure_ascii=False))

    async def receive(self) -> Frame:
        """Return the next frame, which must be one JSON object in a text frame."""
        text = await asyncio.wait_for(self.socket.recv(), PATIENCE)
        assert isinstance(text, str)
        frame = json.loads(text)
        assert isinstance(frame, dict)
        assert ("message" in frame) == (frame["type"] == "message")
        self.frames.append(frame)
        return frame

    async def next(self, kind: str) -> Frame:
        """Return the next frame of this type, reading over others."""
        while True:
            frame = await self.receive()
            if frame["type"] == kind:
                return frame

    async def ready(self) -> None:
        """Return once the server has let this socket into the room: it answers."""
        await self.socket.send("{}")
        await self.next("error")

    async def code(self) -> int | None:
        """Return the code the server closes with, reading over what comes before."""
        try:
            while True:
                await self.receive()
        except ConnectionClosed:
            return self.socket.close_code
