"""How the OpenAPI document is written from the REST doors: every answer they give, errors too."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.permissions import AllowAny

Json = dict[str, Any]
ERROR = {"$ref": "#/components/schemas/Error"}
EITHER = {"anyOf": [ERROR, {"$ref": "#/components/schemas/FieldErrors"}]}
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
SENTENCES = {
    "200": "Done.",
    "201": "Made.",
    "202": "Taken; it happens later.",
    "204": "Done; there is nothing to say.",
    "304": "What you have is still so (`If-None-Match`).",
    "400": "Something that was sent is wrong; it says where.",
    "401": "No token, or one that no longer holds.",
    "403": "You may not; `email_not_verified` until the address is confirmed.",
    "404": "There is no such thing, or not for you.",
    "409": "It does not fit what is there now.",
    "413": "More than is taken at once.",
    "415": "Only JSON is understood here.",
    "422": "This Idempotency-Key was sent before, with another body.",
    "429": "Too often; `Retry-After` says in how many seconds to come back.",
    "503": "The server is busy; trying again is safe.",
}
SHAPES: Json = {
    "Error": {
        "type": "object",
        "description": "Why not: `code` for programs, `detail` for people, `fields` for what is wrong.",
        "properties": {
            "detail": {"type": "string"},
            "code": {"type": "string"},
            "fields": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Sentences"}},
        },
        "required": ["detail", "code"],
        "additionalProperties": False,
    },
    "FieldErrors": {
        "type": "object",
        "description": "What is wrong with each field.",
        "minProperties": 1,
        "additionalProperties": {"$ref": "#/components/schemas/Sentences"},
    },
    "Sentences": {"type": "array", "items": {"type": "string"}},
}


class Schema(AutoSchema):
    """Writes one operation of the document."""

    def get_description(self) -> str:  # type: ignore[override]  # so it is in the library above
        return super().get_description().replace("``", "`")

    def get_tags(self) -> list[str]:
        # What asks for no login is the way in, or the address of a webhook.
        return [getattr(self.view, "area", "") or ("webhooks" if "/hooks/" in self.path else "account")]

    def get_operation(self, *args: Any, **kwargs: Any) -> Json | None:
        operation: Json | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            answers: Json = operation["responses"]
            for status in self._refusals(operation):
                answers.setdefault(status, self._answer(status))
            for status, answer in answers.items():
                answer["description"] = answer.get("description") or SENTENCES[status]
            operation["responses"] = dict(sorted(answers.items()))
            if area := getattr(self.view, "area", ""):
                operation["x-area"] = area
        return operation

    def _refusals(self, operation: Json) -> list[str]:
        body, places = "requestBody" in operation, {one["in"] for one in operation.get("parameters", [])}
        login = AllowAny not in self.view.permission_classes
        known = bool(self.view.authentication_classes)
        possible = {
            "304": self.method == "GET",
            "400": body or bool(places & {"query", "header"}),
            "401": known,
            "403": login,
            "404": "path" in places,
            "409": self.method in WRITES and login,
            "415": body,
            "422": "header" in places,
            "429": True,
            "503": self.method in WRITES,
        }
        # "400", or "DELETE 400" for one method of a view.
        more: frozenset[str] = getattr(self.view, "more_answers", frozenset())
        return [
            status
            for status, may in possible.items()
            if may or status in more or f"{self.method} {status}" in more
        ]

    def _answer(self, status: str) -> Json:
        if status == "304":
            return {"description": SENTENCES[status]}
        shape = EITHER if status == "400" and getattr(self.view, "seed_shapes", False) else ERROR
        answer: Json = {
            "description": SENTENCES[status],
            "content": {"application/json": {"schema": shape}},
        }
        if status == "429":
            answer["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds."}}
        return answer


def only_unversioned(endpoints: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Keep one address of each: ``/api/v1/`` is the same today, ``/api/rooms/`` are older names."""
    return [one for one in endpoints if not one[0].startswith(("/api/v1/", "/api/rooms/"))]


def add_shapes(result: Json, **_more: Any) -> Json:
    """Add the shapes of errors, which no serializer has."""
    components = result.setdefault("components", {})
    components["schemas"] = dict(sorted({**components.get("schemas", {}), **SHAPES}.items()))
    return result
