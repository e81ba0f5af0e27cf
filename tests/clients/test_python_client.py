"""The Python client against a running server."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.server import Server
from tests.support.waiting import wait_until

CLIENT = Path(__file__).resolve().parents[2] / "clients" / "python"
sys.path.insert(0, str(CLIENT))

from samovar_client import Closed, Message, Refused, Samovar  # noqa: E402 - not installed, only shipped

PATIENCE = 60


def room_name() -> str:
    return f"client {uuid.uuid4().hex[:8]}"


def client(person: Person) -> Samovar:
    return Samovar(person.server.url, person.tokens()["access"])


async def first(messages: AsyncIterator[Message], amount: int) -> list[str]:
    found: list[str] = []
    async with asyncio.timeout(PATIENCE):
        async for message in messages:
            found.append(message.content)
            if len(found) == amount:
                return found
    return found


async def listening(samovar: Samovar, room: int, amount: int) -> asyncio.Task[list[str]]:
    """Return a task that collects; once this returns, the server counts the client as in the room."""
    task = asyncio.create_task(first(samovar.listen(room), amount))
    known = samovar._gateway._places

    def inside() -> bool:
        return task.done() or f"r:{room}" in known

    await asyncio.to_thread(wait_until, inside, what="the client is in the room", seconds=PATIENCE)
    if task.done():
        await task  # Raises what ended it too early.
    return task


async def test_rooms_messages_and_history_by_rest(server: Server) -> None:
    async with client(server.person("alice")) as samovar:
        room = await samovar.room(room_name())
        assert (await samovar.room(room.name)).id == room.id
        for number in range(5):
            await samovar.send(room, f"پیام {number}", key=f"{room.id}-{number}")
            await samovar.send(room, f"پیام {number}", key=f"{room.id}-{number}")
        told = [message.content async for message in samovar.history(room, limit=2)]
        assert told == [f"پیام {number}" for number in (4, 3, 2, 1, 0)]


async def test_a_file_is_sent_found_and_fetched(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    word = f"samovar{uuid.uuid4().hex[:8]}"
    async with client(alice) as one, client(bob) as two:
        room = await one.make_room(room_name(), [bob.id])
        file = await one.upload("notes.txt", b"tea " * 10)
        await one.send(room, f"See the notes, {word}", files=[file])
        [message] = [message async for message in two.history(room)]
        assert [attached.name for attached in message.files] == ["notes.txt"]
        assert await two.download(message.files[0]) == b"tea " * 10
        [hit] = [hit async for hit in two.search(word, room=room)]
        assert (hit.room, hit.n) == (room.id, message.n)


async def test_threads_pins_stars_and_changes(server: Server) -> None:
    async with client(server.person("alice")) as samovar:
        room = await samovar.make_room(room_name(), private=True)
        await samovar.send(room, "root")
        await samovar.send(room, "below", thread=1)
        thread = await samovar.thread(room, 1)
        assert (thread.root.content, [one.content for one in thread.messages]) == ("root", ["below"])
        await samovar.pin(room, 1)
        await samovar.star(room, 1)
        assert [one.n for one in await samovar.pins(room)] == [1]
        assert [one.n async for one in samovar.starred()] == [1]
        await samovar.pin(room, 1, pinned=False)
        await samovar.star(room, 1, starred=False)
        assert await samovar.pins(room) == []
        assert [one async for one in samovar.starred()] == []
        assert (await samovar.edit(room, 1, "better")).content == "better"
        await samovar.react(room, 1, "👍")
        await samovar.delete(room, 1)
        with pytest.raises(Refused):
            await samovar.edit(room, 1, "too late")


async def test_posts_and_what_one_is_notified_of(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    async with client(alice) as one, client(bob) as two:
        post = await one.publish("سلام #client")
        assert post.id in [found.id async for found in two.feed(tag="client")]
        await two.like(post)
        assert (await two.comment(post, "nice"))["text"] == "nice"
        kinds = {told.kind async for told in one.notifications()}
        assert {"like", "comment"} <= kinds
        sent = await one.write_to(bob.username, "for you alone")
        assert sent["content"] == "for you alone"


async def test_what_the_server_refuses_is_said(server: Server) -> None:
    async with client(server.person("alice")) as samovar:
        with pytest.raises(Refused) as refused:
            await samovar.make_room("")
        assert (refused.value.status, list(refused.value.fields)) == (400, ["name"])
        with pytest.raises(Refused) as missing:
            await samovar.send(10**9, "x")
        assert missing.value.status == 403


async def test_listening_goes_on_over_a_restart_of_the_server(own_server: Server) -> None:
    alice, bob = own_server.person("alice"), own_server.person("bob")
    async with client(alice) as one, client(bob) as two:
        room = await two.make_room(room_name())
        heard = await listening(one, room.id, 4)
        await two.send(room, "one")
        await two.send(room, "two")
        await asyncio.to_thread(own_server.restart)
        await two.send(room, "three")
        await two.send(room, "four")
        assert await heard == ["one", "two", "three", "four"]


async def test_listening_ends_when_the_token_does(server: Server) -> None:
    alice = server.person("alice")
    tokens = alice.tokens()
    async with Samovar(server.url, tokens["access"]) as samovar:
        room = await samovar.make_room(room_name())
        heard = await listening(samovar, room.id, 1)
        with server.client() as http:
            http.headers["Authorization"] = f"Bearer {tokens['access']}"
            await asyncio.to_thread(http.post, "/api/logout/", json={})
        with pytest.raises((Closed, Refused)):
            await heard


async def test_the_echo_bot_echoes(server: Server) -> None:
    name, bot, alice = room_name(), server.person("echo"), server.person("alice")
    # Nobody logs in while somebody listens here, whose pings want an answer.
    access = bot.tokens()["access"]
    with alice.api() as api:
        async with client(alice) as samovar:
            room = await samovar.make_room(name)
            heard = await listening(samovar, room.id, 2)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, str(CLIENT / "examples" / "echo.py")),
                *(server.url, access, name),
                env={"PYTHONPATH": str(CLIENT)},
            )
            try:
                address = f"/api/chatrooms/{room.id}/"
                await asyncio.to_thread(
                    wait_until, lambda: bot.id in api.get(address).json()["users"], what="the bot is there"
                )
                await samovar.send(room, "سلام")
                assert await heard == ["سلام", "سلام"]
            finally:
                process.terminate()
                await process.wait()


async def test_the_report_is_sent_and_pinned(server: Server, tmp_path: Path) -> None:
    alice, name = server.person("alice"), room_name()
    path = tmp_path / "report.txt"
    path.write_text("all is well", encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(CLIENT / "examples" / "report.py")),
        *(server.url, alice.tokens()["access"], name, str(path)),
        env={"PYTHONPATH": str(CLIENT)},
    )
    assert await process.wait() == 0
    async with client(alice) as samovar:
        [pinned] = await samovar.pins(await samovar.room(name))
        assert [file.name for file in pinned.files] == ["report.txt"]
