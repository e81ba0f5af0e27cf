"""Answering with bytes: in ranges, so that video and sound play from anywhere, and never as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils.http import content_disposition_header

from samovar.core.ranges import Bytes, send_file
from samovar.files.upload_queries import Content

# Whatever the bytes are, a browser that opens them as a page may run and load nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def answer_with(request: HttpRequest, content: Content) -> HttpResponseBase:
    """Send the bytes, or the range of them that is asked for; 304 and 416 where they fit. NotFound."""
    bytes_ = Bytes(content.size, content.etag, content.open)
    response = send_file(request, bytes_, content_type=content.content_type)
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
