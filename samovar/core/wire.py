"""The shapes of everything that travels on the gateway. TypeScript types are generated from these."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """A part of a frame. Unknown keys are refused on the way in; fields are only ever added."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, json_schema_serialization_defaults_required=True
    )
    # Outgoing fields that have their default are left out of the frame, so they are optional there.
    sparse: ClassVar[bool] = False


class Event(Shape):
    """Something that happened: ``{"s": stream, "q"?: seq, "e": event_name, "d": the fields}``."""

    event_name: ClassVar[str]


class Command(Shape):
    """Something a client asks for: ``{"id", "op": op, ...the fields}``, answered by ``Answer``."""

    op: ClassVar[str]
    Answer: ClassVar[type[Shape]]


class Nothing(Shape):
    """An answer that says only that it is done."""


class Position(Shape):
    """Where a client stands in a stream; positions of another epoch mean nothing."""

    epoch: str
    seq: int
