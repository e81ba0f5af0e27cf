"""What the gateway answers by itself."""

from __future__ import annotations

from samovar.core import streams
from samovar.core.events import Ping, PingAnswer
from samovar.core.gateway import Context, command


@command(Ping, mode="read")
def ping(context: Context, _data: Ping) -> PingAnswer:
    """Give the heads of all sequenced streams of this connection, so that a lost last event is found."""
    keys = [key for key in list(context.connection.streams) if ":" in key and key[0] in "ugr"]
    return PingAnswer(heads=streams.heads(keys))
