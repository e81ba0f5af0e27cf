"""Pictures that lie on a board: brought by who draws, drawn anew, shown to who sees the board."""

from __future__ import annotations

import uuid
from contextlib import closing
from io import BytesIO

import httpx
import pytest
from PIL import Image

from tests.boards.drawing import rectangle
from tests.boards.test_on_the_wire import entered
from tests.boards.test_snapshots import png
from tests.support.line import Line, Refused, make_room
from tests.support.people import csrf_token
from tests.support.server import Server


def bring(page: httpx.Client, board: int, name: str, content: bytes) -> httpx.Response:
    token = csrf_token(page.get("/rooms/").text)
    return page.post(
        f"/boards/{board}/pictures/",
        data={"name": name},
        files={"picture": ("picture.png", content, "image/png")},
        headers={"X-CSRFToken": token},
    )


async def test_a_picture_is_drawn_anew_and_seen_by_who_sees_the_board(server: Server) -> None:
    alice, bob, charlie = (server.person(name) for name in ("alice", "bob", "charlie"))
    room = make_room(alice, f"board {uuid.uuid4()}", private=True, users=[bob.id])
    async with Line.of(alice) as one, Line.of(bob) as two:
        board = (await entered(one, room))["board"]
        await entered(two, room)
        with closing(alice.browser()) as host, closing(bob.browser()) as page:
            assert bring(host, board, "abc", png()).status_code == 201
            assert bring(host, board, "abc", png("red")).status_code == 201, "brought twice, kept once"
            shown = page.get(f"/boards/{board}/pictures/abc/")
            assert shown.headers["content-type"] == "image/webp"
            red, green, blue = Image.open(BytesIO(shown.content)).convert("RGB").tobytes()[:3]
            assert min(green, blue) > 100 > red, "the first one"
            assert page.get(f"/boards/{board}/pictures/other/").status_code == 404
            assert bring(page, board, "mine", png()).status_code == 403, "who has no pen brings nothing"
            for content in (b"no picture", b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
                assert bring(host, board, "bad", content).status_code == 400
            assert bring(host, board, "../../etc", png()).status_code == 400
        with closing(charlie.browser()) as stranger:
            assert stranger.get(f"/boards/{board}/pictures/abc/").status_code == 404
        image = rectangle(type="image", fileId="abc", status="saved", scale=[1, 1], crop=None)
        await one.ask("board.op", board=board, elements=[image])
        bad = {**image, "fileId": "data:image/svg+xml,<svg onload=alert(1)>", "version": 2}
        with pytest.raises(Refused) as refused:
            await one.ask("board.op", board=board, elements=[bad])
        assert refused.value.code == "bad_element"
