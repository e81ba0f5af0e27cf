"""Answers, edits, reactions and deletions in front of real browsers."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.chat_support import enter, field, log, make_room, messages, say, say_and_know
from tests.e2e.conftest import MakeVisitor


def bubble(page: Page, text: str) -> Locator:
    """Find the row of the message with this text and point at it. What is not stored yet has no tools."""
    rows = log(page).locator(".chat-row:not(.is-pending)")
    row = rows.filter(has=page.locator(".chat-body", has_text=text)).last
    row.locator(".chat-bubble").hover()
    return row


def choose(page: Page, text: str, name: str) -> None:
    """Choose an item of a message's options."""
    bubble(page, text).get_by_role("button", name="Message options").click()
    page.get_by_role("menuitem", name=name).click()


@pytest.mark.rows("S2-02")
def test_two_people_react_and_answer(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Changes {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Tea or cofee?")
    expect(messages(other)).to_have_text(["Tea or cofee?"])

    bubble(other, "Tea or").get_by_role("button", name="React", exact=True).click()
    other.get_by_role("button", name="React with 👍").click()
    reaction = log(page).get_by_role("button", name="👍, 1 person")
    expect(reaction).to_have_attribute("aria-pressed", "false")
    reaction.click()
    expect(log(other).get_by_role("button", name="👍, 2 people")).to_have_attribute("aria-pressed", "true")

    bubble(other, "Tea or").get_by_role("button", name="Reply to message").click()
    expect(other.get_by_text("Answer to")).to_be_visible()
    say(other, "Tea!")
    quote = log(page).locator(".chat-quote")
    expect(quote).to_contain_text("Tea or cofee?")


def react_to_tea(page: Page) -> None:
    bubble(page, "Tea?").get_by_role("button", name="React", exact=True).click()
    page.get_by_role("button", name="React with 👍").click()


def test_who_points_at_a_reaction_is_told_who_reacted_also_while_it_changes(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    path = make_room(alice, f"Who {alice.username}")
    page, other, third = (enter(one, path) for one in (alice, bob, charlie))
    say_and_know(page, "Tea?")
    react_to_tea(other)
    told = page.get_by_role("tooltip")
    log(page).get_by_role("button", name="👍, 1 person").hover()
    expect(told).to_have_text("Bob")
    alice.assert_accessible()
    log(third).get_by_role("button", name="👍, 1 person").click()
    expect(told).to_have_text("Bob and Charlie")
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    page.mouse.move(2, 2)
    log(page).get_by_role("button", name="👍, 2 people").hover()
    expect(told).to_have_text("Bob and Charlie")
    field(page).hover()
    expect(told).to_have_count(0)


def test_who_comes_to_a_reaction_by_keys_is_told_who_reacted(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"By keys {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say_and_know(page, "Tea?")
    react_to_tea(other)
    chip = log(page).get_by_role("button", name="👍, 1 person")
    expect(chip).to_be_visible()
    field(page).focus()
    for _ in range(12):
        if chip.evaluate("one => one.matches(':focus')"):
            break
        page.keyboard.press("Shift+Tab")
    expect(chip).to_be_focused()
    told = page.get_by_role("tooltip")
    expect(told).to_have_text("Bob")
    expect(chip).to_have_accessible_description("Bob")
    page.keyboard.press("Escape")
    expect(told).to_have_count(0)
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    chip = log(page).get_by_role("button", name="👍, 2 people")
    expect(chip).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(chip).not_to_be_focused()
    page.keyboard.press("Tab")
    expect(told).to_have_text("You and Bob")


def test_a_finger_that_stays_on_a_reaction_is_told_who(visitor: MakeVisitor) -> None:
    alice = visitor("alice", size=(375, 760), has_touch=True, is_mobile=True)
    page = enter(alice, make_room(alice, f"Held {alice.username}"))
    say_and_know(page, "Tea?")
    messages(page).tap()
    page.get_by_role("button", name="React", exact=True).tap()
    page.get_by_role("button", name="React with 👍").tap()
    chip = log(page).get_by_role("button", name="👍, 1 person")
    box = chip.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    expect(page.get_by_role("tooltip")).to_have_text("You")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("tooltip")).to_be_visible()
    field(page).tap()
    expect(page.get_by_role("tooltip")).to_have_count(0)
    chip.tap()
    expect(log(page).locator(".chat-reaction")).to_have_count(0)


@pytest.mark.rows("S2-02")
def test_what_was_said_is_edited_and_deleted_for_everybody(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Edits {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Tea or cofee?")
    expect(messages(other)).to_have_text(["Tea or cofee?"])
    bubble(other, "Tea or").get_by_role("button", name="Reply to message").click()
    say(other, "Tea!")
    expect(messages(page)).to_have_count(2)
    field(page).press("ArrowUp")
    expect(field(page)).to_have_value("Tea or cofee?")
    say(page, "Tea or coffee?")
    expect(messages(other).first).to_have_text("Tea or coffee?")
    expect(log(other).locator(".chat-quote")).to_contain_text("Tea or coffee?")
    log(other).get_by_role("button", name="edited").click()
    versions = other.get_by_role("dialog", name="Edits of this message")
    expect(versions.get_by_role("listitem")).to_have_count(2)
    expect(versions).to_contain_text("Tea or cofee?")
    alice.assert_accessible()
    bob.assert_accessible()
    versions.get_by_role("button", name="Close").click()

    choose(page, "Tea or", "Delete for everybody")
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(messages(other).first).to_have_text("This message was deleted.")
    bubble(other, "Tea!").get_by_role("button", name="Message options").click()
    expect(other.get_by_role("menuitem", name="Edit")).to_be_visible()


def test_a_link_leads_to_its_message_also_far_back(visitor: MakeVisitor) -> None:
    alice = visitor("alice", permissions=["clipboard-read", "clipboard-write"])
    path = make_room(alice, f"Links {alice.username}")
    page = enter(alice, path)
    say(page, "the first one")
    choose(page, "the first one", "Copy link")
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#m1")
    for number in range(70):
        say(page, f"later {number}")
    expect(messages(page).last).to_have_text("later 69")
    # What was not stored yet would be sent by the next page, which then shows its end.
    expect(log(page).locator(".is-pending")).to_have_count(0)
    page.goto("about:blank")
    page.goto(link)
    expect(messages(page).filter(has_text="the first one")).to_be_in_viewport()


def test_unread_again_is_shown_where_it_begins(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    page = alice.goto(f"/messages/{bob.username}/")
    other = bob.goto(f"/messages/{alice.username}/")
    say(page, "one")
    say(page, "two")
    expect(messages(other)).to_have_text(["one", "two"])
    choose(other, "two", "Mark as unread")
    expect(other.get_by_text("New messages")).to_be_visible()
    count = other.get_by_role("link", name="Messages", exact=True).locator("[data-inbox-count]")
    expect(count).to_have_text("1")


def test_a_finger_reaches_what_can_be_done_with_a_message(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob", size=(375, 760), has_touch=True, is_mobile=True)
    path = make_room(alice, f"Touched {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Tea?")
    expect(messages(other)).to_have_text(["Tea?"])

    messages(other).tap()
    other.get_by_role("button", name="React", exact=True).tap()
    other.get_by_role("button", name="React with 👍").tap()
    expect(log(page).get_by_role("button", name="👍, 1 person")).to_be_visible()

    messages(other).tap()
    other.get_by_role("button", name="Message options").tap()
    other.get_by_role("menuitem", name="Star").tap()
    expect(log(other).get_by_text("Starred")).to_be_attached()
    other.get_by_role("button", name="Reply to message").tap()
    say(other, "Please!")
    expect(log(page).locator(".chat-quote")).to_contain_text("Tea?")
    bob.assert_accessible()


def test_keys_go_from_message_to_message_and_through_the_menu(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Keys {alice.username}"))
    for text in ("one", "two"):
        say_and_know(page, text)
    first, second = log(page).locator(".chat-row[data-n]").all()
    log(page).focus()
    log(page).press("ArrowUp")
    expect(second).to_be_focused()
    second.press("ArrowUp")
    expect(first).to_be_focused()
    first.press("Enter")
    expect(page.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem", name="Delete for everybody")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alertdialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    expect(first).to_be_focused()
    first.press("Escape")
    expect(field(page)).to_be_focused()


def test_the_right_button_unfolds_the_menu_but_not_over_a_link(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Right {alice.username}"))
    say_and_know(page, "See https://example.org/ there")
    log(page).get_by_role("link").click(button="right")
    expect(page.get_by_role("toolbar", name="Message actions")).to_be_visible()
    expect(page.get_by_role("menu")).to_have_count(0)
    log(page).locator(".chat-bubble").click(button="right", position={"x": 4, "y": 4})
    page.get_by_role("menuitem", name="Star").click()
    expect(log(page).get_by_text("Starred")).to_be_attached()
    expect(log(page).locator(".chat-row[data-n]")).to_be_focused()


def begins(one: Locator) -> tuple[float, float]:
    """Return where an element begins in the direction of its line, and where it ends from above."""
    x, y = one.evaluate("""one => {
      const { left, right, bottom } = one.getBoundingClientRect();
      return [getComputedStyle(one).direction === "rtl" ? right : left, bottom];
    }""")
    return x, y


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_right_button_unfolds_the_menu_where_the_pointer_is(
    visitor: MakeVisitor, language: Literal["en", "fa"]
) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"There {alice.username}")
    say_and_know(enter(alice, path), "A message that is long enough to be pressed far from its beginning")
    reader = visitor(person=alice.person, language=language)
    page = reader.goto(path)
    row = page.locator(".chat-log .chat-row[data-n]")
    box = row.locator(".chat-body").bounding_box()
    assert box is not None
    here = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.click(*here, button="right")
    menu, asked = page.get_by_role("menu"), page.get_by_role("alertdialog")
    expect(menu.get_by_role("menuitem").first).to_be_focused()
    # There is no room for it below the last message: it ends at the pointer.
    assert begins(menu) == pytest.approx(here, abs=2)
    expect(menu).to_be_in_viewport(ratio=1)
    reader.assert_accessible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(asked.get_by_role("button").first).to_be_focused()
    assert begins(asked)[0] == pytest.approx(here[0], abs=2)
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert not menu.evaluate("one => one.matches(':popover-open')")


def test_near_the_edge_of_the_window_the_menu_stays_in_it(visitor: MakeVisitor) -> None:
    alice = visitor("alice", size=(375, 480))
    page = enter(alice, make_room(alice, f"Edge {alice.username}"))
    say_and_know(page, "At the edge")
    log(page).locator(".chat-bubble").click(button="right", position={"x": 4, "y": 4})
    expect(page.get_by_role("menu")).to_be_in_viewport(ratio=1)
    for item in page.get_by_role("menuitem").all():
        expect(item).to_be_in_viewport(ratio=1)
