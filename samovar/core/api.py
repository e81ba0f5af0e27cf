"""REST, in any app: how refusals are told, and fields that take only what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from samovar.core.errors import Refusal, TooMany


def tell_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate an exception of a REST view into an answer; ``None`` leaves it to Django (500).

    ``{"detail", "code", "fields"?}``; views with ``seed_shapes = True`` answer field errors as
    ``{"field": ["..."]}`` (decision C26).
    """
    seed_shapes = getattr(context.get("view"), "seed_shapes", False)
    if isinstance(error, Refusal):
        set_rollback()
        return _refused(error, seed_shapes=seed_shapes)
    if isinstance(error, exceptions.ValidationError):
        set_rollback()
        return _misshapen(error.detail, seed_shapes=seed_shapes)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, exceptions.APIException):
        response.data = {
            "detail": str(error.detail),
            "code": str(getattr(error.detail, "code", error.default_code)),
        }
    return response


def _refused(error: Refusal, *, seed_shapes: bool) -> Response:
    fields = {name: [str(text) for text in texts] for name, texts in error.fields.items()}
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    if error.status == 401:  # noqa: PLR2004 - HTTP's own number
        headers["WWW-Authenticate"] = "Bearer"
    if fields and seed_shapes:
        return Response(fields, status=error.status, headers=headers)
    body: dict[str, Any] = {"detail": str(error.message), "code": error.code}
    return Response(
        body | ({"fields": fields} if fields else {}),
        status=error.status,
        headers=headers,
    )


def _misshapen(detail: Any, *, seed_shapes: bool) -> Response:
    fields = _texts(detail) if isinstance(detail, Mapping) else {"non_field_errors": _flat(detail)}
    loose = fields.pop("non_field_errors", [])
    if fields and seed_shapes:
        return Response(fields, status=400)
    first = loose or next(iter(fields.values()), [])
    body: dict[str, Any] = {"detail": first[0] if first else "", "code": "invalid"}
    return Response(body | ({"fields": fields} if fields else {}), status=400)


def _texts(detail: Mapping[str, Any]) -> dict[str, list[str]]:
    return {str(name): _flat(value) for name, value in detail.items()}


def _flat(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _flat(part)]
    if isinstance(value, list):
        return [text for part in value for text in _flat(part)]
    return [str(value)]


class StrictCharField(serializers.CharField):
    """Text, byte for byte: no number becomes text and no space is trimmed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **kwargs})

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class StrictIntegerField(serializers.IntegerField):
    """A JSON integer; neither text, nor a fraction, nor true."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class StrictBooleanField(serializers.BooleanField):
    """Exactly ``true`` or ``false``."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def read_input(shape: serializers.BaseSerializer[Any]) -> dict[str, Any]:
    """Return what was sent as ``shape`` understands it. ValidationError with a sentence for each field."""
    shape.is_valid(raise_exception=True)
    return cast("dict[str, Any]", shape.validated_data)
