"""The log is as high as its reader drags it (S2-23)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat_support import enter, log, make_room, messages, say
from tests.e2e.conftest import MakeVisitor
from tests.support.waiting import wait_until


def height(page: Page) -> float:
    box = log(page).bounding_box()
    assert box is not None
    return box["height"]


def becomes(page: Page, high: float) -> None:
    wait_until(lambda: abs(height(page) - high) < 3, what=f"the log is {high} pixels high")


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
    becomes(page, whole - 150)
    handle.press("ArrowUp")
    becomes(page, whole - 174)
    alice.assert_accessible()
    page.reload()
    expect(messages(page)).to_have_count(1)
    becomes(page, whole - 174)
    handle.press("Home")
    expect(handle).to_have_attribute("aria-valuenow", "120")
    alice.screenshot("log-height")
    handle.dblclick()
    becomes(page, whole)
