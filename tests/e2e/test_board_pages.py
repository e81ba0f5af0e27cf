"""Pages, the presenter, the history, pictures and slides of a board, and drawing without a connection."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.e2e.board_support import dark_pixels, draw, open_board, wait_for_drawing
from tests.e2e.chat_support import SOCKET_BROKE, enter, make_room
from tests.e2e.conftest import MakeVisitor

PERSIAN = "سلام دنیا"
SHOWN_AS_PICTURE = """async (vector) => {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([vector], { type: "image/svg+xml" }));
  await image.decode();
  return image.naturalWidth;
}"""


def slides(count: int) -> bytes:
    """Return a PDF with a black box on each page."""
    pages = []
    for number in range(count):
        page = Image.new("RGB", (400, 300), "white")
        ImageDraw.Draw(page).rectangle((40 * number, 40, 200, 200), fill="black")
        pages.append(page)
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


def put(page: Page, name: str, content: bytes) -> None:
    page.locator(".board-file").set_input_files({"name": name, "mimeType": "", "buffer": content})


def wait_for_empty(page: Page) -> None:
    page.wait_for_function(
        """() => {
          const canvas = document.querySelector(".board-editor canvas.static");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] < 128) return false;
          return true;
        }"""
    )


def test_each_page_has_its_own_drawing_and_the_presenter_leads_from_one_to_another(
    visitor: MakeVisitor,
) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Pages {alice.username}")
    host, watcher = enter(alice, path), enter(bob, path)
    mine, theirs = open_board(host), open_board(watcher)
    draw(host, "rectangle")
    wait_for_drawing(watcher)
    mine.get_by_role("button", name="Add page").click()
    expect(mine.get_by_role("button", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
    wait_for_empty(host)
    expect(theirs.get_by_role("button", name="Page 2", exact=True)).to_be_visible()
    assert dark_pixels(watcher) > 0
    mine.get_by_role("button", name="Present").click()
    expect(theirs.get_by_text("You follow the presenter")).to_be_visible()
    expect(theirs.get_by_role("button", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
    wait_for_empty(watcher)
    theirs.get_by_role("button", name="Page 1", exact=True).click()
    expect(theirs.get_by_role("button", name="Look along with the presenter")).to_be_visible()
    wait_for_drawing(watcher)
    theirs.get_by_role("button", name="Look along with the presenter").click()
    expect(theirs.get_by_role("button", name="Page 2", exact=True)).to_have_attribute("aria-current", "page")
    mine.get_by_role("button", name="Change this page").click()
    host.get_by_label("Page title").fill("Algebra")
    host.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("button", name="Algebra")).to_be_visible()


@pytest.mark.rows("S0-27")
def test_clearing_is_undone_and_the_history_brings_an_earlier_state_back(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"History {alice.username}")
    host, watcher = enter(alice, path), enter(bob, path)
    mine = open_board(host)
    open_board(watcher)
    draw(host, "rectangle")
    wait_for_drawing(watcher)
    host.get_by_test_id("main-menu-trigger").click()
    host.get_by_test_id("clear-canvas-button").click()
    host.get_by_role("button", name="Confirm").click()
    wait_for_empty(watcher)
    host.get_by_test_id("button-undo").click()
    wait_for_drawing(watcher)
    host.get_by_test_id("button-redo").click()
    wait_for_empty(watcher)
    mine.get_by_role("button", name="History").click()
    panel = mine.get_by_role("complementary", name="History of this page")
    moment = panel.get_by_role("slider", name="Moment")
    expect(moment).to_be_visible()
    moment.fill("0")
    expect(panel.get_by_role("img", name="The page as it was")).to_be_visible()
    panel.get_by_label("Name this version").fill("With a box")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("button", name="With a box")).to_be_visible()
    moment.fill("0")
    panel.get_by_role("button", name="Restore").click()
    wait_for_drawing(watcher)


def test_slides_and_pictures_are_seen_by_the_others(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Slides {alice.username}")
    host, watcher = enter(alice, path), enter(bob, path)
    mine, theirs = open_board(host), open_board(watcher)
    expect(mine.get_by_role("button", name="Add page")).to_be_visible()
    put(host, "lesson.pdf", slides(2))
    expect(theirs.get_by_role("button", name="lesson 2")).to_be_visible(timeout=30_000)
    expect(mine.get_by_role("button", name="lesson 1")).to_have_attribute("aria-current", "page")
    wait_for_drawing(host)
    theirs.get_by_role("button", name="lesson 2").click()
    wait_for_drawing(watcher)
    put(host, "broken.pdf", b"no document at all")
    expect(host.get_by_text("This file could not be read.")).to_be_visible()


def drawing() -> bytes:
    """Return a drawing as another Excalidraw saves it: a black box, a red picture and Persian words."""
    buffer = BytesIO()
    Image.new("RGB", (40, 40), "red").save(buffer, "PNG")
    picture = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
    place = {"y": 0, "width": 90, "height": 60, "strokeColor": "#1e1e1e"}
    box = {"id": "a", "type": "rectangle", "x": 0, "backgroundColor": "#1e1e1e", "fillStyle": "solid"}
    image = {"id": "b", "type": "image", "x": 100, "fileId": "red", "status": "saved", "scale": [1, 1]}
    words = {"id": "c", "type": "text", "x": 200, "text": PERSIAN, "originalText": PERSIAN}
    words |= {"fontSize": 20, "fontFamily": 6, "textAlign": "left", "verticalAlign": "top"}
    elements = [{**place, **one} for one in (box, image, words)]
    files = {"red": {"mimeType": "image/png", "id": "red", "dataURL": picture, "created": 1}}
    content = {"type": "excalidraw", "version": 2, "elements": elements, "files": files}
    return json.dumps(content).encode()


def open_dialogue(page: Page, name: str) -> None:
    page.get_by_test_id("main-menu-trigger").click()
    page.get_by_test_id(name).click()


def taken(page: Page, button: str) -> bytes:
    """Return the file that a button of the editor's dialogue hands over; it is called like the board."""
    with page.expect_download() as file:
        page.get_by_role("button", name=button).click()
    assert file.value.suggested_filename.startswith("Board."), file.value.suggested_filename
    return Path(file.value.path()).read_bytes()


def test_a_drawing_is_taken_out_as_a_file_and_put_on_another_page(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    # A file dialogue cannot be answered here; without it the browser downloads.
    alice.context.add_init_script("delete window.showOpenFilePicker; delete window.showSaveFilePicker;")
    host = enter(alice, make_room(alice, f"File {alice.username}"))
    mine = open_board(host)
    expect(mine.get_by_role("button", name="Add page")).to_be_visible()
    put(host, "box.excalidraw", drawing())
    wait_for_drawing(host)
    open_dialogue(host, "image-export-button")
    vector = taken(host, "Export to SVG").decode()
    assert ET.fromstring(vector).tag == "{http://www.w3.org/2000/svg}svg"
    assert "data:image/" in vector
    assert PERSIAN in vector
    assert "font-family: Vazirmatn; src: url(data:" in vector
    assert host.evaluate(SHOWN_AS_PICTURE, vector) > 0
    with Image.open(BytesIO(taken(host, "Export to PNG"))) as shown:
        assert shown.format == "PNG"
        bands = shown.convert("RGB").tobytes()
    pixels = zip(bands[::3], bands[1::3], bands[2::3], strict=True)
    assert any(red > 200 and green < 60 and blue < 60 for red, green, blue in pixels)
    host.locator(".Modal__background").click(position={"x": 5, "y": 5})
    open_dialogue(host, "json-export-button")
    # This one closes when the file is there.
    whole = taken(host, "Save to file")
    files = json.loads(whole)["files"]
    assert files["red"]["dataURL"].startswith("data:image/")
    mine.get_by_role("button", name="Add page").click()
    wait_for_empty(host)
    put(host, "again.excalidraw", whole)
    wait_for_drawing(host)


def test_what_is_drawn_without_a_connection_survives_a_closed_tab(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    alice.allow(SOCKET_BROKE)
    path = make_room(alice, f"Offline {alice.username}")
    host, watcher = enter(alice, path), enter(bob, path)
    mine = open_board(host)
    open_board(watcher)
    expect(mine.get_by_role("button", name="Add page")).to_be_visible()
    alice.context.set_offline(True)
    draw(host, "rectangle")
    expect(mine.get_by_text("1 change waits to be sent.")).to_be_visible()
    host.close()
    assert dark_pixels(watcher) == 0
    alice.context.set_offline(False)
    again = alice.context.new_page()
    again.goto(f"{alice.server.url}{path}")
    open_board(again)
    wait_for_drawing(watcher)
