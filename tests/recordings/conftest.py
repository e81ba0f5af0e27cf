"""Calls that are being recorded by bare sockets and HTTP, without a browser."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.calls.tab import Tab, tab_of
from tests.support.people import Person, csrf_token
from tests.support.server import Server
from tests.support.waiting import wait_until

Browser = Callable[[Person], httpx.Client]


@pytest.fixture
def alice(server: Server) -> Person:
    return server.person("alice")


@pytest.fixture
def bob(server: Server) -> Person:
    return server.person("bob")


@pytest.fixture
def charlie(server: Server) -> Person:
    return server.person("charlie")


@dataclass
class Studio:
    """Somebody who records the call of a room of his own: ``tab`` is in the call, ``http`` sends pieces."""

    person: Person
    tab: Tab
    http: httpx.Client
    room: dict[str, Any]
    id: int = 0

    def start(self) -> dict[str, Any]:
        view = self.tab.ask("recording.start", room=self.room["id"], peer=self.tab.peer)
        self.id = view["id"]
        self.begin(0)
        return view

    def begin(self, run: int) -> None:
        self.tab.ask("recording.run", recording=self.id, run=run)

    def put(
        self, n: int, content: bytes, *, run: int = 0, digest: str = "", late: bool = False
    ) -> httpx.Response:
        more = {"X-Piece-Late": "1"} if late else {}
        return put(self.http, self.id, n, content, run=run, digest=digest, **more)

    def send(self, pieces: list[bytes], *, run: int = 0, first: int = 0) -> None:
        for n, content in enumerate(pieces, start=first):
            answer = self.put(n, content, run=run)
            assert answer.status_code == 201, answer.text

    def finish(self) -> None:
        self.tab.ask("recording.stop", recording=self.id)
        self.tab.ask("recording.finish", recording=self.id)
        self.wait_for("ready")

    def wait_for(self, state: str, *, seconds: float = 60) -> None:
        wait_until(lambda: self.row()["state"] == state, what=f"the recording is {state}", seconds=seconds)

    def row(self) -> dict[str, Any]:
        from samovar.recordings.models import Recording  # noqa: PLC0415 - after the settings were read

        with self.person.server.database() as alias:
            return dict(Recording.objects.using(alias).filter(pk=self.id).values().get())

    @property
    def folder(self) -> Path:
        name = str(self.row()["folder"])
        data = Path(self.person.server.environment["SAMOVAR_DATA_DIR"])
        return data / "media" / "recordings" / name[:2] / name


def put(
    http: httpx.Client, recording: int, n: int, content: bytes, *, run: int = 0, digest: str = "", **more: str
) -> httpx.Response:
    """Send a piece as a page does."""
    headers = {
        "X-CSRFToken": http.cookies["samovar_csrf"],
        "X-Piece-SHA256": digest or hashlib.sha256(content).hexdigest(),
        "Content-Type": "video/webm",
        **more,
    }
    return http.put(f"/recordings/{recording}/pieces/{run}/{n}/", content=content, headers=headers)


def post(http: httpx.Client, address: str, **fields: str) -> httpx.Response:
    """Post a form as a page does."""
    token = csrf_token(http.get("/people/").text)
    return http.post(address, data={"csrfmiddlewaretoken": token, **fields})


@pytest.fixture
def browse() -> Iterator[Browser]:
    """Give a factory of logged in HTTP clients that close with the test."""
    with ExitStack() as stack:

        def make(person: Person) -> httpx.Client:
            client = stack.enter_context(closing(person.browser()))
            client.get("/people/")
            return client

        yield make


@pytest.fixture
def studio(browse: Browser) -> Iterator[Callable[..., Studio]]:
    """Give a factory: ``studio(alice)`` is in the call of a new room of hers, ready to record."""
    with ExitStack() as stack:

        def make(person: Person, **fields: Any) -> Studio:
            with person.api() as client:
                answer = client.post(
                    "/api/chatrooms/", json={"name": f"Tea {uuid.uuid4()}", "users": [], **fields}
                )
            assert answer.status_code == 201, answer.text
            tab = stack.enter_context(tab_of(person))
            tab.ask("room.enter", room=answer.json()["id"])
            tab.join(answer.json()["id"])
            return Studio(person, tab, browse(person), dict(answer.json()))

        yield make
