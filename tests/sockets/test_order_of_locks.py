"""Who sends, renames and ends at the same time waits for each other in one order, so nobody for ever."""

from __future__ import annotations

import asyncio
import uuid

from tests.support.line import Line, Refused, make_room
from tests.support.server import Server


async def test_renaming_and_ending_a_room_in_which_people_write(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    room = make_room(alice, "room")
    async with Line.of(alice) as one, Line.of(bob) as two:
        ended = asyncio.Event()

        async def write(line: Line) -> None:
            while not ended.is_set():
                try:
                    await asyncio.gather(*(line.say(room, "word") for _ in range(10)))
                except Refused as refused:
                    if refused.code not in {"too_many", "room_not_found"}:
                        raise

        def rename_and_end() -> list[int]:
            with alice.api() as api:
                address = f"/api/chatrooms/{room}/"
                renamed = [
                    api.patch(address, json={"name": f"room {uuid.uuid4()}"}).status_code for _ in range(40)
                ]
                return [*renamed, api.delete(address).status_code]

        writing = [asyncio.create_task(write(line)) for line in (one, two)]
        answers = await asyncio.to_thread(rename_and_end)
        ended.set()
        await asyncio.gather(*writing)
        assert answers == [200] * 40 + [204]
    assert "deadlock" not in own_server.log()
