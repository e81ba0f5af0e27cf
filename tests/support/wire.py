"""A stretch of network between a client and the server that a test can cut without anybody being told."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self


class Wire:
    """Listens on ``port`` inside ``async with`` and passes bytes on to the server, until it is cut."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._passing = asyncio.Event()
        self._passing.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def __aenter__(self) -> Self:
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """From now on nothing comes through in either direction, no end of the connection either."""
        self._passing.clear()

    def mend(self) -> None:
        """Let everything through again, also what was on its way."""
        self._passing.set()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        for source, target in ((reader, there_writer), (there_reader, writer)):
            task = asyncio.create_task(self._pass(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(65536):
                await self._passing.wait()
                target.write(chunk)
                await target.drain()
            await self._passing.wait()
        except OSError:
            pass
        finally:
            target.close()
