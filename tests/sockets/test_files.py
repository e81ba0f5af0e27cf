"""Files over the real doors: pieces by HTTP, messages on the socket, guests, cuts and restarts."""

from __future__ import annotations

import uuid
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests.support.line import Line, Refused, make_room
from tests.support.people import Person, csrf_token, fresh_address
from tests.support.pictures import picture
from tests.support.server import Server
from tests.support.uploads import WEBM, send_piece, upload

PIECE = 1024 * 1024


async def send(line: Line, room: int, *files: str, body: str = "", cid: str | None = None) -> Any:
    refs = [{"id": file} for file in files]
    return await line.ask("message.send", room=room, cid=cid or str(uuid.uuid4()), body=body, files=refs)


def guest_of(server: Server, owner: Person, room: int) -> tuple[httpx.Client, str]:
    """Let somebody without an account into the room; return the browser and the room's code."""
    from samovar.rooms.models import Room  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        Room.objects.using(alias).filter(pk=room).update(guests_allowed=True)
        code = Room.objects.using(alias).get(pk=room).code
    client = server.client(fresh_address())
    token = csrf_token(client.get(f"/r/{code}/?as=guest").text)
    form = {"as": "guest", "display_name": "Dmitri", "csrfmiddlewaretoken": token}
    assert client.post(f"/r/{code}/", data=form).status_code == 302
    client.headers["X-CSRFToken"] = token
    return client, code


async def test_a_message_with_files_reaches_everybody_and_is_in_the_history(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, cid = make_room(alice, f"room {uuid.uuid4()}"), str(uuid.uuid4())
    with alice.api() as api:
        cat = upload(api, picture(size=(640, 480)).read(), "cat.png")
        notes = upload(api, b"hello", "notes.txt")
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        first = await send(one, room, cat, notes, cid=cid)
        assert await send(one, room, cat, notes, cid=cid) == first
        await two.wait(lambda: two.events("chat.message_sent"), "the message")
        [told] = two.events("chat.message_sent")
        files = told["d"]["message"]["files"]
        assert [(file["id"], file["kind"]) for file in files] == [(cat, "picture"), (notes, "file")]
        assert (files[0]["width"], files[0]["height"]) == (640, 480)
        page = await two.ask("message.history", room=room)
        assert page["messages"][0]["files"] == files
        listed = (await two.ask("message.files", room=room))["files"]
        assert [one["file"]["id"] for one in listed] == [notes, cat]
    with bob.api() as api:
        results = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
        assert results[0]["files"] == files
        assert api.get(f"/api/files/{notes}/content/").content == b"hello"


async def test_what_is_refused_leaves_the_socket_open_and_nothing_behind(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with bob.api() as api:
        his = upload(api, b"his")
    async with Line.of(alice) as line:
        await line.ask("room.enter", room=room)
        for refs in (["nothing"], [his], ["../../etc"], ["x"] * 11):
            with pytest.raises(Refused):
                await send(line, room, *refs)
        with pytest.raises(Refused) as refused:
            await send(line, room)
        assert refused.value.code == "empty"
        await line.say(room, "still here")
        page = await line.ask("message.history", room=room)
        assert [message["body"] for message in page["messages"]] == ["still here"]


def test_a_file_is_sent_by_rest_once_with_one_key(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as api:
        file = upload(api, b"hello")
        told = {"chatroom": room, "content": "", "files": [{"id": file, "alt": "notes"}]}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        first = api.post("/api/messages/", json=told, headers=headers)
        again = api.post("/api/messages/", json=told, headers=headers)
        assert (first.status_code, first.json()) == (201, again.json())
        used = api.post("/api/messages/", json=told)
        assert (used.status_code, used.json()) == (400, {"files": [used.json()["files"][0]]})
        results = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
        assert [(one["id"], one["alt"]) for one in results[0]["files"]] == [(file, "notes")]
        assert len(results) == 1


def test_an_upload_goes_on_where_it_was_after_the_server_was_killed(own_server: Server) -> None:
    alice = own_server.person("alice")
    content = bytes(range(256)) * 4096 * 2 + b"end"
    with alice.api() as api:
        begun = api.post("/api/uploads/", json={"name": "big.bin", "size": len(content)}).json()
        file = begun["id"]
        assert send_piece(api, file, 0, content[:PIECE]).status_code == 200
        own_server.kill9()
        own_server.start()
        offset = api.get(f"/api/uploads/{file}/").json()["offset"]
        assert offset == PIECE
        while offset < len(content):
            offset = send_piece(api, file, offset, content[offset : offset + PIECE]).json()["offset"]
        assert api.post(f"/api/uploads/{file}/finish/").status_code == 200
        assert api.get(f"/api/files/{file}/content/").content == content


def test_pieces_that_come_twice_at_once_count_once(server: Server) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    alice = server.person("alice")
    content = bytes(range(256)) * 400
    with alice.api() as api, ThreadPoolExecutor(4) as pool:
        file = api.post("/api/uploads/", json={"name": "a.bin", "size": len(content)}).json()["id"]
        answers = list(pool.map(lambda _number: send_piece(api, file, 0, content), range(4)))
        assert {answer.status_code for answer in answers} <= {200, 409}
        assert [answer.status_code for answer in answers].count(200) >= 1
        ends = list(pool.map(lambda _number: api.post(f"/api/uploads/{file}/finish/"), range(4)))
        assert {answer.status_code for answer in ends} == {200}
        assert len({answer.text for answer in ends}) == 1
        assert api.get(f"/api/files/{file}/content/").content == content


async def test_a_guest_brings_and_fetches_files_of_the_room_of_the_pass_alone(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, other = (make_room(alice, f"room {uuid.uuid4()}") for _ in range(2))
    browser, code = guest_of(server, alice, room)
    with closing(browser), alice.api() as api:
        mine, elsewhere = upload(api, b"hers", "hers.txt"), upload(api, b"secret", "other.txt")
        his = upload(browser, WEBM, "clip.webm", path=f"/r/{code}/", type="video/webm")
        async with Line.of(alice) as one:
            await one.ask("room.enter", room=room)
            await one.ask("room.enter", room=other)
            await send(one, room, mine)
            await send(one, other, elsewhere)
            cookies = dict(browser.cookies)
            async with Line.with_cookies(server, cookies, f"?pass={code}") as guest:
                await guest.ask("room.enter", room=room)
                await send(guest, room, his)
                with pytest.raises(Refused):
                    await guest.ask("message.files", room=other)
        assert browser.get(f"/r/{code}/attachments/{mine}/").content == b"hers"
        assert browser.get(f"/r/{code}/attachments/{his}/").content == WEBM
        assert browser.get(f"/r/{code}/attachments/{elsewhere}/").status_code == 404
        assert browser.get(f"/attachments/{mine}/").status_code == 302
        assert browser.get(f"/api/files/{mine}/content/").status_code == 401
        assert api.get(f"/api/files/{his}/content/").content == WEBM
        with bob.api() as stranger:
            assert stranger.get(f"/api/files/{mine}/content/").status_code == 404
            answer = stranger.get(f"/r/{code}/attachments/{mine}/")
            assert answer.status_code == 404


def test_nobody_else_uploads_below_the_room_of_a_guest(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    browser, code = guest_of(server, alice, make_room(alice, f"room {uuid.uuid4()}"))
    address, file = f"/r/{code}/uploads/", {"name": "a.txt", "size": 1}
    with closing(browser), closing(bob.browser()) as other:
        assert browser.post(address, json=file).status_code == 201
        assert browser.post(address, json=file, headers={"X-CSRFToken": "x"}).status_code == 403
        token = {"X-CSRFToken": csrf_token(other.get("/settings/").text)}
        assert other.post(address, json=file, headers=token).status_code == 404


def test_a_large_file_is_streamed_in_ranges(server: Server) -> None:
    alice = server.person("alice")
    content = WEBM[:64] + bytes(range(256)) * 4096 * 3
    with alice.api() as api:
        file = upload(api, content, "clip.webm")
        whole = api.get(f"/api/files/{file}/content/")
        assert (whole.content, whole.headers["Accept-Ranges"]) == (content, "bytes")
        middle = api.get(f"/api/files/{file}/content/", headers={"Range": f"bytes={PIECE}-{2 * PIECE}"})
        assert (middle.status_code, middle.content) == (206, content[PIECE : 2 * PIECE + 1])
        head = api.head(f"/api/files/{file}/content/")
        assert head.headers["Content-Length"] == str(len(content))
