"""Both sockets under frames of every kind: they stay open, and nothing breaks behind them.

``SAMOVAR_FUZZ_SOCKETS`` (200) connections each, of 280 frames, which is what a socket may send at once.
"""

from __future__ import annotations

import os

import pytest

from tests.conftest import MakeServer
from tests.support.fuzzing import Frames, bombard, gateway_shapes

FRAMES = 280


@pytest.mark.timeout(3600)
async def test_no_frame_breaks_a_socket(make_server: MakeServer) -> None:
    server = make_server()
    alice = server.person("alice")
    token = alice.tokens()["access"]
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "tea"}).json()["id"]
    shapes = gateway_shapes(server, room)
    plain = [{"message": "text"}, {"message": "text", "to": "bob"}]
    for number in range(int(os.environ.get("SAMOVAR_FUZZ_SOCKETS", "200"))):
        await bombard(f"{server.ws_url}/ws/?token={token}", Frames(number, shapes), FRAMES)
        await bombard(f"{server.ws_url}/ws/chat/coffee/?token={token}", Frames(number, plain), FRAMES)
        if number % 50 == 49:
            token = alice.tokens()["access"]
    assert "Traceback" not in server.log(), server.log()[-8000:]
