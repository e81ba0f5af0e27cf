"""Answering with bytes: in ranges, so that video and sound play from anywhere, and never as a page."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from functools import partial

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from samovar.files.upload_queries import Content

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# Whatever the bytes are, a browser that opens them as a page may run and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer_with(request: HttpRequest, content: Content) -> HttpResponseBase:
    """Send the bytes, or the range of them that is asked for; 304 and 416 where they fit."""
    response = get_conditional_response(request, etag=content.etag) or _body(request, content)
    response.headers["ETag"] = content.etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = POLICY
    disposition = content_disposition_header(
        as_attachment=not content.inline or "download" in request.GET, filename=content.file_name
    )
    if disposition:
        response.headers["Content-Disposition"] = disposition
    return response


def _body(request: HttpRequest, content: Content) -> HttpResponseBase:
    asked = _asked(request, content)
    if asked is None:
        return _part(request, content, 0, content.size - 1, 200)
    start, end = asked
    if start > end or start >= content.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{content.size}"})
    response = _part(request, content, start, end, 206)
    response.headers["Content-Range"] = f"bytes {start}-{end}/{content.size}"
    return response


def _asked(request: HttpRequest, content: Content) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None for all, also where several ranges are asked for."""
    found = _RANGE.fullmatch(request.headers.get("Range", "")[:60])
    condition = request.headers.get("If-Range")
    if found is None or found.groups() == ("", "") or (condition and condition != content.etag):
        return None
    first, last = found.groups()
    if not first:
        return max(0, content.size - int(last)), content.size - 1
    return int(first), min(int(last), content.size - 1) if last else content.size - 1


def _part(request: HttpRequest, content: Content, start: int, end: int, status: int) -> HttpResponseBase:
    headers = {"Content-Length": str(end - start + 1)}
    if request.method == "HEAD":
        return HttpResponse(status=status, content_type=content.content_type, headers=headers)
    content.require_there()
    pieces = _pieces(content, start, end - start + 1)
    body: AsyncIterator[bytes] | Iterator[bytes] = pieces
    if isinstance(request, ASGIRequest):
        # Otherwise all of it would be read into memory first.
        body = _one_by_one(pieces)
    return StreamingHttpResponse(body, status=status, content_type=content.content_type, headers=headers)


def _pieces(content: Content, start: int, length: int) -> Iterator[bytes]:
    with content.open() as file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


async def _one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    following = sync_to_async(partial(next, pieces, b""), thread_sensitive=False)
    try:
        while piece := await following():
            yield piece
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()
