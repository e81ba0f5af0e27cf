"""A room's page in front of real browsers: who is in it, who leaves, what may be done."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_support import enter, field, log, make_room, messages, say
from tests.e2e.conftest import MakeVisitor
from tests.support.waiting import wait_until


@pytest.mark.rows("S2-09", "S0-10")
def test_one_room_never_shows_another(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    one, two = make_room(alice, f"One {alice.username}"), make_room(bob, f"Two {bob.username}")
    first, second, third = enter(alice, one), enter(bob, two), enter(charlie, one)
    say(second, "elsewhere")
    say(first, "here")
    expect(messages(third)).to_have_text(["here"])
    expect(messages(first)).to_have_text(["here"])
    expect(messages(second)).to_have_text(["elsewhere"])


@pytest.mark.rows("S2-08", "S2-13")
def test_two_tabs_are_one_person(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Tabs {alice.username}")
    page = enter(alice, path)
    enter(bob, path)
    second = bob.new_page(path)
    expect(field(second)).to_be_visible()
    people = page.get_by_role("list", name="People in the room").get_by_role("listitem")
    page.get_by_role("tab", name="People").click()
    expect(people).to_have_count(2)
    second.close()
    say(bob.page, "still here")
    page.get_by_role("tab", name="Group").click()
    expect(messages(page)).to_have_text(["still here"])
    expect(log(page)).not_to_contain_text("Bob left")
    expect(log(page).get_by_text("Bob joined")).to_have_count(1)
    bob.page.close()
    expect(log(page)).to_contain_text("Bob left")


@pytest.mark.rows("S3-19", "S2-08", "S2-23", "S3-11")
def test_leaving_leads_to_the_hub_and_is_told(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Door {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    expect(log(page)).to_contain_text("Bob joined")
    other.get_by_role("button", name="Leave room").click()
    other.wait_for_url("**/rooms/")
    expect(log(page)).to_contain_text("Bob left")


@pytest.mark.rows("S0-14")
def test_a_guest_with_the_passcode_chats(visitor: MakeVisitor) -> None:
    alice, guest = visitor("alice"), visitor()
    path = make_room(alice, f"Guests {alice.username}", guests=True, passcode="samovar")
    page = enter(alice, path)
    door = guest.goto(path)
    door.get_by_role("tab", name="Guest").or_(door.get_by_role("link", name="Guest")).first.click()
    door.get_by_label("Display name").fill("Charlie the guest")
    door.get_by_label("Passcode").fill("samovar")
    door.get_by_role("button", name="Enter room").click()
    expect(field(door)).to_be_visible()
    say(door, "hello from outside")
    expect(messages(page)).to_have_text(["hello from outside"])
    expect(log(page)).to_contain_text("Charlie the guest")
    door.get_by_role("button", name="Leave room").click()
    door.wait_for_url("**/left/")
    expect(log(page)).to_contain_text("Charlie the guest left")


@pytest.mark.rows("S2-05", "S2-06", "S0-03")
def test_the_owner_invites_renames_and_deletes(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Mine {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    charlie = visitor("charlie")
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("searchbox", name="Find a person").fill(charlie.username)
    # There are others of this first name, also among those who are offered at first.
    named = page.get_by_text(f"@{charlie.username}", exact=True)
    row = page.get_by_role("dialog").get_by_role("listitem").filter(has=named)
    row.get_by_role("button", name="Invite Charlie").click()
    expect(page.get_by_role("dialog").get_by_text("Invited")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Rename room").click()
    page.get_by_label("Room name").fill(f"Ours {alice.username}")
    page.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", name=f"Ours {alice.username}")).to_be_visible()
    expect(other.get_by_role("button", name="Delete room")).to_have_count(0)
    page.get_by_role("button", name="Delete room").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    # It is said for a few seconds only.
    expect(other.get_by_text("The room was deleted by its owner.")).to_be_visible()
    other.wait_for_url("**/rooms/")
    page.wait_for_url("**/rooms/")


@pytest.mark.rows("S2-08", "S3-19")
def test_leaving_in_one_tab_leads_the_other_out_too(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Twice {alice.username}")
    page = enter(alice, path)
    second = alice.new_page(path)
    expect(field(second)).to_be_visible()
    page.get_by_role("button", name="Leave room").click()
    page.wait_for_url("**/rooms/")
    second.wait_for_url("**/rooms/")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_on_a_phone_the_name_has_room_and_is_pressed_to_change_it(
    visitor: MakeVisitor, language: Literal["en", "fa"]
) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Weekly design and research {alice.username}")
    phone = visitor(person=alice.person, language=language, size=(375, 740))
    page = phone.goto(path)
    name = page.get_by_role("heading", name=f"Weekly design and research {alice.username}")
    box = name.bounding_box()
    assert box is not None
    assert box["width"] > 150, "of a name one reads more than its first word"
    # Where the letters stand, as a finger meets them.
    page.mouse.click(box["x"] + 20, box["y"] + 8)
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(
        f"Weekly design and research {alice.username}"
    )


@pytest.mark.rows("S0-07")
@pytest.mark.parametrize("size", [(1280, 800), (375, 720)])
def test_every_control_is_on_the_screen_and_does_what_it_says(
    visitor: MakeVisitor, size: tuple[int, int]
) -> None:
    alice = visitor("alice", size=size, permissions=["clipboard-read", "clipboard-write"])
    page = enter(alice, make_room(alice, f"Controls {alice.username}"))
    for name in ("Rename room", "Delete room", "Invite", "Copy code", "Chat", "Call", "Leave room", "Send"):
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_have_count(1)
        expect(button).to_be_in_viewport(ratio=0.99)
    page.get_by_role("button", name="Copy code").click()
    expect(page.get_by_role("status").get_by_text("The link is copied.")).to_be_visible()
    told = page.evaluate("document.querySelector('#toasts').getBoundingClientRect().bottom")
    box = field(page).bounding_box()
    assert box is not None
    assert told <= box["y"], "what is told in passing covers neither what one writes nor what one presses"
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    chat = page.get_by_role("button", name="Chat", exact=True)
    expect(chat).to_have_attribute("aria-pressed", "true")
    chat.click()
    expect(chat).to_have_attribute("aria-pressed", "false")
    expect(log(page)).to_be_hidden()
    expect(page.get_by_text("Nobody is in the call yet")).to_be_visible()
    chat.click()
    page.get_by_role("tab", name="People").click()
    expect(page.get_by_role("listitem").filter(has_text="Alice")).to_contain_text("(you)")
    alice.assert_accessible()


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
@pytest.mark.parametrize("width", [360, 375, 1280])
def test_controls_of_the_bar_stand_beside_each_other_in_every_language(
    visitor: MakeVisitor, width: int, language: Literal["en", "ru", "fa"]
) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Bar {alice.username}")
    reader = visitor(person=alice.person, language=language, size=(width, 720))
    page = reader.goto(path)
    expect(page.locator(".room-leave")).to_be_visible()
    covered: list[str] = page.locator(".room-bar").evaluate(
        """bar => {
          const shown = [...bar.querySelectorAll("button")].filter(one => one.offsetWidth > 0);
          const places = shown.map(one => {
            const inside = [...one.querySelectorAll("span, svg")].map(part => part.getBoundingClientRect());
            const all = [one.getBoundingClientRect(), ...inside.filter(part => part.width > 0)];
            return {
              name: one.className,
              left: Math.min(...all.map(part => part.left)), right: Math.max(...all.map(part => part.right)),
              top: all[0].top, bottom: all[0].bottom,
            };
          });
          return places.flatMap((one, at) => places.slice(at + 1)
            .filter(other => one.left < other.right - 0.5 && other.left < one.right - 0.5
              && one.top < other.bottom && other.top < one.bottom)
            .map(other => `${one.name} covers ${other.name}`));
        }"""
    )
    assert covered == []
    cut = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
    assert width < 375 or page.locator(".room-bar button > span").evaluate_all(cut) == []


# What moves by itself while a page comes, added up: Chromium's own measure of it.
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "unkept"])
def test_nothing_jumps_while_a_room_comes(visitor: MakeVisitor, kept: bool) -> None:
    alice = visitor("alice", size=(1350, 940))
    path = make_room(alice, f"Still {alice.username}", kept=kept)
    alice.context.add_init_script(SHIFTS)
    page = enter(alice, path)
    told = page.get_by_role("button", name="Jump to a date") if kept else page.get_by_text("Not kept").first
    expect(told).to_be_visible()
    expect(page.get_by_role("tab", name="People")).to_contain_text("1")
    shifted = page.evaluate("window.shifted")
    # What web.dev calls good; a font that comes late moves a little by itself.
    assert shifted < 0.1, shifted


def test_on_a_phone_the_name_of_a_room_has_its_place_in_russian_too(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Tea {alice.username}")
    page = visitor(person=alice.person, language="ru", size=(375, 812)).goto(path)
    name = page.locator(".room-title h1 > bdi")
    expect(name).to_have_text(f"Tea {alice.username}")
    expect(page.get_by_text("Хранится", exact=True)).to_be_attached()
    assert name.evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_few_emoji_alone_are_large(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Large {alice.username}"))
    say(page, "👍")
    say(page, "tea 👍")
    expect(messages(page)).to_have_text(["👍", "tea 👍"])
    # Asked of both at once, and again: what was sent is drawn anew when the server has it.
    sizes = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"

    def one_is_large() -> bool:
        large, small = messages(page).evaluate_all(sizes)
        return bool(large > 2 * small)

    wait_until(one_is_large, what="the emoji alone is more than twice as large")
