"""The gateway itself: a plain ASGI application that holds the sockets."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import Future
from math import isfinite
from typing import Any, TypeGuard

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.connection import Connection, Send, text_frame
from samovar.core.errors import Denied, Refusal, TooMany, Unavailable
from samovar.core.events import PROTOCOL, Failure, Hello, Resume
from samovar.core.frames import dumps, plain
from samovar.core.gateway import Context, Entry, may_ask, registry, write_of
from samovar.core.handshake import CLOSE_DENIED, accept
from samovar.core.hub import hub
from samovar.core.lifetime import ensure_started
from samovar.core.metrics import commands_total
from samovar.core.resume import resume
from samovar.core.threads import in_thread
from samovar.core.wire import Command, Nothing, Shape
from samovar.core.writer import writer

DatabaseAway = (OperationalError, InterfaceError)

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
# Who is behind a socket, or the code it is closed with. Runs in a thread, may use the ORM.
Authenticate = Callable[[Scope], Caller | int]

PING_SECONDS = 25
LARGEST_COMMAND = 128 * 1024  # characters; a description of a call takes up to 64 KiB
AT_ONCE = 64  # commands of one socket under way; beyond, its next frame waits
SOCKETS_OF_ONE = 64
TRY_LATER = 1013
TOO_MANY_SOCKETS = 4409
GOODBYES = frozenset({1000, 1001, 1005})
LARGEST_ID = 2**53
LONGEST_NUMBER = 20

Identity = int


class Gateway:
    """Serves ``/ws/``: who, hello, commands, until the socket is gone."""

    def __init__(self, authenticate: Authenticate, language: Callable[[Scope], str]) -> None:
        self._authenticate = authenticate
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = await admit(scope, receive, send, self._authenticate)
        if caller is not None:
            connection = Connection(caller, send, self._language(scope))
            await _serve(Socket(Context(caller, connection)), receive)


async def admit(scope: Scope, receive: Receive, send: Send, authenticate: Authenticate) -> Caller | None:
    """Open a socket and return who is behind it; None when it is closed again, its code saying why."""
    ensure_started()
    await receive()
    found: Caller | int
    try:
        found = await asyncio.wrap_future(in_thread(lambda: authenticate(scope)))
    except DatabaseAway as error:
        logger.warning("the database is away: %s", error)
        found = TRY_LATER
    await accept(scope, send)
    if isinstance(found, Caller) and not found.verified:
        found = CLOSE_DENIED
    elif isinstance(found, Caller) and len(hub.connections_of(found.key)) >= SOCKETS_OF_ONE:
        found = TOO_MANY_SOCKETS
    if isinstance(found, Caller):
        return found
    await send({"type": "websocket.close", "code": found})
    return None


def refusal_in(outcome: Any) -> Refusal | None:
    """Return the refusal that a command ended with, if it did; Unavailable when the database is away."""
    if isinstance(outcome, DatabaseAway):
        # For a moment: who asks again later gets an answer.
        logger.warning("the database is away: %s", outcome)
        return Unavailable()
    return outcome if isinstance(outcome, Refusal) else None


async def _serve(socket: Socket, receive: Receive) -> None:
    connection, caller = socket.context.connection, socket.context.caller
    clean = False
    connection.hold()
    hub.add(connection)
    try:
        hub.subscribe(connection, caller.key)
        if caller.user_id is not None:
            hub.subscribe(connection, "rooms")
        await socket.greet()
        clean = await socket.listen(receive)
    finally:
        connection.abandon()
        hub.remove(connection)
        for callback in registry.disconnect_hooks:
            callback(connection, clean)


class Allowance:
    """How much a socket may ask: a bucket that fills with time."""

    __slots__ = ("_at", "_left")

    def __init__(self) -> None:
        self._left = float(settings.GATEWAY_BURST)
        self._at = time.monotonic()

    def take(self) -> int:
        """Take one; return 0, or in how many seconds to try again."""
        now = time.monotonic()
        filled = self._left + (now - self._at) * settings.GATEWAY_PER_SECOND
        self._left, self._at = min(float(settings.GATEWAY_BURST), filled), now
        if self._left < 1:
            return 1
        self._left -= 1
        return 0


class Socket:
    """One socket's conversation. All methods run on the event loop."""

    __slots__ = ("_allowance", "_room", "_under_way", "context")

    def __init__(self, context: Context) -> None:
        self.context = context
        self._allowance = Allowance()
        self._under_way = 0
        self._room: asyncio.Event | None = None

    async def greet(self) -> None:
        """Say who this is and where the caller's own stream stands."""
        caller = self.context.caller
        place = await asyncio.wrap_future(in_thread(lambda: streams.position(caller.key, durable=True)))
        hello = Hello(
            v=PROTOCOL, me=caller.key, session=caller.session_id, ping=PING_SECONDS, pos={caller.key: place}
        )
        self.context.connection.greet(text_frame(dumps({"hello": plain(hello)})))

    async def listen(self, receive: Receive) -> bool:
        """Take frames until the socket is gone; return whether it said goodbye."""
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                # Without a reason the line broke: nobody sent a closing frame.
                return "reason" in message and message.get("code") in GOODBYES
            if not self.context.connection.closing:
                self._take(message.get("text"))
            if self._under_way >= AT_ONCE:
                self._room = asyncio.Event()
                await self._room.wait()

    def _take(self, text: str | None) -> None:
        try:
            identity, op, fields = _read(text)
        except ValueError:
            self._bad(_identity_in(text))
            return
        wait = self._allowance.take()
        if wait:
            self._refuse(identity, TooMany(wait))
            return
        entry = registry.entries.get(op)
        model = Resume if op == Resume.op else entry.model if entry else None
        if model is None:
            self._say({"id": identity, "err": {"code": "unknown_op", "message": self._translated(_unknown)}})
            return
        if not may_ask(self.context.caller, op):
            self._refuse(identity, Denied(code="watching_only"))
            return
        try:
            data = model.model_validate(fields)
        except ValidationError as error:
            self._misshapen(identity, error)
            return
        self._under_way += 1
        commands_total.labels(op).inc()
        self._start(identity, entry, data)

    def _start(self, identity: Identity, entry: Entry | None, data: Command) -> None:
        if isinstance(data, Resume):
            task = asyncio.ensure_future(resume(self.context, data))
            task.add_done_callback(lambda done: self.finished(identity, _result(done)))
        elif entry is not None and entry.mode == "read":
            future = in_thread(lambda: self._handle(entry, data))
            loop = asyncio.get_running_loop()
            future.add_done_callback(lambda done: _hand_over(loop, self, identity, done))
        elif entry is not None:
            self._start_here(identity, entry, data)

    def _start_here(self, identity: Identity, entry: Entry, data: Command) -> None:
        try:
            if entry.mode == "live":
                self.finished(identity, self._handle(entry, data))
                return
            # What a handler of mode "submit" returns speaks no language yet.
            submitted = entry.mode == "submit"
            write = entry.handler(self.context, data) if submitted else write_of(entry, self.context, data)
        except Exception as error:  # noqa: BLE001 - a handler's fault must not end the socket
            self.finished(identity, error)
            return
        writer.submit_from_loop(write, lambda outcome: self.finished(identity, outcome))

    def _handle(self, entry: Entry, data: Command) -> Any:
        with translation.override(self.context.connection.language):
            return entry.handler(self.context, data)

    def finished(self, identity: Identity, outcome: Any) -> None:
        """Tell the answer of a command, or why there is none."""
        self._under_way -= 1
        if self._room is not None and self._under_way < AT_ONCE:
            self._room.set()
            self._room = None
        try:
            self._tell(identity, outcome)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be written is still an answer
            self._tell(identity, error)

    def _tell(self, identity: Identity, outcome: Any) -> None:
        refusal = refusal_in(outcome)
        if refusal is not None:
            self._refuse(identity, refusal)
        elif isinstance(outcome, BaseException):
            logger.error("a command failed", exc_info=outcome)
            self._say({"id": identity, "err": {"code": "internal", "message": self._translated(_fault)}})
        else:
            answer = plain(outcome) if isinstance(outcome, Shape) else outcome
            self._say({"id": identity, "ok": answer if answer is not None else plain(Nothing())})

    def _refuse(self, identity: Identity, refusal: Refusal) -> None:
        with translation.override(self.context.connection.language):
            failure = Failure(
                code=refusal.code,
                message=str(refusal.message),
                retry=retry_of(refusal),
                fields={name: [str(text) for text in texts] for name, texts in refusal.fields.items()}
                or None,
                current=refusal.current,
            )
        self._say({"id": identity, "err": plain(failure)})

    def _misshapen(self, identity: Identity, error: ValidationError) -> None:
        fields: dict[str, list[str]] = {}
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            fields.setdefault(".".join(map(str, problem["loc"])), []).append(problem["msg"])
        failure = Failure(code="invalid", message=self._translated(_misread), fields=fields)
        self._say({"id": identity, "err": plain(failure)})

    def _bad(self, identity: Identity | None) -> None:
        failure = {"code": "malformed", "message": self._translated(_misread)}
        # Who asked and can be told so does not wait for an answer in vain.
        self._say({"bad": failure} if identity is None else {"id": identity, "err": failure})

    def _translated(self, sentence: Callable[[], str]) -> str:
        with translation.override(self.context.connection.language):
            return sentence()

    def _say(self, frame: dict[str, Any]) -> None:
        self.context.connection.answer(dumps(frame))


def _unknown() -> str:
    return _("This version of Samovar does not know that. Please reload the page.")


def _fault() -> str:
    return _("Something went wrong on the server. Please try again.")


def _misread() -> str:
    return _("The server could not read what was sent.")


def _read(text: str | None) -> tuple[Identity, str, dict[str, Any]]:
    """Return id, op and fields. ValueError when there is no object, no id or no op."""
    if text is None or len(text) > LARGEST_COMMAND:
        raise ValueError
    try:
        frame = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            # Half a surrogate pair is no character; nothing could encode it any more.
            dumps(frame).encode()
    except RecursionError:
        raise ValueError from None
    if not isinstance(frame, dict):
        raise ValueError  # noqa: TRY004 - what was read is malformed, whatever its type
    identity, op = frame.pop("id", None), frame.pop("op", None)
    if not _is_identity(identity) or not isinstance(op, str):
        raise ValueError
    return identity, op, frame


def _is_identity(value: object) -> TypeGuard[Identity]:
    return type(value) is int and 0 <= value <= LARGEST_ID


def _identity_in(text: str | None) -> Identity | None:
    """Return the id of a frame that is too long, or has what no command may have; None without one."""
    try:
        frame = _LENIENT.decode(text or "")
    except (ValueError, RecursionError):
        return None
    identity = frame.get("id") if isinstance(frame, dict) else None
    return identity if _is_identity(identity) else None


def _integer(digits: str) -> int:
    """Read an integer that JavaScript and every database can hold."""
    value = int(digits) if len(digits) < LONGEST_NUMBER else LARGEST_ID + 1
    if abs(value) > LARGEST_ID:
        raise ValueError
    return value


def _number(digits: str) -> float:
    """Read a number that JSON can hold: no infinity."""
    value = float(digits)
    if not isfinite(value):
        raise ValueError
    return value


def _small(digits: str) -> int | None:
    """Read an integer that may be an id."""
    return int(digits) if len(digits) < LONGEST_NUMBER else None


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_number, parse_constant=_number)
_LENIENT = json.JSONDecoder(parse_int=_small)


def retry_of(refusal: Refusal) -> int | None:
    """Return in how many seconds to ask again, None when that would be of no use."""
    if isinstance(refusal, TooMany):
        return refusal.retry_after
    return 1 if isinstance(refusal, Unavailable) else None


def _result(done: Future[Any] | asyncio.Future[Any]) -> Any:
    if done.cancelled():
        return Unavailable()
    return done.exception() or done.result()


def _hand_over(
    loop: asyncio.AbstractEventLoop, socket: Socket, identity: Identity, done: Future[Any]
) -> None:
    try:
        loop.call_soon_threadsafe(socket.finished, identity, _result(done))
    except RuntimeError:
        # The loop is closed, and the socket with it.
        return
