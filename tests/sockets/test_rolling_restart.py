"""One process after the other is ended and started again while people talk: nothing is lost, no call ends."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from typing import Self

import pytest
import websockets

from samovar.core.draining import LONGEST, pause_before
from tests.sockets.test_many_processes import on
from tests.support.line import PATIENCE, Frame, Line, room_of
from tests.support.people import Person
from tests.support.server import Server

TRIES = 6  # of one message or one connection; the pauses of pages grow to seconds within so many


class Page:
    """What a page does: comes back to whichever process takes it, enters its room and its call again."""

    def __init__(self, servers: tuple[Server, ...], person: Person, room: int) -> None:
        self._servers, self._room = servers, room
        self._token = str(person.tokens()["access"])
        self._peer = str(uuid.uuid4())
        self.in_call = False
        self.codes: list[int | None] = []
        self.seen: list[Frame] = []
        self._line: Line | None = None

    async def __aenter__(self) -> Self:
        await self.line()
        return self

    async def __aexit__(self, *_reason: object) -> None:
        if self._line is not None:
            self.seen += self._line.frames
            await self._line.__aexit__(None, None, None)

    async def line(self) -> Line:
        """Return an open connection, a new one where the last was closed."""
        if self._line is not None and self._line.code is None:
            return self._line
        if self._line is not None:
            self.codes.append(self._line.code)
            self.seen += self._line.frames
        for attempt in range(TRIES):
            server = self._servers[attempt % len(self._servers)]
            with suppress(OSError, websockets.WebSocketException):
                self._line = await on(server, self._token).__aenter__()
                await self._line.ask("room.enter", room=self._room)
                if self.in_call:
                    await self.join()
                return self._line
        raise AssertionError(f"no process took it in {TRIES} tries")

    async def join(self) -> None:
        assert self._line is not None
        self.in_call = True
        await self._line.ask("call.join", room=self._room, peer=self._peer, microphone=True, camera=False)

    async def say(self, body: str) -> int:
        """Send until it is acknowledged, always under one client id; return the number of tries."""
        cid = str(uuid.uuid4())
        for attempt in range(1, TRIES + 1):
            line = await self.line()
            with suppress(ConnectionError, websockets.ConnectionClosed):
                answer = await (await line.send("message.send", room=self._room, cid=cid, body=body))
                if "ok" in answer:
                    return attempt
                assert answer["err"]["code"] == "unavailable", answer
        raise AssertionError(f"{body} was not taken in {TRIES} tries")

    async def let_go(self) -> None:
        """Wait until the server closes, and come back."""
        line = await self.line()
        await closed(line)
        await self.line()


@asynccontextmanager
async def talking(page: Page, sent: list[str]) -> AsyncIterator[Callable[[int], asyncio.Future[None]]]:
    """Let somebody write without a pause; what is given waits until so many more were acknowledged."""
    ended = False
    waiting: list[tuple[int, asyncio.Future[None]]] = []

    async def write() -> None:
        while not ended:
            body = f"message {len(sent)}"
            await page.say(body)
            sent.append(body)
            for number, future in waiting:
                if len(sent) >= number and not future.done():
                    future.set_result(None)

    def more(number: int) -> asyncio.Future[None]:
        future = asyncio.get_running_loop().create_future()
        waiting.append((len(sent) + number, future))
        return future

    task = asyncio.create_task(write())
    try:
        yield more
    finally:
        ended = True
        await task


@pytest.mark.rows("S4-N1")
async def test_processes_are_replaced_one_by_one_under_people_who_write_and_call(
    mortal: tuple[Server, Server],
) -> None:
    first, second = mortal
    alice, bob, charlie = (first.person(name) for name in ("alice", "bob", "charlie"))
    room, sent = room_of(alice, kept=True), list[str]()
    async with (
        Page((first, second), alice, room) as writer,
        Page((first, second), charlie, room) as one,
        Page((second, first), bob, room) as other,
    ):
        await one.join()
        await other.join()
        async with talking(writer, sent) as more:
            # When the second one goes, both callers are there.
            for process, moved in ((first, [one]), (second, [one, other])):
                await asyncio.wait_for(more(20), PATIENCE)
                back = [asyncio.create_task(page.let_go()) for page in moved]
                await asyncio.to_thread(process.stop)
                await asyncio.gather(*back)
                await asyncio.wait_for(more(20), PATIENCE)
                await asyncio.to_thread(process.start)
        line = await other.line()
        peers = (await line.ask("call.state", room=room))["call"]["peers"]
        assert {peer["person"]["user"] for peer in peers} == {bob.id, charlie.id}
        assert 1012 in writer.codes
        assert one.codes == [1012, 1012]
        assert other.codes == [1012]
    assert stored(first, room) == sent
    # A socket that broke is "lost": its tile stays as long as sound and picture come.
    left = [frame["d"]["reason"] for frame in one.seen + other.seen if frame["e"] == "calls.left"]
    assert set(left) <= {"lost"}


def stored(server: Server, room: int) -> list[str]:
    from samovar.chat.models import Message  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        found = Message.objects.using(alias).filter(room_id=room).order_by("n")
        return list(found.values_list("body", flat=True))


async def test_a_process_that_ends_closes_every_socket_with_1012(mortal: tuple[Server, Server]) -> None:
    first, _second = mortal
    people = [first.person("alice") for _ in range(3)]
    lines = [on(first, str(person.tokens()["access"])) for person in people for _ in range(10)]
    for line in lines:
        await line.__aenter__()
    await asyncio.to_thread(first.stop)
    for line in lines:
        await closed(line)
    assert {line.code for line in lines} == {1012}
    assert "timeout graceful shutdown exceeded" not in first.log()
    for line in lines:
        await line.__aexit__(None, None, None)


async def closed(line: Line) -> None:
    await line.wait(lambda: line.code is not None, "the server closes")


def test_sockets_are_let_go_evenly_and_never_later_than_the_limit() -> None:
    assert pause_before(0, 0) == 0
    few = [pause_before(turn, 10) for turn in range(10)]
    assert few == sorted(few)
    assert few[-1] < 0.1
    many = [pause_before(turn, 10_000) for turn in range(10_000)]
    assert many[-1] < LONGEST
    assert all(later - earlier == pytest.approx(LONGEST / 10_000) for earlier, later in pairwise(many))
