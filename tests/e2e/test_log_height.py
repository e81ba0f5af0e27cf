"""The log is as high as its reader drags it (S2-23)."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat_support import enter, log, make_room, messages, say, say_and_know
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_targets import assert_fits
from tests.support.waiting import wait_until

UNMUTE = {"en": "Unmute this room", "fa": "روشن کردن اعلان‌های این اتاق"}


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


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_phone_on_its_side_shows_several_messages(
    visitor: MakeVisitor, language: Literal["en", "fa"]
) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Low {alice.username}")
    page = enter(alice, path)
    for number in range(8):
        say_and_know(page, f"message {number}")
    low = visitor(person=alice.person, size=(667, 375), language=language, has_touch=True, is_mobile=True)
    page = low.goto(path)
    bodies = page.get_by_role("log").locator(".chat-body")
    expect(bodies).to_have_count(8)
    for body in bodies.all()[-5:]:
        expect(body).to_be_in_viewport(ratio=0.99)
    assert_fits(page)
    expect(page.locator(".room-leave")).to_be_in_viewport(ratio=0.99)
    page.locator(".chat-top-end button").last.click()
    expect(page.locator(".chat-top-end button").last).to_have_attribute("aria-label", UNMUTE[language])
    page.locator("#tab-people").click()
    expect(page.locator("#room-people").get_by_role("listitem")).to_be_in_viewport()
    low.assert_accessible()


def test_a_height_that_was_chosen_holds_where_there_is_room_for_it(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Turned {alice.username}"))
    say(page, "hello")
    page.get_by_role("separator", name="Height of the messages").press("Home")
    becomes(page, 120)
    page.set_viewport_size({"width": 667, "height": 375})
    wait_until(lambda: height(page) > 180, what="the log takes what a low window has")
    page.set_viewport_size({"width": 1280, "height": 800})
    becomes(page, 120)
