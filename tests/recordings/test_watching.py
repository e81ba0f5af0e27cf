"""The pass of the server's recorder looks on and does nothing else; by a bare socket that tries."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.core import signing
from django.utils import timezone
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.boards.test_snapshots import png
from tests.calls.tab import Refused, Tab
from tests.recordings.conftest import Studio
from tests.support.people import Person
from tests.support.server import Server

Studios = Callable[..., Studio]
MAY = {"room.enter", "room.exit", "room.leave", "resume", "ping"}
SDP = "v=0\r\nm=audio 9 X 1\r\na=sendrecv\r\nm=video 9 X 2\r\nm=application 9 X 3\r\na=mid:2\r\n"


class Watcher:
    """The recorder of ``film``: ``cookie`` is its pass."""

    def __init__(self, film: Studio) -> None:
        self.server: Server = film.person.server
        self.film = film
        with film.person.api() as api:
            self.code: str = api.get(f"/api/chatrooms/{film.room['id']}/").json()["code"]
        sid = self._pass()
        name = f"samovar_guest_{self.code.replace('-', '')}"
        signer = signing.TimestampSigner(
            key=self.server.environment["SECRET_KEY"], salt="samovar.rooms.guest"
        )
        word = signer.sign_object([self.code, sid], compress=False)
        self.cookie = f"{name}={word}; samovar_csrf={'a' * 32}"

    def _pass(self) -> str:
        from samovar.accounts.models import Session  # noqa: PLC0415 - after the settings were read
        from samovar.recordings.models import Recording  # noqa: PLC0415
        from samovar.rooms.models import GuestPass, Membership, Participant  # noqa: PLC0415

        with self.server.database() as alias:
            room = self.film.room["id"]
            session = Session(kind=Session.Kind.GUEST, expires_at=timezone.now() + timedelta(hours=1))
            session.save(using=alias)
            guest = GuestPass(room_id=room, session=session, display_name="Recorder", watching=True)
            guest.save(using=alias)
            participant = Participant(guest=guest)
            participant.save(using=alias)
            role = Membership.Role.GUEST
            Membership(room_id=room, participant=participant, role=role, display_name="Recorder").save(
                using=alias
            )
            Recording.objects.using(alias).filter(pk=self.film.id).update(recorder=guest)
            return str(session.sid)

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        with connect(
            f"{self.server.ws_url}/ws/?pass={self.code}",
            origin=Origin(self.server.url),
            additional_headers={"Cookie": self.cookie},
            proxy=None,
            # As in any other tab: a full queue would leave the pings of the server unanswered.
            max_queue=None,
        ) as connection:
            yield Tab(connection)

    @contextmanager
    def plain(self) -> Iterator[ClientConnection]:
        """The simple chat socket of the room."""
        with connect(
            f"{self.server.ws_url}/ws/chat/{self.code}/?pass={self.code}",
            origin=Origin(self.server.url),
            additional_headers={"Cookie": self.cookie},
            proxy=None,
        ) as connection:
            yield connection

    def http(self) -> httpx.Client:
        client = self.server.client()
        client.headers.update({"Cookie": self.cookie, "X-CSRFToken": "a" * 32})
        return client


@pytest.fixture
def film(studio: Studios, alice: Person) -> Studio:
    made = studio(alice)
    made.start()
    return made


def commands(server: Server) -> dict[str, Any]:
    with server.client() as client:
        found: dict[str, Any] = client.get("/api/schema/gateway.json").json()["commands"]
    return found


def test_every_command_that_does_something_is_refused_to_the_recorder(film: Studio) -> None:
    watcher = Watcher(film)
    room, peer = film.room["id"], film.tab.peer
    cid = str(uuid.uuid4())
    tries: list[dict[str, Any]] = [
        {"op": "message.send", "room": room, "cid": cid, "body": "x"},
        {"op": "message.whisper", "room": room, "cid": cid, "to": "alice", "body": "x"},
        {"op": "message.typing", "room": room},
        {"op": "message.react", "room": room, "n": 1, "emoji": "👍"},
        {"op": "call.end", "room": room},
        {"op": "call.silence", "room": room, "peer": peer, "to": peer, "source": "microphone"},
        {"op": "call.hand", "room": room, "peer": peer, "up": True},
        {"op": "call.react", "room": room, "peer": peer, "emoji": "👍"},
        {"op": "call.caption", "room": room, "peer": peer, "line": 1, "text": "x", "final": True},
        {"op": "recording.start", "room": room, "peer": peer},
        {"op": "recording.stop", "recording": film.id},
        {"op": "recording.pause", "recording": film.id, "paused": True},
    ]
    known = commands(watcher.server)
    with watcher.tab() as tab:
        tab.ask("room.enter", room=room)
        for number, command in enumerate(tries):
            assert command["op"] in known
            with pytest.raises(Refused) as refused:
                tab.ask(**command)
            assert refused.value.code in {"watching_only", "invalid"}, command
            assert refused.value.code == "watching_only", (number, command)
    assert film.tab.heard("chat.message_sent") == []
    assert film.row()["state"] == "running"


def test_the_recorder_sends_neither_voice_nor_picture(film: Studio) -> None:
    watcher = Watcher(film)
    room = film.room["id"]
    with watcher.tab() as tab:
        tab.ask("room.enter", room=room)
        call = tab.join(room, microphone=True, camera=True)["call"]
        [mine] = [peer for peer in call["peers"] if peer["peer"] == tab.peer]
        assert (mine["microphone"], mine["camera"], mine["screen"]) == (False, False, False)
        for source in ("microphone", "camera", "screen"):
            sends = {"microphone": False, "camera": False, "screen": False, source: True}
            with pytest.raises(Refused) as refused:
                tab.ask("call.change", room=room, peer=tab.peer, **sends)
            assert refused.value.code == "watching_only"
        tab.signal(room, film.tab.peer, description={"type": "offer", "sdp": SDP})
        told = film.tab.expect("calls.signalled", sender=tab.peer)["data"]
        directions = [line for line in told["description"]["sdp"].split() if line.startswith("a=")]
        assert directions == ["a=recvonly", "a=recvonly", "a=mid:2"]
        film.tab.signal(room, tab.peer, description={"type": "answer", "sdp": SDP})
        assert tab.expect("calls.signalled")["data"]["description"]["sdp"] == SDP


def test_the_recorder_records_and_brings_no_files(film: Studio) -> None:
    watcher = Watcher(film)
    content = b"\x1a\x45\xdf\xa3" + bytes(100)
    with watcher.tab() as tab, watcher.http() as http:
        tab.ask("room.enter", room=film.room["id"])
        tab.ask("recording.run", recording=film.id, run=1)
        tab.ask("recording.keep", recording=film.id)
        piece = {"X-Piece-SHA256": hashlib.sha256(content).hexdigest(), "Content-Type": "video/webm"}
        kept = http.put(f"/recordings/{film.id}/pieces/1/0/", content=content, headers=piece)
        assert kept.status_code == 201, kept.text
        begun = http.post(f"/r/{watcher.code}/uploads/", json={"name": "a.txt", "size": 1})
        assert begun.status_code == 403, begun.text
        assert json.loads(begun.text)["code"] == "watching_only"


def test_the_recorder_writes_nothing_by_the_simple_socket_either(film: Studio, alice: Person) -> None:
    with Watcher(film).plain() as socket:
        for said in ({"message": "x"}, {"message": "x", "to": alice.username}):
            socket.send(json.dumps(said))
            frames = iter(lambda: json.loads(socket.recv(30)), None)
            answer = next(frame for frame in frames if frame["type"] in {"error", "message"})
            assert (answer["type"], answer.get("code")) == ("error", "watching_only")
    assert film.tab.heard("chat.message_sent") == []


def test_the_recorder_brings_no_picture_to_a_board_where_guests_draw(film: Studio) -> None:
    watcher = Watcher(film)
    board = film.tab.ask("board.enter", room=film.room["id"])["board"]
    film.tab.ask("board.policy", board=board, policy="everybody", guests=True)
    with watcher.http() as http:
        files = {"picture": ("picture.png", png(), "image/png")}
        brought = http.post(f"/boards/{board}/pictures/", data={"name": "abc"}, files=files)
    assert (brought.status_code, brought.json()["code"]) == (403, "no_pen"), brought.text
