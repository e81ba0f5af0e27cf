"""The cheapest WebSocket client there is: it answers pings and hands every text frame to a callback."""

from __future__ import annotations

import asyncio
import os
import struct
from base64 import b64encode
from collections.abc import Callable
from typing import cast

TEXT, PING, PONG, CLOSE = 1, 9, 10, 8
NO_MASK = bytes(4)  # masking with zeros leaves the payload as it is


def frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + NO_MASK + payload


class Peer(asyncio.Protocol):
    """One connection. ``on_text`` gets the payload of every text frame."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._buffer = b""
        self._open = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = False
        self.on_text: Callable[[bytes], None] = lambda _payload: None
        self.on_lost: Callable[[], None] = lambda: None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not inherit from asyncio's.
        self.transport = cast("asyncio.Transport", transport)
        key = b64encode(os.urandom(16)).decode()
        self.transport.write(
            f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost = True
        if not self.ready.done():
            self.ready.set_exception(ConnectionError(exc))
        self.on_lost()

    def data_received(self, data: bytes) -> None:
        data = self._buffer + data if self._buffer else data
        if not self._open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._buffer = head
                return
            if b" 101 " not in head[:20]:
                self.transport.close()
                return
            self._open = True
            self.ready.set_result(None)
        self._buffer = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        at, total = 0, len(data)
        while total - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if total < start + size or start > total:
                break
            opcode, payload = data[at] & 15, data[start : start + size]
            if opcode == TEXT:
                self.on_text(payload)
            elif opcode == PING:
                self.transport.write(frame(PONG, payload))
            at = start + size
        return data[at:]

    def say(self, text: str) -> None:
        self.transport.write(frame(TEXT, text.encode()))


async def connect(port: int, path: str) -> Peer:
    """Open a connection and wait for the handshake."""
    _transport, peer = await asyncio.get_running_loop().create_connection(
        lambda: Peer(path), "127.0.0.1", port
    )
    await peer.ready
    return peer


async def connect_many(port: int, paths: list[str], at_once: int = 50) -> list[Peer]:
    """Open many connections, so many at a time."""
    peers: list[Peer] = []
    for start in range(0, len(paths), at_once):
        peers += await asyncio.gather(*(connect(port, path) for path in paths[start : start + at_once]))
    return peers
