"""Every command of the socket, by who is in a block with a room's owner, by a stranger, and by a guest.

A command that is made later is in here by itself.
"""

from __future__ import annotations

import json
import uuid

import pytest

from tests.api.world import guest_cookie
from tests.conftest import MakeServer
from tests.support.fuzzing import gateway_shapes
from tests.support.line import Frame, Line, Refused, make_room
from tests.support.server import Server

NOT_THERE = 2**40


async def answer(line: Line, frame: Frame) -> str:
    """Return the code of the refusal, or what was answered."""
    fields = {name: value for name, value in frame.items() if name not in {"id", "op"}}
    try:
        told = await line.ask(frame["op"], **fields)
    except Refused as refused:
        return refused.code
    return json.dumps(told).replace(str(frame.get("room")), "room")


def lines(server: Server) -> tuple[int, dict[str, Line]]:
    """Return a private room of alice's, and lines of people it is not there for."""
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"room {uuid.uuid4()}", private=True)
    with alice.api() as api:
        sent = api.post("/api/messages/", json={"chatroom": room, "content": "hello"})
        assert sent.status_code == 201
        assert api.put(f"/api/people/{bob.username}/block/").status_code == 204
    cookies = dict(part.split("=", 1) for part in guest_cookie(server).split("; "))
    letters = next(name for name in cookies if name.startswith("samovar_guest_")).rpartition("_")[2]
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    return room, {
        "bob": Line.of(bob),
        "charlie": Line.of(charlie),
        "guest": Line.with_cookies(server, cookies, f"?pass={code}"),
    }


@pytest.mark.rows("B28", "B29", "B35", "B37", "S4-N2", "S4-N3")
@pytest.mark.timeout(300)
async def test_each_command_at_a_room_one_may_not_see_is_answered_as_if_there_were_none(
    make_server: MakeServer,
) -> None:
    server = make_server()
    room, walkers = lines(server)
    wrong: list[str] = []
    for who, walker in walkers.items():
        async with walker as line:
            for here, nowhere in zip(
                gateway_shapes(server, room), gateway_shapes(server, NOT_THERE), strict=True
            ):
                real = await answer(line, here)
                missing = await answer(line, nowhere) if "room" in here else real
                if real == "internal" or missing != real:
                    wrong.append(f"{who} {here}: {real}, where there is none: {missing}")
    assert wrong == []
    assert "Traceback" not in server.log(), server.log()[-8000:]
