"""The same room as plain Channels does it: a group, the in-memory layer, one ORM write per message."""

from __future__ import annotations

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from channels.db import database_sync_to_async  # noqa: E402 - after Django was set up
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.layers import InMemoryChannelLayer, channel_layers  # noqa: E402
from channels.routing import URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from samovar.core.models import StreamEvent  # noqa: E402

# Beyond its capacity the layer drops messages silently; the bench counts what arrives.
channel_layers.set("default", InMemoryChannelLayer(capacity=10_000))


@database_sync_to_async
def store(stream: str, number: int, body: str) -> None:
    StreamEvent.objects.create(stream_id=stream, seq=number, name="baseline", data={"body": body})


# Channels has no types.
_Consumer: Any = AsyncJsonWebsocketConsumer


class Chat(_Consumer):  # type: ignore[misc]  # as above
    """Joins a group, tells it what it is sent; ``?stored=1`` writes each message first."""

    numbers = iter(range(1, 1_000_000_000))

    async def connect(self) -> None:
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def receive_json(self, content: dict[str, object]) -> None:
        if content.get("stored"):
            await store("baseline", next(self.numbers), str(content["body"]))
            await self.send_json({"ok": content["id"]})
            return
        await self.channel_layer.group_send("room", {"type": "tell", "body": content["body"]})

    async def tell(self, event: dict[str, object]) -> None:
        await self.send_json({"body": event["body"]})


application = URLRouter([path("ws/", Chat.as_asgi())])
