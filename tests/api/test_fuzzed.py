"""A short run of the fuzzers; the long one is ``make fuzz``."""

from __future__ import annotations

import pytest

from tests.conftest import MakeServer
from tests.support.fuzzing import Frames, bombard, gateway_shapes, schemathesis


@pytest.mark.timeout(400)
def test_a_few_odd_requests_at_every_door_are_answered_as_the_document_says(make_server: MakeServer) -> None:
    server = make_server(API_PER_MINUTE="1000000")
    code, report = schemathesis(server, server.person("alice"), examples=3, seed=7)
    assert code == 0, report[-12000:]
    assert "Traceback" not in server.log(), server.log()[-8000:]


async def test_a_few_odd_frames_leave_both_sockets_open(make_server: MakeServer) -> None:
    server = make_server()
    alice = server.person("alice")
    token = alice.tokens()["access"]
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "tea"}).json()["id"]
    shapes = gateway_shapes(server, room)
    plain = [{"message": "text"}, {"message": "text", "to": "bob"}]
    for seed in range(2):
        await bombard(f"{server.ws_url}/ws/?token={token}", Frames(seed, shapes), 280)
        await bombard(f"{server.ws_url}/ws/chat/coffee/?token={token}", Frames(seed, plain), 280)
    assert "Traceback" not in server.log(), server.log()[-8000:]
