"""The server dies without a word while people write."""

from __future__ import annotations

import asyncio
import contextlib
import uuid

import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.server import Server

WRITERS = 20


class Writer:
    """Sends numbered messages, each until it is acknowledged, over restarts of the server."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.acknowledged: dict[str, int] = {}
        self.sent: list[str] = []
        self._cid = ""

    async def write(self, line: Line, room: int, stop: asyncio.Event) -> None:
        """Go on where the last line broke: the unacknowledged message first, by the same client id."""
        with contextlib.suppress(ConnectionError, OSError):
            while not stop.is_set():
                if not self._cid:
                    self._cid = f"{self.name}-{len(self.sent)}-{uuid.uuid4()}"
                    self.sent.append(self._cid)
                try:
                    answer = await line.say(room, f"{self.name} {len(self.sent)}", self._cid)
                except Refused as refused:
                    if refused.code not in {"too_many", "unavailable"}:
                        raise
                    continue
                self.acknowledged[self._cid] = answer["n"]
                self._cid = ""


async def write_until_killed(server: Server, writers: list[Writer], access: str, room: int) -> None:
    """Let all write at once, and kill the server when 200 more messages were acknowledged."""
    stop = asyncio.Event()
    lines = [Line(server, query=f"?token={access}") for _ in writers]
    await asyncio.gather(*(line.__aenter__() for line in lines))
    before = sum(len(writer.acknowledged) for writer in writers)
    tasks = [
        asyncio.create_task(writer.write(line, room, stop))
        for writer, line in zip(writers, lines, strict=True)
    ]
    while sum(len(writer.acknowledged) for writer in writers) < before + 200:
        await asyncio.sleep(0.005)
        assert not all(task.done() for task in tasks)
    server.kill9()
    stop.set()
    await asyncio.gather(*tasks)
    await asyncio.gather(*(line.__aexit__(None, None, None) for line in lines))


@pytest.mark.timeout(300)
async def test_kill_9_loses_nothing_acknowledged_and_doubles_nothing(own_server: Server) -> None:
    from samovar.chat.models import Message  # noqa: PLC0415

    alice = own_server.person("alice")
    room = make_room(alice, "room")
    writers = [Writer(f"w{number}") for number in range(WRITERS)]
    for _ in range(3):
        await write_until_killed(own_server, writers, alice.tokens()["access"], room)
        own_server.start()
    with own_server.database() as alias:
        stored = dict(Message.objects.using(alias).filter(room_id=room).values_list("cid", "n"))
        total = Message.objects.using(alias).filter(room_id=room).count()
    acknowledged = {cid: n for writer in writers for cid, n in writer.acknowledged.items()}
    assert len(acknowledged) >= 600
    assert {cid: stored.get(cid) for cid in acknowledged} == acknowledged
    assert total == len(stored)
    assert sorted(stored.values()) == list(range(1, total + 1))
    async with Line.of(alice) as line:
        head = (await line.ask("room.enter", room=room))["pos"]["seq"]
        place = {"epoch": "e1", "seq": max(0, head - 1000)}
        assert (await line.ask("resume", pos={f"r:{room}": place}))["reset"] == []
        cids = [frame["d"]["message"]["cid"] for frame in line.events("chat.message_sent")]
        assert len(cids) == len(set(cids))
