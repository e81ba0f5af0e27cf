"""Fingers, pens and keys on the board, and an edit that lost to a newer one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.board_support import dark_pixels, draw, open_board, wait_for_drawing
from tests.e2e.chat_support import SOCKET_BROKE, enter, make_room
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor
    from tests.support.browser import Visitor


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".board-editor canvas.interactive").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def stroke_of_a_finger(page: Page) -> None:
    x, y = middle(page)
    wire = page.context.new_cdp_session(page)
    at = [(x - 60, y - 40), (x - 20, y - 20), (x + 30, y - 10), (x + 60, y - 40)]
    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [_point(at[0])]})
    for place in at[1:]:
        wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [_point(place)]})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def stroke_of_a_pen(page: Page) -> None:
    x, y = middle(page)
    wire = page.context.new_cdp_session(page)
    pen = {"pointerType": "pen", "button": "left", "buttons": 1, "force": 0.6, "clickCount": 1}
    wire.send("Input.dispatchMouseEvent", {"type": "mousePressed", "x": x - 60, "y": y + 20, **pen})
    for step in range(1, 6):
        wire.send(
            "Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x - 60 + 24 * step, "y": y + 40, **pen}
        )
    wire.send("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": x + 60, "y": y + 40, **pen})


def _point(place: tuple[float, float]) -> dict[str, float]:
    return {"x": place[0], "y": place[1]}


@pytest.mark.rows("S0-20")
def test_a_finger_and_a_pen_draw_on_a_phone_and_the_others_see_it(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice", size=(375, 760), has_touch=True, is_mobile=True), visitor("bob")
    path = make_room(alice, f"Fingers {alice.username}")
    phone, other = enter(alice, path), enter(bob, path)
    open_board(phone)
    open_board(other)
    phone.get_by_test_id("toolbar-freedraw").click(force=True)
    stroke_of_a_finger(phone)
    wait_for_drawing(other)
    by_finger = dark_pixels(other)
    phone.get_by_test_id("toolbar-freedraw").click(force=True)
    stroke_of_a_pen(phone)
    wait_until(lambda: dark_pixels(other) > by_finger * 1.3, what="the pen's stroke is seen")


def stored(visitor: Visitor, path: str) -> tuple[float, int]:
    """Return how wide the one thing on the board is, as the server has it, and its version; 0 for nothing."""
    from samovar.boards.models import Element  # noqa: PLC0415 - after the settings were read

    with visitor.server.database() as alias:
        found = Element.objects.using(alias).filter(page__board__room__code=path.split("/")[2]).first()
        return (float(found.data["width"]), found.version) if found else (0, 0)


@pytest.mark.rows("S0-C1")
def test_an_edit_that_lost_to_a_newer_one_is_found_and_put_back_beside(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Both {alice.username}")
    host, other = enter(alice, path), enter(bob, path)
    mine, theirs = open_board(host), open_board(other)
    mine.get_by_label("Who may draw").select_option("everybody")
    expect(theirs.get_by_test_id("toolbar-rectangle")).to_be_attached()
    draw(other, "rectangle")
    wait_for_drawing(host)
    # It is sent as it grows.
    wait_until(lambda: stored(alice, path)[0] >= 119, what="the whole thing is stored")
    version = stored(alice, path)[1]
    # Both move the same thing, Bob without a network and Alice more often.
    bob.allow(SOCKET_BROKE)
    bob.context.set_offline(True)
    for _press in range(2):
        other.keyboard.press("ArrowRight")
    expect(theirs.get_by_text(re.compile(r"waits? to be sent"))).to_be_visible()
    x, y = middle(host)
    before = dark_pixels(host)
    host.get_by_test_id("toolbar-selection").click(force=True)
    host.mouse.click(x, y - 30)
    for _press in range(30):
        host.keyboard.press("ArrowDown")
    wait_until(lambda: stored(alice, path)[1] > version + 10, what="Alice was the first, and more often")
    bob.context.set_offline(False)
    expect(theirs.get_by_text(re.compile("newer edit")).first).to_be_visible()
    theirs.get_by_role("button", name="History", exact=True).click()
    lost = theirs.locator(".board-lost li")
    expect(lost).to_have_count(1)
    lost.get_by_role("button", name="Put it beside").click()
    expect(lost).to_have_count(0)
    wait_until(lambda: dark_pixels(host) > before * 1.5, what="Alice sees both")
