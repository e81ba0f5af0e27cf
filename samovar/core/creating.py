"""REST doors that create: the header ``Idempotency-Key`` (decision C26)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from samovar.core.errors import Invalid
from samovar.core.once import Told, answer_once

View = Callable[..., Response]
KEY = re.compile(r"[\x20-\x7e]{1,200}")
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x20-\x7e]+$"},
    OpenApiParameter.HEADER,
    description="Sent again with the same key and body, the request is done once and answered the same. "
    "With another body it is refused: 422.",
)


def idempotency_key(request: Request) -> str | None:
    """Return the key of a request, or None when it has none. Invalid unless 1 to 200 ASCII characters."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Invalid(_("The Idempotency-Key has 1 to 200 ASCII characters."), code="bad_idempotency_key")
    return key


def creates(post: View) -> View:
    """Let a ``post`` of somebody logged in be sent twice and done once, if it has an Idempotency-Key."""

    @wraps(post)
    def handle(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        if key is None:
            return post(view, request, *args, **kwargs)

        def run() -> Told:
            response = post(view, request, *args, **kwargs)
            return Told(response.status_code, response.data)

        told = answer_once(sender=f"u:{request.user.pk}", key=key, body=_body(request), run=run)
        return Response(told.data, status=told.status)

    documented: View = extend_schema(parameters=[KEY_HEADER])(handle)
    return documented


def create_once(request: Request, create: Callable[[], int]) -> int:
    """Return the id of what ``create`` makes, once for each Idempotency-Key.

    For what may not be kept as it was answered, since there is a secret in it.
    """
    key = idempotency_key(request)
    if key is None:
        return create()
    told = answer_once(
        sender=f"u:{request.user.pk}", key=key, body=_body(request), run=lambda: Told(201, create())
    )
    made: int = told.data
    return made


def _body(request: Request) -> list[Any]:
    """Return what makes it the same request: the address and what was sent, files by their digest."""
    path = request.path.replace("/api/v1/", "/api/", 1)
    if not isinstance(request.data, QueryDict):
        return [path, request.data]
    return [path, [[name, _texts(request.data.getlist(name))] for name in sorted(request.data)]]


def _texts(values: list[Any]) -> list[str]:
    return [_digest(value) if isinstance(value, UploadedFile) else str(value) for value in values]


def _digest(upload: UploadedFile[Any]) -> str:
    digest = sha256()
    for piece in upload.chunks():
        digest.update(piece)
    upload.seek(0)
    return digest.hexdigest()
