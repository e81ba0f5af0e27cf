"""The one ASGI application: pages and REST by Django, sockets by the gateway."""

from __future__ import annotations

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from channels.routing import URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samovar.config.settings")
_pages: Any = get_asgi_application()

from samovar.config import urls  # noqa: E402, F401 - needs Django to be set up; else the first visitor waits
from samovar.config.gateway import gateway, plain_chat  # noqa: E402
from samovar.core import lifetime  # noqa: E402
from samovar.core.body import bounded  # noqa: E402
from samovar.core.draining import PATIENCE, DrainingProtocol  # noqa: E402
from samovar.core.server import LARGEST_COMMAND  # noqa: E402
from samovar.core.writer import writer  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

# New objects until the youngest are looked through: a busy room makes the 700 of Python in a moment.
GARBAGE = 3_000
# How uvicorn is to be started. The pings find a lost network within 4.5 s (decision C14);
# deflate would double the memory of an idle connection.
UVICORN: dict[str, Any] = {
    "ws": DrainingProtocol,
    "ws_max_size": 4 * LARGEST_COMMAND,
    "ws_ping_interval": 2.0,
    "ws_ping_timeout": 2.5,
    "ws_per_message_deflate": False,
    "lifespan": "on",
    "timeout_graceful_shutdown": PATIENCE,
}


async def _nowhere(_scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse the handshake: there is no socket at this address."""
    await receive()
    await send({"type": "websocket.close"})


_gateway: Any = gateway()
_elsewhere: Any = _nowhere
_router: Any = URLRouter
_plain_chat: Any = plain_chat()
_sockets = _router(
    [
        path("ws/", _gateway),
        # A name may have a slash in it.
        re_path(r"^ws/chat/(?P<room>.+?)/?$", _plain_chat),
        re_path(r"", _elsewhere),
    ]
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection of whatever kind."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "websocket":
        await _sockets(scope, receive, send)
    else:
        await _pages(scope, bounded(scope, receive), send)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            lifetime.ensure_started()
            _settle()
            await send({"type": "lifespan.startup.complete"})
        else:
            await lifetime.stop()
            writer.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _settle() -> None:
    """Leave what was loaded, and stays, out of the collections of garbage, during which nobody is served.

    With a thousand connected each looked through all of it for 60 to 130 ms, in every process of several.
    """
    gc.freeze()
    gc.set_threshold(GARBAGE, 10, 10)
