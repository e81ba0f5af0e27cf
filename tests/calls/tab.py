"""A tab as the gateway sees it: one socket, commands and events, no page."""

from __future__ import annotations

import json
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.support.people import Person

Frame = dict[str, Any]
SECONDS = 30.0


class Refused(Exception):
    """The server said no; ``code`` says why."""

    def __init__(self, error: Frame) -> None:
        super().__init__(error)
        self.code: str = error["code"]


class Tab:
    """Keeps every event it gets, in order. ``peer`` is its address in a call."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.peer = str(uuid.uuid4())
        self.events: list[Frame] = []
        self._places: dict[str, int] = {}
        self._answers: dict[int, Frame] = {}
        self._ids = count(1)
        self._take_until(lambda: any("hello" in event for event in self.events), "hello", SECONDS)

    def ask(self, op: str, **data: Any) -> Frame:
        """Return the answer to a command, or raise ``Refused``."""
        number = next(self._ids)
        self.connection.send(json.dumps({"id": number, "op": op, **data}))
        self._take_until(lambda: number in self._answers, f"an answer to {op}", SECONDS)
        frame = self._answers.pop(number)
        if "err" in frame:
            raise Refused(frame["err"])
        answer = dict(frame["ok"])
        if op == "room.enter":
            self._reach(f"r:{data['room']}", answer["pos"]["seq"])
        return answer

    def join(self, room: int, *, peer: str | None = None, **more: Any) -> Frame:
        self.peer = peer or self.peer
        return self.ask(
            "call.join", room=room, peer=self.peer, **{"microphone": True, "camera": True, **more}
        )

    def signal(self, room: int, to: str, **data: Any) -> Frame:
        return self.ask("call.signal", room=room, peer=self.peer, to=to, data=data)

    def expect(self, name: str, *, seconds: float = SECONDS, **fields: Any) -> Frame:
        """Wait for the first event of this name whose data has these fields; return its data."""

        def found() -> Frame | None:
            for event in self.events:
                data = event.get("d", {})
                if event.get("e") == name and all(data.get(key) == value for key, value in fields.items()):
                    return dict(data)
            return None

        self._take_until(lambda: found() is not None, f"{name} {fields}", seconds)
        data = found()
        assert data is not None
        return data

    def heard(self, name: str) -> list[Frame]:
        """Return the data of all events of this name that were told by the time a ping is answered.

        An event may rest for some ms behind an answer, so what the streams of this tab have is waited for.
        """
        heads = self.ask("ping")["heads"]
        self._take_until(lambda: self._has_come_to(heads), f"all events up to {heads}", SECONDS)
        return [event["d"] for event in self.events if event.get("e") == name]

    def _reach(self, stream: str, place: int) -> None:
        self._places[stream] = max(place, self._places.get(stream, 0))

    def _has_come_to(self, heads: dict[str, Frame]) -> bool:
        return all(self._places.get(key, head["seq"]) >= head["seq"] for key, head in heads.items())

    def kill(self) -> None:
        """Break the line without a goodbye."""
        self.connection.socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.connection.close(1001)

    def _take_until(self, done: Callable[[], bool], what: str, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not done():
            left = deadline - time.monotonic()
            assert left > 0, f"waited {seconds} s in vain for {what}; got {self.events[-5:]}"
            try:
                received = json.loads(self.connection.recv(timeout=left))
            except TimeoutError:
                continue
            for frame in received if isinstance(received, list) else [received]:
                if "id" in frame:
                    self._answers[frame["id"]] = frame
                    continue
                self.events.append(frame)
                if "q" in frame:
                    self._reach(frame["s"], frame["q"])


@contextmanager
def tab_of(person: Person) -> Iterator[Tab]:
    """Open a tab of somebody who is logged in."""
    server = person.server
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies().items())
    with connect(
        f"{server.ws_url}/ws/",
        origin=Origin(server.url),
        additional_headers={"Cookie": cookie},
        proxy=None,
        # Read also while nobody looks: a full queue would leave the pings of the server unanswered.
        max_queue=None,
    ) as connection:
        yield Tab(connection)
