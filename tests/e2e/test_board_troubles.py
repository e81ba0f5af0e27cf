"""A board without anything on it, without a mouse, with files that are none, and without a line."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board_support import dark_pixels, draw, open_board, wait_for_drawing
from tests.e2e.chat_support import SOCKET_BROKE, enter, make_room
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_board_pages import put, slides
from tests.support.browser import Visitor
from tests.support.waiting import wait_until

HINTS = {
    "en": ("Nothing is drawn here yet", "Menu", "History"),
    "ru": ("Здесь пока ничего не нарисовано", "Меню", "История"),
    "fa": ("هنوز چیزی اینجا کشیده نشده است", "منو", "تاریخچه"),
}
# No password opens it: what it should decrypt to is another thing.
LOCK = (
    b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"4f" * 32 + b"> /U <" + b"55" * 32 + b"> >>"
    b" /ID [<" + b"00" * 16 + b"> <" + b"00" * 16 + b">] "
)


def board_of(visitor: Visitor, path: str) -> int:
    from samovar.boards.models import Board  # noqa: PLC0415 - after the settings were read

    with visitor.server.database() as alias:
        return int(Board.objects.using(alias).get(room__code=path.split("/")[2]).pk)


def room_with_a_board(visitor: MakeVisitor) -> tuple[Visitor, int]:
    """Alice with the room open, and its board, which nobody has drawn on."""
    alice = visitor("alice")
    path = make_room(alice, f"Troubles {alice.username}")
    region = open_board(enter(alice, path))
    expect(region.get_by_role("button", name="Add page")).to_be_visible()
    return alice, board_of(alice, path)


def shown(visitor: Visitor, board: int) -> Page:
    """Open the board on a page of its own."""
    page = visitor.goto(f"/boards/{board}/")
    expect(page.locator(".board-editor[data-ready]")).to_be_attached()
    return page


def elements(visitor: Visitor, board: int) -> int:
    from samovar.boards.models import Element  # noqa: PLC0415 - after the settings were read

    with visitor.server.database() as alias:
        return int(Element.objects.using(alias).filter(page__board_id=board, deleted=False).count())


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_an_empty_board_says_so_and_all_on_it_has_a_name(
    visitor: MakeVisitor, language: Literal["en", "ru", "fa"]
) -> None:
    hint, menu, history = HINTS[language]
    host, board = room_with_a_board(visitor)
    reader = visitor("bob")
    enter(reader, host.page.url.removeprefix(host.server.url))
    alice = visitor(person=host.person, language=language)
    bob = visitor(person=reader.person, language=language)
    for one in (alice, bob):
        page = shown(one, board)
        expect(page.get_by_text(hint)).to_be_visible()
        expect(page.get_by_role("button", name=menu, exact=True)).to_be_visible()
        one.assert_accessible()
    draw(alice.page, "rectangle")
    for one in (alice, bob):
        expect(one.page.get_by_text(hint)).to_have_count(0)
    alice.page.get_by_role("button", name=history, exact=True).press("Enter")
    expect(alice.page.get_by_role("slider")).to_be_visible()
    alice.assert_accessible()
    alice.page.get_by_role("button", name=menu, exact=True).press("Enter")
    expect(alice.page.get_by_test_id("clear-canvas-button")).to_be_visible()
    alice.assert_accessible()
    alice.page.get_by_role("button", name=menu, exact=True).press("Space")
    expect(alice.page.get_by_test_id("clear-canvas-button")).to_have_count(0)


def test_the_history_opens_and_closes_by_keyboard(visitor: MakeVisitor) -> None:
    host, board = room_with_a_board(visitor)
    page = shown(host, board)
    draw(page, "rectangle")
    wait_until(lambda: elements(host, board) == 1, what="it is stored")
    opener = page.get_by_role("button", name="History", exact=True)
    opener.press("Enter")
    panel = page.get_by_role("complementary", name="History of this page")
    expect(panel.get_by_role("button", name="Close")).to_be_focused()
    panel.get_by_label("Name this version").press("Escape")
    expect(panel).to_have_count(0)
    expect(opener).to_be_focused()


def test_what_cannot_be_put_on_a_board_is_told_in_words(visitor: MakeVisitor) -> None:
    host, board = room_with_a_board(visitor)
    page = shown(host, board)
    expect(page.get_by_role("button", name="Add page")).to_be_visible()
    put(page, "broken.excalidraw", b'{"type": "excalidraw", "elements": [')
    expect(page.get_by_text("This file could not be read.")).to_be_visible()
    put(page, "locked.pdf", slides(1).replace(b"trailer\n<<", b"trailer\n<< " + LOCK, 1))
    expect(page.get_by_text("This PDF is locked with a password.")).to_be_visible()
    draw(page, "rectangle")
    wait_until(lambda: elements(host, board) == 1, what="it is stored")
    host.allow(SOCKET_BROKE)
    host.context.set_offline(True)
    page.get_by_role("button", name="Save snapshot").click()
    expect(page.get_by_text("There is no connection. Try again when it is back.")).to_be_visible()
    host.context.set_offline(False)
    page.get_by_role("button", name="Save snapshot").click()
    expect(page.get_by_text("The snapshot is saved.")).to_be_visible()


def test_a_pen_taken_away_in_the_middle_of_a_stroke_costs_nothing(visitor: MakeVisitor) -> None:
    host, board = room_with_a_board(visitor)
    other = visitor("bob")
    enter(other, host.page.url.removeprefix(host.server.url))
    mine, theirs = shown(host, board), shown(other, board)
    mine.get_by_label("Who may draw").select_option("everybody")
    expect(theirs.get_by_test_id("toolbar-freedraw")).to_be_attached()
    theirs.get_by_test_id("toolbar-freedraw").click(force=True)
    box = theirs.locator(".board-editor canvas.interactive").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    theirs.mouse.move(x - 60, y)
    theirs.mouse.down()
    theirs.mouse.move(x, y + 20, steps=5)
    mine.get_by_label("Who may draw").select_option("host")
    expect(theirs.get_by_text("You are watching")).to_be_visible()
    theirs.mouse.move(x + 60, y, steps=5)
    theirs.mouse.up()
    kept = theirs.get_by_role("alert").filter(has_text="1 thing you drew was not taken.")
    expect(kept).to_be_visible()
    assert elements(host, board) == 0


def test_two_tabs_of_one_person_show_one_board(visitor: MakeVisitor) -> None:
    host, board = room_with_a_board(visitor)
    one = shown(host, board)
    two = host.new_page(f"/boards/{board}/")
    expect(two.locator(".board-editor[data-ready]")).to_be_attached()
    draw(one, "rectangle")
    wait_for_drawing(two)
    draw(two, "ellipse")
    wait_until(lambda: elements(host, board) == 2, what="both are stored")
    two.close()
    before = dark_pixels(one)
    assert before > 0
    one.reload()
    wait_for_drawing(one)
    wait_until(lambda: dark_pixels(one) >= before * 0.9, what="both are there again")
