"""What README.md and docs/api/README.md tell to type is typed, line by line, against a running server.

Only the address of the server and what is written as ``...`` are put in.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.support.people import PASSWORD, Person
from tests.support.server import Server

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "api" / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = [block.strip().splitlines() for block in FENCED.findall(GUIDE)]
SHELL = [line for block in BLOCKS for line in block if re.match(r"curl |[A-Z]=", line)]
WSCAT = [block[at:] for block in BLOCKS for at, line in enumerate(block) if line.startswith("wscat ")]
PATIENCE = 30


class Reader:
    """Somebody who types what is written there, in one shell."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.alice: Person = server.person("alice")
        self.token = self.alice.tokens()["access"]
        self._folder = folder
        self._settings: list[str] = []
        self.hook = ""
        (folder / "notes.md").write_text("# Notes", encoding="utf-8")

    def type(self, line: str) -> str:
        """Return what a line of the shell prints. Settings (``T=...``) hold for what follows."""
        line = self.filled(line).replace("curl ", "curl --fail-with-body --show-error --noproxy '*' ")
        if not line.startswith("curl "):
            # Each of them is run once: what F=$(curl ...) makes would else be made again.
            name = line[0]
            value = self._run(f'{line}\nprintf %s "${name}"')
            self._settings.append(f"{name}={_quoted(value)}")
            return value
        told = self._run(line)
        if "/hooks/incoming/" in line:
            self.hook = json.loads(told)["url"]
        return told

    def filled(self, line: str) -> str:
        line = line.replace("http://127.0.0.1:8000/api/hooks/1-.../", self.hook or "no hook was made")
        line = line.replace("http://127.0.0.1:8000", self.server.url)
        line = line.replace("ws://127.0.0.1:8000", self.server.ws_url)
        line = line.replace("Bearer ...", f"Bearer {self.token}").replace(
            "?token=...", f"?token={self.token}"
        )
        return line.replace('"password": "..."', f'"password": "{PASSWORD}"')

    def _run(self, script: str) -> str:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join([*self._settings, script])],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}: {done.stdout}{done.stderr}"
        return done.stdout


def _quoted(text: str) -> str:
    assert "'" not in text
    return f"'{text}'"


def read_until(socket: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        frame: dict[str, Any] = json.loads(socket.recv(timeout=PATIENCE))
        if frame["type"] == kind:
            return frame


@pytest.fixture
def reader(own_server: Server, tmp_path: Path) -> Reader:
    # Numbers in the text are those of a new installation, whose first person is alice.
    reader = Reader(own_server, tmp_path)
    own_server.person("bob")
    return reader


@pytest.mark.rows("S1-02", "S1-14", "S1-15", "S1-16", "S1-17", "S1-18", "S1-19")
def test_each_line_of_the_guide_does_what_it_says(reader: Reader) -> None:
    assert len(SHELL) > 25
    assert len(WSCAT) == 3
    for line in SHELL:
        told = reader.type(line)
        if line.startswith("curl ") and told and "/content/" not in line:
            json.loads(told)
    for command, *frames in WSCAT:
        sent = [frame[2:] for frame in frames if frame.startswith("> ")]
        promised = [json.loads(frame[2:]) for frame in frames if frame.startswith("< ")]
        with talk(reader, command) as socket:
            for text, expected in zip(sent, promised, strict=True):
                socket.send(text)
                heard = read_until(socket, expected["type"])
                assert set(heard) == set(expected)
                for key in ("message", "user", "username"):
                    assert heard[key] == expected[key]
                assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\.\d{3}Z", heard["timestamp"])


def talk(reader: Reader, command: str) -> ClientConnection:
    """Open what a line of wscat opens."""
    found = re.search(r"-c '([^']+)'", reader.filled(command))
    assert found, command
    offers = [Subprotocol(offer) for offer in re.findall(r"-s (\S+)", command)]
    if offers:
        ticket = json.loads(reader.type('curl -s -H "$T" -X POST http://127.0.0.1:8000/api/tickets/'))[
            "ticket"
        ]
        offers[1] = Subprotocol(f"ticket.{ticket}")
    return connect(found[1], proxy=None, open_timeout=PATIENCE, subprotocols=offers or None)


@pytest.mark.rows("S1-17", "S1-19")
def test_the_line_of_the_readme_opens_a_room(reader: Reader) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"`(wscat -c '[^']+')`", text)
    assert found, "the README shows how to chat by wscat"
    with talk(reader, found[1]) as socket:
        socket.send('{"message": "سلام"}')
        assert read_until(socket, "message")["message"] == "سلام"
