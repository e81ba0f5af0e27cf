"""Coming back: the events a connection missed, in order, outside its live queue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from samovar.core import streams
from samovar.core.connection import Connection
from samovar.core.events import Resume, ResumeAnswer
from samovar.core.gateway import Context, registry
from samovar.core.threads import in_thread
from samovar.core.wire import Position

T = TypeVar("T")
LONGEST_KEY = 20


async def _thread(call: Callable[[], T]) -> T:
    return await asyncio.wrap_future(in_thread(call))


async def resume(context: Context, data: Resume) -> ResumeAnswer:
    """Send what is missing, then answer with the heads reached; ``reset`` names what has to be loaded anew.

    The connection receives each stream before its log is read, so nothing falls in between.
    """
    found = await _thread(lambda: _reached(context, data.pos))
    heads = {
        key: head
        for key, head in found.items()
        # Not whole when the log was pruned, or the ring turned while the pages went out.
        if await _send_missing(context.connection, key, data.pos[key].seq, head)
    }
    return ResumeAnswer(reset=[key for key in data.pos if key not in heads], pos=heads)


def _reached(context: Context, wanted: Mapping[str, Position]) -> dict[str, Position]:
    """Enter, and return up to where each stream that may be received can be sent; in one thread's turn."""
    allowed = _enter(context, list(wanted))
    return streams.resumable({key: wanted[key] for key in allowed})


def _enter(context: Context, keys: list[str]) -> list[str]:
    rooms = {
        int(key[2:]): key
        for key in keys
        if key.startswith("r:") and key[2:].isdecimal() and len(key) < LONGEST_KEY
    }
    own = [key for key in keys if key == context.caller.key]
    entered = [room for hook in registry.resume_hooks for room in hook(context, list(rooms))] if rooms else []
    return own + [rooms[room] for room in dict.fromkeys(entered)]


async def _send_missing(connection: Connection, key: str, after: int, head: Position) -> bool:
    while after < head.seq and not connection.closing:
        page = await _thread(partial(streams.page_since, key, after, head))
        if not page or page[0][0] != after + 1:
            return False
        after = page[-1][0]
        await connection.send_page("[" + ",".join(text for _seq, text in page) + "]")
    return True
