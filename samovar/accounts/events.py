"""What accounts tell the world outside."""

from __future__ import annotations

from typing import ClassVar

from samovar.core.wire import Event


class SessionEnded(Event):
    """Told on ``u:`` before the sockets of that session close with 4401."""

    event_name: ClassVar[str] = "accounts.session_ended"
    session: int
