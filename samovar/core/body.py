"""How much a request may bring, looked at before anything of it is read as a form or a picture.

What is too much is thrown away as it comes, so that a page in a browser gets its answer; the request goes on
without a body and is refused where the answer can be a page in the right language.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpRequest

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

MEBIBYTE = 1024 * 1024
# Ten pictures of 10 MB, their descriptions and a text.
UPLOAD_MAX = 102 * MEBIBYTE
BODY_MAX = 3 * MEBIBYTE
# So much of what is too much is waited for; after that the line may break.
PATIENCE = 1024 * MEBIBYTE
_MARK = "samovar.too_large"


def is_too_large(request: HttpRequest) -> bool:
    """Say whether the request brought more than it may; its body is not there."""
    return bool(getattr(request, "scope", {}).get(_MARK))


def bounded(scope: Scope, receive: Receive) -> Receive:
    """Return what reads the request of ``scope`` without passing on more than it may bring."""
    headers = dict(scope["headers"])
    is_upload = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
    return _Bounded(scope, receive, UPLOAD_MAX if is_upload else BODY_MAX, _declared(headers))


def _declared(headers: dict[bytes, bytes]) -> int:
    """Return the announced length in bytes; 0 when none is announced, which is counted then."""
    length = headers.get(b"content-length", b"")
    return int(length) if length.isdigit() and len(length) < 20 else 0  # noqa: PLR2004 - digits of a size


class _Bounded:
    def __init__(self, scope: Scope, receive: Receive, most: int, declared: int) -> None:
        self._scope = scope
        self._receive = receive
        self._most = most
        self._came = 0
        self._too_large = declared > most

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        while message["type"] == "http.request":
            self._came += len(message.get("body", b""))
            self._too_large |= self._came > self._most
            if not self._too_large:
                return message
            if not message.get("more_body") or self._came > PATIENCE:
                self._scope[_MARK] = True
                return {"type": "http.request", "body": b"", "more_body": False}
            message = await self._receive()
        return message
