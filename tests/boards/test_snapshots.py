"""Saved pictures of the board: hosts save, see, download and delete them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from samovar.boards import snapshot_actions
from samovar.boards.models import Board, Page
from samovar.files import images
from samovar.rooms.actions import RoomDraft, create_room
from tests.support.line import Line, make_room
from tests.support.people import Person, csrf_token
from tests.support.server import Server


def png(colour: str = "teal") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return buffer.getvalue()


def save(page: httpx.Client, board: int, content: bytes) -> httpx.Response:
    token = csrf_token(page.get("/rooms/").text)
    files = {"picture": ("board.png", content, "image/png")}
    return page.post(f"/boards/{board}/snapshots/", files=files, headers={"X-CSRFToken": token})


async def board_of(alice: Person, bob: Person) -> int:
    room = make_room(alice, f"board {uuid.uuid4()}")
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        board: int = (await one.ask("board.enter", room=room))["board"]
        return board


@pytest.mark.rows("S0-12")
async def test_a_host_saves_the_board_and_has_it_back(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    board = await board_of(alice, bob)
    with closing(alice.browser()) as page:
        answer = save(page, board, png())
        assert answer.status_code == 201, answer.text
        address = f"/boards/{board}/snapshots/{answer.json()['id']}.png"
        listed = page.get(f"/boards/{board}/snapshots/")
        assert address in listed.text
        kept = page.get(f"{address}?download")
        assert "attachment" in kept.headers["content-disposition"]
        image = Image.open(BytesIO(kept.content))
        assert (image.size, image.convert("RGB").getpixel((5, 5))) == ((40, 30), (0, 128, 128))
        token = {"csrfmiddlewaretoken": csrf_token(listed.text)}
        assert page.post(address.replace(".png", "/delete/"), data=token).status_code == 302
        assert page.get(address).status_code == 404


@pytest.mark.rows("S0-12")
async def test_a_participant_may_not_and_no_picture_is_no_snapshot(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    board = await board_of(alice, bob)
    with closing(alice.browser()) as host, closing(bob.browser()) as page:
        for content in (b"no picture", b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:60]):
            assert save(host, board, content).status_code == 400
        kept = save(host, board, png()).json()["id"]
        assert save(page, board, png()).status_code == 403
        assert page.get(f"/boards/{board}/snapshots/").status_code == 403
        assert page.get(f"/boards/{board}/snapshots/{kept}.png").status_code == 403
        assert page.get(f"/boards/{board}/").status_code == 200
        assert f"/boards/{board}/" in page.get("/boards/").text
    with closing(charlie.browser()) as stranger:
        assert stranger.get(f"/boards/{board}/scene/").status_code == 403
    with closing(server.client()) as nobody:
        assert nobody.get(f"/boards/{board}/scene/").status_code == 404


@pytest.mark.django_db
def test_pictures_are_decoded_one_at_a_time_here_too(
    person: Callable[..., Any], settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    alice = person("alice")
    place = create_room(actor=alice, draft=RoomDraft(name="board"))
    board = Board.objects.create(room=place)
    Page.objects.create(board=board, position=1)
    free: list[bool] = []
    read = snapshot_actions._drawn_anew

    def watched(upload: Any) -> Any:
        free.append(images.decoding.acquire(blocking=False))
        return read(upload)

    monkeypatch.setattr(snapshot_actions, "_drawn_anew", watched)
    content = png()
    snapshot_actions.save_snapshot(actor=alice, board_id=board.pk, upload=BytesIO(content), size=len(content))
    assert free == [False]
