"""Sending a file of any size, or the part of it a client asks for (RFC 9110, one range at a time)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import IO

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

CHUNK = 256 * 1024
AT_ONCE = 16  # reads that wait for the disk or the bucket
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_readers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="samovar-file")


def asked_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte that ``Range`` asks of a file, or None for the whole.

    ValueError when there is no such part. What is no single range of bytes is as if it were not there.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return None
    if begin > end:
        raise ValueError(header)
    return begin, end


@dataclass(frozen=True)
class Bytes:
    """A file to be sent: ``size`` of bytes, and how it is opened. ``etag`` is another when they change."""

    size: int
    etag: str
    open: Callable[[], IO[bytes]]


def send_file(request: HttpRequest, content: Bytes, *, content_type: str) -> HttpResponseBase:
    """Answer with the file or a part of it: 200, 206, 304 or 416. It is read while it is sent.

    Who asks for the head alone is told the same, and nothing is opened.
    """
    size, etag = content.size, content.etag
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        part = asked_range(_wanted(request, etag), size)
    except ValueError:
        return HttpResponse(
            status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        )
    begin, end = part or (0, size - 1)
    length = end - begin + 1
    status = 206 if part else 200
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=status, content_type=content_type)
    else:
        body = _reading(request, content, begin, length)
        response = StreamingHttpResponse(body, status=status, content_type=content_type)
    response.headers["Content-Length"] = str(length)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    if part:
        response.headers["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return response


def _wanted(request: HttpRequest, etag: str) -> str:
    """A part of another version is no part of this one."""
    if request.headers.get("If-Range", etag) != etag:
        return ""
    return request.headers.get("Range", "")


def _reading(
    request: HttpRequest, content: Bytes, begin: int, length: int
) -> Iterator[bytes] | AsyncIterator[bytes]:
    """On the event loop a part at a time, so that a long video is never in memory as a whole."""
    file = content.open()
    file.seek(begin)
    return _async_parts(file, length) if isinstance(request, ASGIRequest) else _parts(file, length)


def _parts(file: IO[bytes], length: int) -> Iterator[bytes]:
    with file:
        while length > 0 and (part := file.read(min(CHUNK, length))):
            length -= len(part)
            yield part


async def _async_parts(file: IO[bytes], length: int) -> AsyncIterator[bytes]:
    reading: Future[bytes] | None = None
    try:
        while length > 0:
            reading = _readers.submit(file.read, min(CHUNK, length))
            part = await asyncio.wrap_future(reading)
            if not part:
                break
            length -= len(part)
            yield part
    finally:
        _close_after(reading, file)


def _close_after(reading: Future[bytes] | None, file: IO[bytes]) -> None:
    """Close the file in a thread, and only once nothing reads in it any more.

    Who leaves in the middle of a slow read does not end it, and closing waits for it: on the event loop
    every socket would wait too.
    """
    if reading is None or reading.done():
        _readers.submit(file.close)
    else:
        reading.add_done_callback(lambda _read: file.close())
