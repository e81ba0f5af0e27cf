"""Input nobody would think of: whole API documents by schemathesis, and frames of sockets."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from websockets.asyncio.client import ClientConnection, connect

from tests.support.people import Person
from tests.support.server import Server

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)
# What ends the very session that asks, and pieces of files, whose media type it cannot write
# (tests/files/test_bringing.py sends those wrong in many ways).
ENDING = r"^/api/logout/$|^/api/uploads/\{name\}/$"
# What a DELETE here takes away is made again by a PUT.
KEPT_AT_DELETE = frozenset(
    {
        "/api/posts/{post_id}/like/",
        "/api/people/{username}/follow/",
        "/api/people/{username}/block/",
        "/api/chatrooms/{room_id}/messages/{n}/reactions/{emoji}/",
    }
)
# Awkward on purpose: other scripts, half of a pair, what numbers cannot hold, what databases do not store.
ODD: tuple[Any, ...] = (
    "", " ", "سلام", "\u200c", "\x00", "\ud83d\udc4b", "a" * 70_000, "9" * 400, "'; --", "../..", "%00",
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, 10**40, 0.5, 1e308, [], {}, [[]], [None],
    {"a": {"b": {}}}, ["x"] * 2000,
)  # fmt: skip


def schemathesis(
    server: Server, person: Person, *, examples: int, seed: int, places: dict[str, str] | None = None
) -> tuple[int, str]:
    """Let schemathesis loose on every operation as ``person``; return its exit code and its report.

    With ``places`` the parameters of addresses are these, so that it gets beyond "there is no such thing".
    """
    document = Path(server.folder) / "openapi.json"
    with server.client() as client:
        shape = client.get("/api/schema/?format=json").json()
    document.write_text(json.dumps(_aimed(shape, places) if places else shape), encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "run", str(document)),
            *("--url", server.url, "--header", f"Authorization: Bearer {person.tokens()['access']}"),
            *("--checks", CHECKS, "--exclude-path-regex", ENDING, "--max-examples", str(examples)),
            *("--seed", str(seed), "--no-color", "--continue-on-failure"),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=server.folder,
    )
    return done.returncode, done.stdout + done.stderr


def _aimed(document: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    """Return the document with real values in its addresses, without what ends these things."""
    paths = {path: dict(methods) for path, methods in document["paths"].items() if "{" in path}
    for path, methods in paths.items():
        if path not in KEPT_AT_DELETE:
            methods.pop("delete", None)
        for operation in methods.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    value = places[parameter["name"]]
                    whole = parameter["schema"]["type"] == "integer"
                    parameter["schema"]["enum"] = [int(value) if whole else unquote(value)]
    return {**document, "paths": paths}


class Frames:
    """Frames for a socket: some right, most of them wrong, the same for the same seed."""

    def __init__(self, seed: int, shapes: list[dict[str, Any]]) -> None:
        self._random = random.Random(seed)
        self._shapes = shapes

    def next(self) -> str | bytes:
        pick = self._random.random()
        if pick < 0.1:
            return self._random.randbytes(self._random.randrange(200))
        text = json.dumps(self._value())
        if pick < 0.3:
            place = self._random.randrange(len(text) + 1)
            return text[:place] + self._random.choice('{}[]",:\\\x00x') + text[place:]
        return text

    def _value(self) -> Any:
        shape = dict(self._random.choice(self._shapes))
        for key in list(shape):
            chance = self._random.random()
            if chance < 0.3:
                shape[key] = self._random.choice(ODD)
            elif chance < 0.4:
                del shape[key]
        if self._random.random() < 0.1:
            shape[self._random.choice(["x", "id", "op", "message", ""])] = self._random.choice(ODD)
        return shape if self._random.random() < 0.95 else self._random.choice(ODD)


def gateway_shapes(server: Server, room: int) -> list[dict[str, Any]]:
    """Return one frame of each command, right as far as the published shapes say what is right."""
    with server.client() as client:
        published = client.get("/api/schema/gateway.json").json()
    shapes = []
    for op, command in published["commands"].items():
        shape = published["$defs"][command["in"]["$ref"].rpartition("/")[2]]
        fields = {name: _sample(name, field, room) for name, field in shape.get("properties", {}).items()}
        shapes.append({"id": 1, "op": op, **fields})
    return shapes


def _sample(name: str, field: dict[str, Any], room: int) -> Any:
    samples: dict[str, Any] = {
        "integer": room if name == "room" else 1,
        "boolean": True,
        "array": [],
        "object": {"r:1": {"epoch": "e1", "seq": 0}},
    }
    return samples.get(field.get("type", "string"), "text")


async def bombard(address: str, frames: Frames, amount: int) -> None:
    """Send ``amount`` frames, and prove again and again that the socket is still open: it answers a ping.

    Waiting for that also answers the pings of the server in time, however slow the machine is.
    """
    async with connect(address, proxy=None, open_timeout=60, max_size=None, ping_interval=None) as socket:
        reading = asyncio.create_task(_read(socket))
        for number in range(amount):
            await socket.send(frames.next())
            if number % 10 == 0 or number == amount - 1:
                async with asyncio.timeout(60):
                    await (await socket.ping())
        assert not reading.done(), f"the server closed the socket with {socket.close_code}"
        reading.cancel()


async def _read(socket: ClientConnection) -> None:
    async for text in socket:
        told = json.loads(text)
        for frame in told if isinstance(told, list) else [told]:
            assert frame.get("err", frame).get("code") != "internal", frame
