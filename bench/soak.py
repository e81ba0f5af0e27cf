"""``python -m bench.soak [minutes]``: people come, write, vanish and come back; nothing may be lost or grow.

Every message has a name of its own and is sent by somebody who is gone as soon as it is acknowledged. Who
stays in its room must hear it exactly once. Memory is printed each minute; the end fails on anything lost.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import uuid
from collections import defaultdict

import uvloop

from bench.house import House
from bench.peer import Peer, connect
from bench.scenes import Chat
from bench.scenes import until as until_true

PEOPLE, ROOMS, STAYING = 100, 10, 10
PAUSE = 0.02  # seconds between two messages of the whole house
REST = 60.0


class Witness:
    """Somebody who stays in a room and counts what is told there."""

    def __init__(self) -> None:
        self.heard: dict[str, int] = defaultdict(int)

    def hear(self, payload: bytes) -> None:
        told = json.loads(payload)
        for frame in told if isinstance(told, list) else [told]:
            if frame.get("e") == "chat.message_sent":
                self.heard[frame["d"]["message"]["body"]] += 1

    def faults(self) -> list[str]:
        return [f"{name} was heard {times} times" for name, times in self.heard.items() if times != 1]


async def _come(chat: Chat, person: int) -> Peer:
    peer = await connect(chat.house.port, f"/ws/?token={chat.house.tokens[person]}")
    peer.say(json.dumps({"id": 1, "op": "room.enter", "room": chat.house.rooms[person]}))
    return peer


async def _write_and_vanish(chat: Chat, sent: set[str], until: float) -> None:
    """One message after another, each by somebody who comes for it and is gone with the answer."""
    while time.monotonic() < until:
        person = random.randrange(STAYING, PEOPLE)
        peer = await _come(chat, person)
        answered = asyncio.get_running_loop().create_future()

        def look(payload: bytes, answered: asyncio.Future[None] = answered) -> None:
            if b'"id":2,' in payload and not answered.done():
                answered.set_result(None)

        peer.on_text = look
        name = uuid.uuid4().hex
        sent.add(name)
        room = chat.house.rooms[person]
        peer.say(json.dumps({"id": 2, "op": "message.send", "room": room, "cid": name, "body": name}))
        await asyncio.wait_for(answered, REST)
        peer.transport.abort()
        await asyncio.sleep(PAUSE)


async def soak(chat: Chat, minutes: float) -> list[str]:
    """Return what went wrong."""
    witnesses = {room: Witness() for room in range(STAYING)}
    stayers = []
    for number, witness in witnesses.items():
        peer = await _come(chat, number)
        peer.on_text = witness.hear
        stayers.append(peer)
    sent: set[str] = set()
    until = time.monotonic() + minutes * 60
    work = [asyncio.create_task(_write_and_vanish(chat, sent, until)) for _ in range(4)]
    while time.monotonic() < until:
        await asyncio.sleep(min(REST, max(0.1, until - time.monotonic())))
        print(f"{len(sent)} sent, {chat.house.rss() >> 20} MiB", flush=True)
    await asyncio.gather(*work)
    await until_true(lambda: sum(len(witness.heard) for witness in witnesses.values()) >= len(sent))
    heard = {name for witness in witnesses.values() for name in witness.heard}
    lost = [f"{name} was not heard" for name in sent - heard]
    gone = [f"witness {number} lost the line" for number, peer in enumerate(stayers) if peer.lost]
    return lost + gone + [fault for witness in witnesses.values() for fault in witness.faults()]


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with House("samovar.config.asgi:application", people=PEOPLE, rooms=ROOMS) as house:
        faults = uvloop.run(soak(Chat(house), minutes))
    for fault in faults[:20]:
        print(fault, file=sys.stderr)
    print("nothing was lost or doubled" if not faults else f"{len(faults)} faults")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
