"""Reading what REST clients send: JSON of a size that a server can afford."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

LARGEST = 1024 * 1024  # bytes; the longest message in its longest spelling takes a tenth


class TooLarge(APIException):
    """413."""

    status_code = 413
    default_detail = _("This is more than the server takes at once.")
    default_code = "too_large"


class SmallJSONParser(JSONParser):
    """JSON as its standard says (no NaN, no infinity), of at most 1 MiB, not nested without end."""

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002 - asked for by the base class
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002 - the same
    ) -> Any:
        text = stream.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise TooLarge
        try:
            return json.loads(text.decode(), parse_constant=_number, parse_float=_number)
        except (ValueError, RecursionError):
            raise ParseError from None


def _number(digits: str) -> float:
    value = float(digits)
    if not isfinite(value):
        raise ValueError(digits)
    return value
