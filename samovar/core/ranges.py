"""Sending a file of any size, or the part of it a client asks for (RFC 9110, one range at a time)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import IO

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


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
    """Answer with the file or a part of it: 200, 206, 304 or 416. It is read while it is sent."""
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
    response = StreamingHttpResponse(
        _reading(request, content, begin, length), status=206 if part else 200, content_type=content_type
    )
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
    try:
        while length > 0 and (part := await asyncio.to_thread(file.read, min(CHUNK, length))):
            length -= len(part)
            yield part
    finally:
        file.close()
