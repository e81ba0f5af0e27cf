"""One open socket: what is sent to it goes out at once, or waits in a short queue of its own."""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator, MutableMapping
from typing import Any, NamedTuple

from samovar.core.caller import Caller

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MAX_FRAMES = 256
MAX_BYTES = 1 << 20
TOO_SLOW = 4408


class Outgoing(NamedTuple):
    """A frame ready to go. One message object is shared by all connections it goes to."""

    message: MutableMapping[str, Any]
    size: int


def text_frame(text: str) -> Outgoing:
    """Wrap JSON text as it is sent; the size is close enough for the queue's limit."""
    return Outgoing({"type": "websocket.send", "text": text}, len(text))


@types.coroutine
def _resume(sending: Coroutine[Any, Any, None], waiting: Any) -> Generator[Any, None, None]:
    """Go on with a send whose first step was already taken and is waiting for the network."""
    try:
        while True:
            yield waiting
            waiting = sending.send(None)
    except StopIteration:
        return
    finally:
        sending.close()


class Connection:
    """A socket as the hub sees it. Everything here happens on the event loop.

    ``send`` of the server is called directly and finishes at once while the network takes the data;
    only a connection that has to wait gets a task, so that it delays nobody else. Its queue holds
    at most 256 frames or 1 MiB: beyond half of it ephemeral frames are dropped, beyond all of it
    the connection is closed with 4408 and comes back to resume.
    """

    __slots__ = (
        "_blocked",
        "_queue",
        "_send",
        "_soon",
        "_waiting",
        "blocked_since",
        "caller",
        "closing",
        "language",
        "streams",
    )

    def __init__(self, caller: Caller, send: Send, language: str = "en") -> None:
        self.caller = caller
        self.language = language
        self.streams: set[str] = set()
        self.closing = False
        self.blocked_since = 0.0
        self._send = send
        self._queue: deque[Outgoing] | None = None
        self._waiting = 0
        self._blocked: asyncio.Task[None] | None = None
        self._soon: list[str] = []

    @property
    def half_full(self) -> bool:
        """Whether ephemeral frames have to be left out."""
        queue = self._queue
        return queue is not None and (len(queue) * 2 >= MAX_FRAMES or self._waiting * 2 >= MAX_BYTES)

    def hold(self) -> None:
        """Let what is delivered wait for ``greet``, within the limits of what may wait."""
        self._queue = deque()

    def greet(self, frame: Outgoing) -> None:
        """Send this first, then what was held: the first frame that somebody gets says who he is."""
        held, self._queue, self._waiting = self._queue or deque(), None, 0
        # Closed meanwhile, the closing frame is all that waits.
        for one in held if self.closing else (frame, *held):
            self._send_in_turn(one)

    def _send_in_turn(self, frame: Outgoing) -> None:
        if self._queue is None:
            self._start(frame)
        else:
            self._queue.append(frame)
            self._waiting += frame.size

    def deliver(self, frame: Outgoing) -> None:
        """Send now, or after what already waits; close when too much waits."""
        if self._soon:
            self._deliver_soon()
        if self.closing:
            return
        queue = self._queue
        if queue is None:
            self._start(frame)
            return
        queue.append(frame)
        self._waiting += frame.size
        if len(queue) > MAX_FRAMES or self._waiting > MAX_BYTES:
            self.close(TOO_SLOW)

    def answer(self, text: str) -> None:
        """Send JSON text with all that is answered in this turn of the loop, before whatever follows."""
        if not self._soon:
            asyncio.get_running_loop().call_soon(self._deliver_soon)
        self._soon.append(text)

    def _deliver_soon(self) -> None:
        texts, self._soon = self._soon, []
        if texts:
            self.deliver(text_frame(texts[0] if len(texts) == 1 else f"[{','.join(texts)}]"))

    def close(self, code: int, reason: str = "") -> None:
        """Close with ``code``, dropping what still waits. Doing it twice does nothing."""
        if self._soon:
            self._deliver_soon()
        if self.closing:
            return
        message = Outgoing({"type": "websocket.close", "code": code, "reason": reason}, 0)
        if self._queue is None:
            self._start(message)
        else:
            self._queue.clear()
            self._queue.append(message)
        self.closing = True

    async def send_page(self, text: str) -> None:
        """Send a page of missed events, outside the queue: wait until the network takes it."""
        if self.closing:
            return
        try:
            await self._send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError):
            # Closed by the other side a moment ago: no further page is read for it.
            self.abandon()

    def abandon(self) -> None:
        """The socket is gone: nothing will be sent any more."""
        self.closing = True
        self._queue = None
        if self._blocked is not None:
            self._blocked.cancel()
            self._blocked = None

    def _start(self, frame: Outgoing) -> None:
        sending: Any = self._send(frame.message)
        try:
            waiting = sending.send(None)
        except StopIteration:
            return
        except (OSError, RuntimeError):
            # Closed by the other side a moment ago; the receiving half tells the gateway.
            return
        loop = asyncio.get_running_loop()
        self.blocked_since = loop.time()
        self._queue = deque()
        self._waiting = 0
        self._blocked = loop.create_task(self._drain(sending, waiting))

    async def _drain(self, sending: Coroutine[Any, Any, None], waiting: Any) -> None:
        try:
            await _resume(sending, waiting)
            while self._queue:
                frame = self._queue.popleft()
                self._waiting -= frame.size
                self.blocked_since = asyncio.get_running_loop().time()
                await self._send(frame.message)
        except (OSError, RuntimeError):
            self.closing = True
        self._queue = None
        self._blocked = None
        self.blocked_since = 0.0
