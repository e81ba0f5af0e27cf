"""What apps give to the gateway: the commands they answer, and what they do when sockets come and go."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.frames import plain
from samovar.core.wire import Command
from samovar.core.writer import Write

Mode = Literal["read", "write", "submit", "live"]
Handler = TypeVar("Handler", bound=Callable[..., Any])
Each = Callable[[], None]
Guard = Callable[[Mapping[str, Collection[str]]], None]


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, and by which socket."""

    caller: Caller
    connection: Connection


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation. ``streams`` and ``key`` are for mode ``write`` alone."""

    model: type[Command]
    handler: Callable[[Context, Any], Any]
    mode: Mode
    streams: Callable[[Context, Any], Iterable[str]]
    key: Callable[[Context, Any], str]


def _no_streams(_context: Context, _data: Command) -> Iterable[str]:
    return ()


def _no_key(_context: Context, _data: Command) -> str:
    return ""


class Registry:
    """All operations, and the hooks of the apps. Filled when Django starts, read by the gateway."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.disconnect_hooks: list[Callable[[Connection, bool], None]] = []
        self.resume_hooks: list[Callable[[Context, list[int]], Iterable[int]]] = []
        self.jobs: list[Each] = []
        self.guards: dict[str, Guard] = {}
        self.watched: set[str] = set()

    def add(self, entry: Entry) -> None:
        """Register an operation. RuntimeError when its ``op`` has another handler already."""
        known = self.entries.get(entry.model.op)
        if known is not None and known.handler.__module__ != entry.handler.__module__:
            raise RuntimeError(f"{entry.model.op} is answered twice")
        self.entries[entry.model.op] = entry


registry = Registry()


def command(
    model: type[Command],
    *,
    mode: Mode,
    streams: Callable[[Context, Any], Iterable[str]] = _no_streams,
    key: Callable[[Context, Any], str] = _no_key,
) -> Callable[[Handler], Handler]:
    """Answer ``model.op`` with the decorated ``handler(context, data) -> Shape``.

    ``read``: in a thread of its own, the ORM is allowed. ``write``: in the group-commit writer, after
    the rows of ``streams`` were locked; with a ``key`` the answer is kept and repeated. ``submit``: on
    the event loop, no ORM; returns the ``Write`` to do. ``live``: on the event loop, no ORM.
    """

    def register(handler: Handler) -> Handler:
        registry.add(Entry(model, handler, mode, streams, key))
        return handler

    return register


def open_to_watchers(*ops: str) -> None:
    """Let callers who only watch do these; everything else is refused to them, also what comes later."""
    registry.watched.update(ops)


def may_ask(caller: Caller, op: str) -> bool:
    """Say whether this caller may use an operation at all."""
    return not caller.watching or op in registry.watched


def on_disconnect(callback: Callable[[Connection, bool], None]) -> None:
    """Call ``callback(connection, clean)`` on the event loop when a socket is gone. No ORM there.

    ``clean`` says that the tab said goodbye; False when the line broke.
    """
    if callback not in registry.disconnect_hooks:
        registry.disconnect_hooks.append(callback)


def on_resume(callback: Callable[[Context, list[int]], Iterable[int]]) -> None:
    """Call ``callback(context, room_ids)`` in a thread when a tab comes back to these rooms.

    It subscribes the connection where the caller may still be, and returns those rooms.
    """
    if callback not in registry.resume_hooks:
        registry.resume_hooks.append(callback)


def each_second(job: Each) -> None:
    """Run ``job`` about once a second while the server runs, in a thread; never twice at a time."""
    if job not in registry.jobs:
        registry.jobs.append(job)


def keep_out(prefix: str, look: Guard) -> None:
    """Now and then have ``look(heard)`` take out who may not hear a stream. In a thread.

    ``heard``: by key, for streams that begin with ``prefix``, the keys of the callers who hear them here.
    """
    registry.guards[prefix] = look


def write_of(entry: Entry, context: Context, data: Command) -> Write:
    """Return what a ``write`` command asks of the writer."""
    return Write(
        streams=tuple(entry.streams(context, data)),
        run=lambda: plain(entry.handler(context, data)),
        sender=context.caller.key,
        key=entry.key(context, data),
        body=[data.op, data.model_dump(mode="json")],
    )
