"""The log is as high as its reader drags it (S2-23)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat_support import enter, log, make_room, messages, say
from tests.e2e.conftest import MakeVisitor


def height(page: Page) -> float:
    box = log(page).bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.rows("S2-23")
def test_the_log_is_resized_by_pointer_and_keys_and_stays_so(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Heights {alice.username}"))
    say(page, "hello")
    expect(messages(page)).to_have_count(1)
    whole = height(page)
    handle = page.get_by_role("separator", name="Height of the messages")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 150, steps=5)
    page.mouse.up()
    assert abs(height(page) - (whole - 150)) < 3
    handle.press("ArrowUp")
    assert abs(height(page) - (whole - 174)) < 3
    alice.assert_accessible()
    page.reload()
    expect(messages(page)).to_have_count(1)
    assert abs(height(page) - (whole - 174)) < 3
    handle.press("Home")
    expect(handle).to_have_attribute("aria-valuenow", "120")
    alice.screenshot("log-height")
    handle.dblclick()
    assert abs(height(page) - whole) < 3
