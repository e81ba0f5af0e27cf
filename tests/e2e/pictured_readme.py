"""Takes the pictures of README.md again: ``pytest tests/e2e/pictured_readme.py`` after a change of looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import MakeServer
from tests.e2e.board_support import open_board, wait_for_drawing
from tests.e2e.calls_support import TILES
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.server import Server
from tests.support.waiting import wait_until

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
# Wall, window, shirt, skin, hair.
FACES = {
    "anna": ("#52708c", "#7f9cb5", "#2f5d50", "#efc9a8", "#6b3f2a"),
    "leila": ("#8a7353", "#b09a76", "#7a3344", "#e3b18c", "#241a17"),
    "boris": ("#5d6f56", "#879b7e", "#34486e", "#f0cdb0", "#8d6a3e"),
    "sara": ("#6d5b86", "#9486ab", "#c07a3e", "#d9a67e", "#2b1d1a"),
}
# A camera of its own for each: somebody before a wall, who breathes, at 15 pictures a second.
CAMERA = """
(() => {
  if (!navigator.mediaDevices) return;
  const [wall, window_, shirt, skin, hair] = __FACE__;
  const oval = (c, x, y, w, h, fill) => {
    c.fillStyle = fill; c.beginPath(); c.ellipse(x, y, w, h, 0, 0, Math.PI * 2); c.fill();
  };
  navigator.mediaDevices.getUserMedia = async (asked) => {
    const tracks = [];
    if (asked.audio) {
      const context = new AudioContext();
      tracks.push(context.createMediaStreamDestination().stream.getAudioTracks()[0]);
    }
    if (asked.video) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
      const c = canvas.getContext("2d");
      let n = 0;
      const draw = () => {
        const y = Math.sin(n++ / 12) * 3;
        const light = c.createLinearGradient(0, 0, 640, 360);
        light.addColorStop(0, wall); light.addColorStop(1, window_);
        c.fillStyle = light; c.fillRect(0, 0, 640, 360);
        c.fillStyle = "#ffffff18"; c.fillRect(60, 40, 110, 150); c.fillRect(490, 60, 90, 120);
        oval(c, 320, 178 + y, 92, 112, hair);
        oval(c, 320, 390 + y, 170, 120, shirt);
        c.fillStyle = skin; c.fillRect(290, 250 + y, 60, 50);
        oval(c, 320, 192 + y, 76, 94, skin);
        c.fillStyle = hair; c.beginPath(); c.ellipse(320, 128 + y, 80, 46, 0, Math.PI, 0); c.fill();
        oval(c, 292, 186 + y, 6, 7, "#2a2320"); oval(c, 348, 186 + y, 6, 7, "#2a2320");
        c.strokeStyle = "#8c4a3f"; c.lineWidth = 4; c.lineCap = "round";
        c.beginPath(); c.arc(320, 214 + y, 28, 0.25 * Math.PI, 0.75 * Math.PI); c.stroke();
      };
      draw(); setInterval(draw, 66);
      tracks.push(canvas.captureStream(15).getVideoTracks()[0]);
    }
    return new MediaStream(tracks);
  };
})();
"""


def _shape(number: int, kind: str, x: int, y: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": f"lesson{number}", "type": kind, "x": x, "y": y, "width": 0, "height": 0, "angle": 0,
        "strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2,
        "strokeStyle": "solid", "roughness": 1, "opacity": 100, "groupIds": [], "frameId": None,
        "index": f"a{number}", "roundness": None, "seed": number, "version": 1, "versionNonce": number,
        "isDeleted": False, "boundElements": None, "updated": 1, "link": None, "locked": False, **fields,
    }  # fmt: skip


def _line(
    number: int, kind: str, start: tuple[int, int], by: tuple[int, int], **fields: Any
) -> dict[str, Any]:
    return _shape(
        number, kind, *start, width=abs(by[0]), height=abs(by[1]), points=[[0, 0], list(by)],
        startBinding=None, endBinding=None, startArrowhead=None, lastCommittedPoint=None,
        endArrowhead="arrow" if kind == "arrow" else None, **fields,
    )  # fmt: skip


def _words(number: int, at: tuple[int, int], text: str, size: int, **fields: Any) -> dict[str, Any]:
    return _shape(
        number, "text", *at, width=len(text) * size * 0.55, height=size * 1.25, text=text, originalText=text,
        fontSize=size, fontFamily=5, textAlign="left", verticalAlign="top", containerId=None,
        autoResize=True, lineHeight=1.25, **fields,
    )  # fmt: skip


def lesson() -> bytes:
    """Return a drawing: the shadow that one vector casts on another."""
    blue, orange = "#1971c2", "#e8590c"
    elements = [
        _line(1, "arrow", (0, 300), (0, -280)),
        _line(2, "arrow", (0, 300), (380, 0)),
        _line(3, "arrow", (0, 300), (230, -200), strokeColor=blue, strokeWidth=4),
        _line(4, "arrow", (0, 300), (310, -70), strokeColor=orange, strokeWidth=4),
        _line(5, "line", (230, 100), (32, 140), strokeStyle="dashed", strokeColor="#868e96"),
        _words(6, (236, 62), "v", 36, strokeColor=blue),
        _words(7, (322, 214), "u", 36, strokeColor=orange),
        _words(8, (430, 60), "Shadow of v on u", 32),
        _words(9, (430, 130), "= (v · u / u · u) u", 32),
        _line(10, "line", (430, 190), (290, -6), strokeColor="#2f9e44", strokeWidth=4),
        _shape(11, "ellipse", 560, 230, width=190, height=90, strokeColor=orange, backgroundColor="#ffe8cc"),
        _words(12, (592, 258), "Tea at 5?", 28),
    ]
    return json.dumps(
        {"type": "excalidraw", "version": 2, "source": "samovar", "elements": elements, "files": {}}
    ).encode()


@pytest.fixture
def demo(make_server: MakeServer) -> Server:
    server = make_server(start=False)
    server.command = ["demo"]
    server.environment["SAMOVAR_DATA_DIR"] = str(server.folder / "data")
    return server.start()


def log_in(visitor: MakeVisitor, demo: Server, name: str, **options: Any) -> Visitor:
    one = visitor(on=demo, **options)
    one.context.add_init_script(CAMERA.replace("__FACE__", json.dumps(FACES[name])))
    page = one.goto("/login/")
    password = (demo.folder / "data" / "demo_password").read_text(encoding="ascii").strip()
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(demo.url + "/")
    return one


def keep(one: Visitor, name: str) -> None:
    """Keep what somebody sees as a small picture, a dot for each pixel of the page."""
    with Image.open(one.screenshot(f"readme-{name}")) as taken:
        size = one.page.viewport_size
        assert size is not None
        small = taken.convert("RGB").resize((size["width"], size["height"]), Image.Resampling.LANCZOS)
        small.quantize(256).save(PICTURES / f"{name}.png", optimize=True)


def join(page: Page) -> None:
    page.get_by_role("button", name="Call", exact=True).click()
    page.get_by_role("button", name="Join now").click()
    expect(page.get_by_role("button", name="Hang up", exact=True)).to_be_visible(timeout=TILES)


def room_of(one: Visitor, name: str) -> str:
    page = one.goto("/rooms/")
    return str(page.get_by_role("link", name=name).first.get_attribute("href"))


def plays(page: Page, count: int) -> None:
    wait_until(
        lambda: (
            page.evaluate("() => [...document.querySelectorAll('video')].filter((v) => v.videoWidth).length")
            >= count
        ),
        what=f"{count} pictures",
    )


def test_pictures(visitor: MakeVisitor, demo: Server) -> None:
    anna = log_in(visitor, demo, "anna", dark=True, size=(1440, 900))
    path = room_of(anna, "Tea house")
    leila = log_in(visitor, demo, "leila", dark=True, size=(375, 760), device_scale_factor=2, has_touch=True)
    others = [log_in(visitor, demo, name, dark=True, size=(640, 480)) for name in ("boris", "sara")]
    people = [anna, leila, *others]
    for one in people:
        page = one.goto(path)
        join(page)
    for one in (anna, leila):
        plays(one.page, len(people))
    keep(leila, "phone")
    board = open_board(anna.page)
    anna.page.locator(".board-file").set_input_files(
        {"name": "lesson.excalidraw", "mimeType": "", "buffer": lesson()}
    )
    wait_for_drawing(anna.page)
    # The whole editor takes the place of the one for phones once it knows how much room it has.
    expect(board.get_by_role("button", name="Zoom out")).to_be_visible()
    keep(anna, "room")


def test_pages(visitor: MakeVisitor, demo: Server) -> None:
    leila = log_in(visitor, demo, "leila", language="fa", size=(1280, 800))
    keep(leila, "home")
    page = leila.goto(room_of(leila, "اتاق چای"))
    expect(page.locator(".chat-bubble")).to_have_count(2)
    keep(leila, "persian")
    boris = log_in(visitor, demo, "boris", language="ru", size=(1280, 800))
    expect(boris.goto("/rooms/").get_by_text("Ничего не запланировано.")).to_be_visible()
    keep(boris, "calls")
