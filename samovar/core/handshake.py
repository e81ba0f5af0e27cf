"""Opening a socket: the answer to the handshake, and tickets for who wants no token in an address."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from samovar.core.connection import Send

CLOSE_NOBODY = 4401
CLOSE_DENIED = 4403
CLOSE_MISSING = 4404
PROTOCOL_NAME = "samovar"
TICKET_PREFIX = "ticket."


def offered_ticket(scope: MutableMapping[str, Any]) -> str | None:
    """Return the ticket among the offered subprotocols: ``samovar, ticket.<text>``."""
    offers: list[str] = scope.get("subprotocols") or []
    return next(
        (offer.removeprefix(TICKET_PREFIX) for offer in offers if offer.startswith(TICKET_PREFIX)), None
    )


async def accept(scope: MutableMapping[str, Any], send: Send) -> None:
    """Accept, also what is refused a moment later, so that a browser can read the code.

    A browser that offers subprotocols takes the connection only when one is chosen.
    """
    chosen = PROTOCOL_NAME if PROTOCOL_NAME in (scope.get("subprotocols") or []) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
