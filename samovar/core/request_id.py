"""A name for each request, the same in the answer, in every line of the log and at the proxy."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HEADER: Final = "X-Request-ID"
_FIT: Final = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_current: ContextVar[str] = ContextVar("request_id", default="")

Handler = Callable[[HttpRequest], HttpResponseBase]


def named(get_response: Handler) -> Handler:
    """Middleware: takes the name a trusted proxy gave, else makes one, and tells it in the answer."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        told = request.headers.get(HEADER, "") if settings.TRUSTED_PROXIES else ""
        name = told if _FIT.fullmatch(told) else secrets.token_hex(8)
        token = _current.set(name)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response.headers[HEADER] = name
        return response

    return middleware


class WithRequest(logging.Filter):
    """Puts the name of the present request on each line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        name = _current.get()
        if name:
            record.request_id = name
        return True
