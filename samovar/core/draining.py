"""How the server lets go of sockets: of who reads too slowly, and of all when it ends.

One that ends does it one after the other, as they all come back to another one. The listening socket is
closed before; what is still open works until its turn comes. Then it is closed with 1012 and comes back by
itself, to another process where there is one, and resumes where it was.
"""

from __future__ import annotations

from itertools import count
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from samovar.core.connection import TOO_SLOW

PER_SECOND: Final = 200  # about as many handshakes as another process takes beside its own work
LONGEST: Final = 5.0  # seconds, however many there are
PATIENCE: Final = 15  # seconds until what is still running is cut off
LAST_WORD: Final = 30.0  # seconds in which a slow reader may still read why it was closed

_turns = count()


def pause_before(turn: int, of: int) -> float:
    """Return in how many seconds the socket with this number (from 0) of so many is let go."""
    whole = min(LONGEST, of / PER_SECOND)
    return whole * min(turn, of) / of if of else 0.0


class DrainingProtocol(WebSocketsSansIOProtocol):
    """The socket protocol of uvicorn; it waits for its turn to end, and tells slow lines from dead ones."""

    def keepalive_timeout(self) -> None:
        """Nobody answered the ping. What still waits to be taken says that the reader is slow: 4408.

        With nothing waiting the line is dead (1011). uvicorn would close both in the same way, and a line
        with something waiting would then count as open until the kernel gives it up.
        """
        if self.close_sent or self.transport.is_closing() or not self.transport.get_write_buffer_size():
            super().keepalive_timeout()
            return
        self.pong_timer = None
        self.pending_ping_payload = None
        self.queue.put_nowait({"type": "websocket.disconnect", "code": TOO_SLOW, "reason": ""})
        self.conn.send_close(TOO_SLOW)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(LAST_WORD, self.transport.abort)

    def shutdown(self) -> None:
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
            return
        pause = pause_before(next(_turns), len(self.connections))
        self.loop.call_later(pause, self._end)

    def _end(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()
