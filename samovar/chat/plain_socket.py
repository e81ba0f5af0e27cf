"""The simple chat socket ``/ws/chat/<name or code>/``: plain text frames for wscat and the like (C8)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils import translation
from django.utils.translation import gettext as _

from samovar.chat.actions import Draft, sending
from samovar.chat.plain_events import Told, error, plain_frames
from samovar.chat.whisper_actions import WhisperDraft, whispering
from samovar.core.caller import Caller
from samovar.core.connection import Connection, Outgoing, Send, text_frame
from samovar.core.errors import NotFound, Refusal, TooMany, Unavailable
from samovar.core.frames import dumps
from samovar.core.gateway import registry
from samovar.core.handshake import CLOSE_DENIED, CLOSE_MISSING
from samovar.core.hub import hub
from samovar.core.server import (
    AT_ONCE,
    GOODBYES,
    LARGEST_COMMAND,
    TRY_LATER,
    Allowance,
    Authenticate,
    DatabaseAway,
    Receive,
    Scope,
    admit,
    refusal_in,
    retry_of,
)
from samovar.core.threads import in_thread
from samovar.core.writer import Write, writer
from samovar.rooms.actions import arrive, room_of_address

logger = logging.getLogger(__name__)
_CLOSE: dict[type[Refusal], int] = {NotFound: CLOSE_MISSING, Unavailable: TRY_LATER}


@dataclass(frozen=True, slots=True)
class Said:
    """A frame that came in: ``{"message": text, "to"?: username}``."""

    message: str
    to: str | None


class PlainConnection(Connection):
    """Turns what the hub tells into the frames of this socket.

    What comes before it is known who ``me`` is waits, since nobody is told of his own arrival.
    """

    __slots__ = ("_early", "_me", "room")

    def __init__(self, caller: Caller, send: Send, language: str) -> None:
        super().__init__(caller, send, language)
        self._me: int | None = None
        self._early: list[Outgoing] = []
        self.room = 0

    def begin(self, me: int, room: int) -> None:
        """From now on tell what concerns ``room``; ``me`` is the caller's participant."""
        self._me, self.room = me, room
        early, self._early = self._early, []
        for frame in early:
            self.deliver(frame)

    def deliver(self, frame: Outgoing) -> None:
        if self._me is None:
            self._early.append(frame)
            return
        for told in plain_frames(frame.message.get("text", "")):
            self._tell(told)

    def say(self, frame: dict[str, Any]) -> None:
        """Send a frame of this socket's own."""
        super().deliver(text_frame(dumps(frame)))

    def say_error(self, code: str, sentence: Callable[[], str], **more: Any) -> None:
        """Say what is wrong, in the language of this socket."""
        with translation.override(self.language):
            self.say(error(code, sentence(), **more))

    def _tell(self, told: Told) -> None:
        mine = told.about == self._me
        if told.kind == "closed":
            self.say_error("room_closed", _closed)
            self.close(CLOSE_MISSING, "room_closed")
        elif told.kind == "removed" and mine:
            self.say_error("removed", _removed)
            self.close(CLOSE_DENIED, "removed")
        elif told.kind == "left" and mine:
            # Gone out by hand, on another tab.
            self.close(1000, "left")
        elif told.frame is not None and self._concerns(told, mine=mine):
            super().deliver(told.frame)

    def _concerns(self, told: Told, *, mine: bool) -> bool:
        if told.kind == "private":
            return told.about == self.room
        return not (told.kind == "joined" and mine)


class PlainChat:
    """Serves the socket of one room: who, which room, then messages both ways until it is gone."""

    def __init__(self, authenticate: Authenticate, language: Callable[[Scope], str]) -> None:
        self._authenticate = authenticate
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = await admit(scope, receive, send, self._authenticate)
        if caller is None:
            return
        connection = PlainConnection(caller, send, self._language(scope))
        address = str(scope["url_route"]["kwargs"]["room"])
        await _Talk(connection).serve(address, receive)


class _Talk:
    """One socket's conversation. All methods run on the event loop."""

    def __init__(self, connection: PlainConnection) -> None:
        self._connection = connection
        self._allowance = Allowance()
        self._under_way = 0
        self._room: asyncio.Event | None = None

    async def serve(self, address: str, receive: Receive) -> None:
        connection, clean = self._connection, False
        hub.add(connection)
        try:
            if await self._enter(address):
                clean = await self._listen(receive)
        finally:
            connection.abandon()
            hub.remove(connection)
            for callback in registry.disconnect_hooks:
                callback(connection, clean)

    async def _enter(self, address: str) -> bool:
        connection = self._connection
        hub.subscribe(connection, connection.caller.key)
        hub.subscribe(connection, f"w:{connection.caller.key}")
        try:
            answer = await asyncio.wrap_future(in_thread(lambda: self._arrive(address)))
        except (Refusal, *DatabaseAway) as error:
            refusal = refusal_in(error) or Unavailable()
            self._refuse(refusal)
            connection.close(_CLOSE.get(type(refusal), CLOSE_DENIED), refusal.code)
            return False
        connection.begin(answer.me.id, answer.room.id)
        return True

    def _arrive(self, address: str) -> Any:
        connection = self._connection
        room_id = room_of_address(actor=connection.caller, address=address)
        return arrive(actor=connection.caller, connection=connection, room_id=room_id)

    async def _listen(self, receive: Receive) -> bool:
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                # Without a reason the line broke: nobody sent a closing frame.
                return "reason" in message and message.get("code") in GOODBYES
            if not self._connection.closing:
                self._take(message.get("text"))
            if self._under_way >= AT_ONCE:
                self._room = asyncio.Event()
                await self._room.wait()

    def _take(self, text: str | None) -> None:
        wait = self._allowance.take()
        if wait:
            self._refuse(TooMany(wait))
            return
        try:
            said = _read(text)
        except ValueError:
            self._connection.say_error("malformed", _misread)
            return
        except TypeError:
            self._connection.say_error("invalid", _misshapen)
            return
        self._under_way += 1
        writer.submit_from_loop(self._write(said), self._finished)

    def _write(self, said: Said) -> Write:
        connection, cid = self._connection, str(uuid4())
        if said.to is None:
            return sending(actor=connection.caller, draft=Draft(connection.room, cid, said.message))
        draft = WhisperDraft(connection.room, cid, said.message, to=said.to)
        return whispering(actor=connection.caller, draft=draft)

    def _finished(self, outcome: Any) -> None:
        self._under_way -= 1
        if self._room is not None and self._under_way < AT_ONCE:
            self._room.set()
            self._room = None
        refusal = refusal_in(outcome)
        if refusal is not None:
            self._refuse(refusal)
        elif isinstance(outcome, BaseException):
            logger.error("a message was not sent", exc_info=outcome)
            self._connection.say_error("internal", _fault)

    def _refuse(self, refusal: Refusal) -> None:
        seconds = retry_of(refusal)
        wait = {} if seconds is None else {"retry": seconds}
        self._connection.say_error(refusal.code, lambda: str(refusal.message), **wait)


def _read(text: str | None) -> Said:
    """Return what was said. ValueError when it is no JSON object, TypeError when a key is wrong."""
    if text is None or len(text) > LARGEST_COMMAND:
        raise ValueError
    try:
        frame = json.loads(text)
        # Half a surrogate pair is no character; nothing could encode it any more.
        dumps(frame).encode()
    except RecursionError:
        raise ValueError from None
    if not isinstance(frame, dict):
        raise ValueError  # noqa: TRY004 - what was read is malformed, whatever its type
    message, to = frame.get("message"), frame.get("to")
    if not isinstance(message, str) or not (to is None or isinstance(to, str)):
        raise TypeError
    return Said(message, to)


def _misread() -> str:
    return _("The server could not read what was sent.")


def _misshapen() -> str:
    return _('Send an object with the text under "message".')


def _fault() -> str:
    return _("Something went wrong on the server. Please try again.")


def _closed() -> str:
    return _("This room has ended.")


def _removed() -> str:
    return _("You no longer belong to this room.")
