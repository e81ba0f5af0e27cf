"""Files are sent without keeping anybody waiting, also where their storage is slow."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from threading import Event, Timer
from typing import Any, cast

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponseBase, StreamingHttpResponse

from samovar.core.ranges import Bytes, send_file
from samovar.files.serving import answer_with
from samovar.files.upload_queries import Content

PATIENCE = 60
SIZE = 1000


class Slow(io.RawIOBase):
    """A file whose bytes come only when ``gate`` is opened."""

    def __init__(self) -> None:
        self.asked, self.gate, self.is_closed, self.was_read_when_closed = Event(), Event(), Event(), False
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        assert whence == io.SEEK_SET
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        self.asked.set()
        assert self.gate.wait(PATIENCE)
        length = min(len(buffer), SIZE - self._at)
        buffer[:length] = b"x" * length
        self._at += length
        return length

    def close(self) -> None:
        self.was_read_when_closed = self.gate.is_set()
        super().close()
        self.is_closed.set()


class Kept(Content):
    """Content that lies in no storage; ``opened`` counts how often it was asked for."""

    def __init__(self, raw: io.RawIOBase) -> None:
        super().__init__("film", SIZE, "video/webm", "film.webm", inline=True, etag='"film"')
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "opened", [])

    def open(self) -> Any:
        mine = cast("Any", self)
        mine.opened.append(1)
        return io.BufferedReader(mine.raw)


def request_for(method: str = "GET", asked: str = "") -> ASGIRequest:
    headers = [(b"range", asked.encode())] if asked else []
    scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": headers}
    return ASGIRequest(scope, io.BytesIO())


def of_core(request: ASGIRequest, content: Kept) -> HttpResponseBase:
    return send_file(request, Bytes(SIZE, '"film"', content.open), content_type="video/webm")


BOTH = pytest.mark.parametrize("answer", [of_core, answer_with], ids=["recording", "attachment"])


@pytest.fixture
def slow() -> Iterator[Slow]:
    file = Slow()
    yield file
    file.gate.set()


@BOTH
def test_who_leaves_in_the_middle_of_a_slow_read_stops_nobody(slow: Slow, answer: Any) -> None:
    # Whatever waits for the read waits for ever, unless this ends it.
    late = Timer(PATIENCE / 2, slow.gate.set)
    late.start()

    async def leave() -> None:
        parts = cast("AsyncIterator[bytes]", aiter(answer(request_for(), Kept(slow))))
        reading = asyncio.ensure_future(anext(parts))
        assert await asyncio.get_running_loop().run_in_executor(None, slow.asked.wait, PATIENCE)
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await cast("Any", parts).aclose()
        assert not slow.gate.is_set(), "the loop waited for the read"

    asyncio.run(leave())
    late.cancel()
    slow.gate.set()
    assert slow.is_closed.wait(PATIENCE)
    assert slow.was_read_when_closed


@BOTH
def test_what_was_sent_to_its_end_is_closed(slow: Slow, answer: Any) -> None:
    slow.gate.set()

    async def read() -> bytes:
        return b"".join([part async for part in answer(request_for(), Kept(slow))])

    assert len(asyncio.run(read())) == SIZE
    assert slow.is_closed.wait(PATIENCE)


@BOTH
def test_the_head_alone_opens_nothing(slow: Slow, answer: Any) -> None:
    content = Kept(slow)
    for asked, status, length in (("", 200, SIZE), ("bytes=10-19", 206, 10)):
        told = answer(request_for("HEAD", asked), content)
        assert (told.status_code, told.headers["Content-Length"]) == (status, str(length))
        assert not isinstance(told, StreamingHttpResponse)
    assert cast("Any", content).opened == []
