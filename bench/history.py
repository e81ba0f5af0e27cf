"""Reading the log of a room of a million messages: how long one page takes, wherever it lies."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import time
from typing import Any

from bench.peer import Peer, connect_many
from bench.scenes import PATIENCE, Chat, Figures, close

# Written by one statement, because a million sends would take longer than what is measured here.
FILL = """
import sys, django
django.setup()
from django.db import connection
from samovar.chat.models import Message
from samovar.rooms.models import Participant, Room
room, amount = int(sys.argv[1]), int(sys.argv[2])
author = Participant.objects.order_by("pk").first()
body = "A line of the length that people write to each other."
said = {"room_id": room, "sender_id": author.pk, "body": body}
first = Message(n=0, cid="", **said)
fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
names = [connection.ops.quote_name(field.column) for field in fields]
values = {field.column: field.get_db_prep_save(getattr(first, field.attname), connection) for field in fields}
postgres = connection.vendor == "postgresql"
numbers = (
    "SELECT generate_series(1, %s) AS n" if postgres else
    "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < %s) SELECT n FROM count"
)
parts, given = [], []
for field in fields:
    if field.column == "n":
        parts.append("numbers.n")
    elif field.column == "cid":
        parts.append("'bench' || numbers.n")
    else:
        kind = field.db_type(connection)
        parts.append(f"CAST(%s AS {kind})" if postgres else "%s")
        given.append(values[field.column])
into, what = ", ".join(names), ", ".join(parts)
with connection.cursor() as cursor:
    cursor.execute(
        f"INSERT INTO chat_message ({into}) SELECT {what} FROM ({numbers}) AS numbers", [*given, amount]
    )
    cursor.execute("ANALYZE")
Room.objects.filter(pk=room).update(last_n=amount)
print(Message.objects.filter(room=room).count())
"""
PAGES = 300


async def history(chat: Chat, amount: int) -> Figures:
    """Fill the first room with ``amount`` messages, and ask for pages of 50 of all kinds, one at a time."""
    room = chat.house.rooms[0]
    stored = int(chat.house.run("-c", FILL, str(room), str(amount)).split()[-1])
    (peer,) = await connect_many(chat.house.port, chat.paths(1))
    await chat.enter([peer])
    chance = random.Random(1)
    found: Figures = {"messages": stored}
    for kind in ("newest", "before", "after", "around"):
        taken = [
            await _ask(peer, number, room, kind, chance.randint(51, amount - 51)) for number in range(PAGES)
        ]
        taken.sort()
        found[kind] = {
            "p50_ms": round(statistics.median(taken) * 1000, 2),
            "p95_ms": round(taken[int(PAGES * 0.95)] * 1000, 2),
        }
    close([peer])
    return found


async def _ask(peer: Peer, number: int, room: int, kind: str, n: int) -> float:
    done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    mark = f'"id":{number + 2},'.encode()

    def heard(text: bytes) -> None:
        if mark in text and not done.done():
            done.set_result(text.decode())

    peer.on_text = heard
    place: dict[str, Any] = {} if kind == "newest" else {kind: n}
    began = time.perf_counter()
    peer.say(json.dumps({"id": number + 2, "op": "message.history", "room": room, **place}))
    answer = await asyncio.wait_for(done, PATIENCE)
    taken = time.perf_counter() - began
    if '"ok"' not in answer:
        raise RuntimeError(answer[:200])
    return taken
