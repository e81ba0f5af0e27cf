"""Looking for messages and going elsewhere by the keyboard, in front of real browsers."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.chat_support import SOCKET_BROKE, enter, field, log, make_room, messages, say, say_and_know
from tests.e2e.conftest import MakeVisitor
from tests.support.waiting import wait_until


def choices(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("option")


def test_what_was_said_in_a_room_is_found_and_led_to(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Tea {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(other, "Где самовары?")
    expect(messages(page)).to_have_text(["Где самовары?"])
    say(page, "Here & <b>there</b>")
    expect(messages(page)).to_have_count(2)
    page.get_by_role("button", name="Search messages").click()
    box = page.get_by_role("combobox", name="Search messages")
    expect(box).to_be_focused()
    box.fill("самовар")
    expect(choices(page)).to_have_count(1)
    expect(choices(page).locator("mark")).to_have_text("самовары")
    alice.assert_accessible()
    box.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("#m1$"))
    expect(log(page).locator(".chat-row.is-lit, .chat-row[data-n='1']").first).to_be_in_viewport()
    page.get_by_role("button", name="Search messages").click()
    page.get_by_role("dialog").get_by_label("From").fill(bob.username)
    expect(choices(page)).to_have_count(1)
    page.get_by_role("dialog").get_by_label("From").fill("nobody-of-this-name")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_have_text("There is nobody of this name.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_one_key_leads_to_people_rooms_pages_and_messages(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    name = f"Samovar club {alice.username}"
    path = make_room(alice, name)
    say_and_know(enter(alice, path), "kettles everywhere")
    page = alice.goto("/people/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search and switch")
    expect(choices(page).first).to_contain_text(name)
    box.fill(bob.username)
    expect(choices(page).first).to_contain_text(f"@{bob.username}")
    box.press("Enter")
    expect(field(page)).to_be_visible()
    expect(page).to_have_url(f"{alice.server.url}/messages/{bob.username}/")
    page.keyboard.press("Control+k")
    box.fill("settings")
    box.press("ArrowDown")
    box.press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Settings")
    box.press("Enter")
    page.wait_for_url(re.compile("/settings/$"))
    page.keyboard.press("Control+k")
    box.fill("kettle")
    expect(choices(page).filter(has_text="kettles everywhere")).to_be_visible()
    expect(choices(page).last).to_contain_text("All messages with")
    choices(page).last.click()
    found = page.get_by_role("combobox", name="Search messages")
    expect(choices(page)).to_have_count(1)
    found.press("Enter")
    page.wait_for_url(re.compile(r"/r/[a-z-]+/#m1$"))
    expect(messages(page)).to_have_text(["kettles everywhere"])


def test_enter_before_the_answer_leads_to_the_first_of_it(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    page = alice.goto("/people/")
    page.keyboard.press("Control+k")
    expect(choices(page).first).to_be_visible()
    page.get_by_role("combobox", name="Search and switch").fill(bob.username)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/messages/{bob.username}/$"))
    expect(field(page)).to_be_visible()


def test_what_is_typed_before_the_search_is_there_is_in_it(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Tea {alice.username}"))
    field(page).focus()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    # Everything else of the room is here already.
    page.route("**/static/dist/assets/index-*.js", hold)
    page.keyboard.press("Control+k")
    page.keyboard.type("settings")
    wait_until(lambda: page.title() and held, what="the search is on its way")
    for route in held:
        route.continue_()
    box = page.get_by_role("combobox", name="Search and switch")
    expect(box).to_have_value("settings")
    expect(box).to_be_focused()
    expect(choices(page).first).to_contain_text("Settings")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")


def test_on_a_phone_a_button_opens_it_and_it_fills_the_screen(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice", size=(375, 740), has_touch=True), visitor("bob")
    page = alice.goto("/messages/")
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    frame = dialog.bounding_box()
    assert frame is not None
    assert frame["width"] >= 370
    page.get_by_role("combobox").fill(bob.username)
    expect(choices(page).first).to_contain_text(f"@{bob.username}")
    choices(page).first.tap()
    expect(field(page)).to_be_visible()


def test_nothing_found_is_said_and_a_lost_connection_asks_again(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = alice.goto("/people/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search and switch")
    expect(choices(page).first).to_be_visible()
    box.fill("nothing-is-called-this")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Nothing was found.")).to_be_visible()
    expect(choices(page)).to_have_count(0)
    # While there is no connection that is said; once there is one the same is asked again.
    alice.allow(SOCKET_BROKE)
    alice.context.set_offline(True)
    expect(page.get_by_text("Trying again…")).to_be_visible()
    box.fill("nothing-is-called-that")
    expect(dialog.get_by_role("alert")).to_have_text("No connection.")
    alice.context.set_offline(False)
    expect(dialog.get_by_role("alert")).to_have_count(0)
    expect(dialog.get_by_text("Nothing was found.")).to_be_visible()
