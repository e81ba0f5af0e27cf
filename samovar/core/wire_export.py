"""Writes the shapes of the gateway for others: TypeScript for the front end, JSON Schema for anybody."""

from __future__ import annotations

import types
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django.apps import apps
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from samovar.core.wire import Command, Event, Shape

HEADER = """\
// Written by `python manage.py export_wire` from the events.py of every app. Do not edit.
"""
_PLAIN: dict[object, str] = {
    int: "number",
    float: "number",
    str: "string",
    bool: "boolean",
    object: "unknown",
    Any: "unknown",
    type(None): "null",
}


def _descendants(base: type[Shape]) -> list[type[Shape]]:
    found = [child for direct in base.__subclasses__() for child in (direct, *_descendants(direct))]
    return [shape for shape in found if shape.__module__.startswith("samovar.")]


def load_shapes() -> list[type[Shape]]:
    """Import the ``events`` module of every app and return all shapes, ordered by name.

    Raises ``RuntimeError`` when two shapes have one name, since the front end has one file.
    """
    for config in apps.get_app_configs():
        name = f"{config.name}.events"
        if config.name.startswith("samovar.") and find_spec(name):
            import_module(name)
    shapes = sorted(set(_descendants(Shape)) - {Event, Command}, key=lambda shape: shape.__name__)
    for one, other in pairwise(shapes):
        if one.__name__ == other.__name__:
            raise RuntimeError(f"{one.__module__} and {other.__module__} both declare {one.__name__}")
    return shapes


def events_of(shapes: list[type[Shape]]) -> dict[str, type[Event]]:
    """Return the events by their name on the wire."""
    found = [shape for shape in shapes if issubclass(shape, Event) and hasattr(shape, "event_name")]
    return {event.event_name: event for event in sorted(found, key=lambda event: event.event_name)}


def commands_of(shapes: list[type[Shape]]) -> dict[str, type[Command]]:
    """Return the commands by their ``op``."""
    found = [shape for shape in shapes if issubclass(shape, Command) and hasattr(shape, "op")]
    return {command.op: command for command in sorted(found, key=lambda command: command.op)}


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _several(origin: object, parts: tuple[Any, ...]) -> str:
    if origin is Literal:
        return " | ".join(map(_literal, parts))
    if origin in (Union, types.UnionType):
        return " | ".join(map(_typescript, parts))
    if origin is dict:
        return f"Record<string, {_typescript(parts[1])}>"
    if origin is list:
        inner = _typescript(parts[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    raise TypeError(f"{origin!r} has no translation to TypeScript yet")


def _typescript(annotation: Any) -> str:
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation.__name__
    origin = get_origin(annotation)
    if origin is Annotated:
        return _typescript(get_args(annotation)[0])
    return _several(origin, get_args(annotation))


def _field(shape: type[Shape], name: str, field: FieldInfo) -> str:
    optional = not field.is_required() and (shape.sparse or issubclass(shape, Command))
    kind = _typescript(field.annotation)
    if optional and shape.sparse:
        kind = kind.removesuffix(" | null")
    return f"  {name}{'?' if optional else ''}: {kind};"


def _interface(shape: type[Shape]) -> str:
    fields = [_field(shape, name, field) for name, field in shape.model_fields.items()]
    if not fields:
        return f"export type {shape.__name__} = Record<string, never>;"
    return "\n".join([f"export interface {shape.__name__} {{", *fields, "}"])


def typescript() -> str:
    """Return the whole of ``wire.ts``: an interface per shape, ``Events`` and ``Commands`` by name."""
    shapes = load_shapes()
    parts = [HEADER, *(_interface(shape) + "\n" for shape in shapes)]
    events = [f'  "{name}": {event.__name__};' for name, event in events_of(shapes).items()]
    commands = [
        f'  "{op}": {{ in: {command.__name__}; out: {command.Answer.__name__} }};'
        for op, command in commands_of(shapes).items()
    ]
    parts.append("\n".join(["/** What may come, by name. */", "export interface Events {", *events, "}\n"]))
    parts.append(
        "\n".join(["/** What may be asked, by op. */", "export interface Commands {", *commands, "}\n"])
    )
    parts.append("export type EventName = keyof Events;\nexport type Op = keyof Commands;\n")
    return "\n".join(parts)


def json_schema() -> dict[str, Any]:
    """Return ``{"$defs", "commands": {op: {"in", "out"}}, "events": {name: ref}}`` as JSON Schema."""
    shapes = load_shapes()
    commands, events = commands_of(shapes), events_of(shapes)
    incoming: list[tuple[type[Shape], JsonSchemaMode]] = [
        (command, "validation") for command in commands.values()
    ]
    outgoing: list[tuple[type[Shape], JsonSchemaMode]] = [
        (shape, "serialization")
        for shape in {*events.values(), *(command.Answer for command in commands.values())}
    ]
    outgoing.sort(key=lambda pair: pair[0].__name__)
    refs, schema = models_json_schema([*incoming, *outgoing], ref_template="#/$defs/{model}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Samovar gateway",
        "$defs": schema["$defs"],
        "commands": {
            op: {"in": refs[command, "validation"], "out": refs[command.Answer, "serialization"]}
            for op, command in commands.items()
        },
        "events": {name: refs[event, "serialization"] for name, event in events.items()},
    }
