"""Group rooms in front of real browsers: links of invitation, members who are away, leaving for good."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_support import enter, field, make_room, say, say_and_know
from tests.e2e.conftest import MakeVisitor
from tests.support.server import Server


@pytest.mark.rows("S2-05")
def test_a_link_brings_a_member_who_is_listed_when_away_and_leaves_for_good(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    name = f"Group of {alice.username}"
    path = make_room(alice, name)
    page = enter(alice, path)
    page.get_by_role("button", name="Invite", exact=True).click()
    links = page.get_by_role("region", name="Invite by link")
    links.get_by_label("For").select_option("10 people")
    links.get_by_role("button", name="Create link").click()
    shown = links.get_by_role("listitem").first
    expect(shown).to_contain_text("used 0 times of 10")
    address = shown.locator("[translate=no]").inner_text()
    page.keyboard.press("Escape")
    other = bob.goto(address)
    bob.assert_accessible()
    other.get_by_role("button", name="Join").click()
    expect(field(other)).to_be_visible()
    say(page, "Welcome!")
    other.goto(f"{bob.server.url}/messages/")
    expect(other.locator("a.inbox-row").filter(has_text=name)).to_contain_text("Welcome!")
    page.get_by_role("tab", name="People").click()
    alice.assert_accessible()
    away = page.get_by_role("list", name="Members who are not here now")
    expect(away.get_by_role("listitem").filter(has_text=f"@{bob.username}")).to_be_visible()
    back = enter(bob, path)
    back.get_by_role("tab", name="People").click()
    back.get_by_role("button", name="Leave the group").click()
    back.get_by_role("button", name="Leave for good").click()
    back.wait_for_url(re.compile("/messages/$"))
    expect(back.locator("a.inbox-row").filter(has_text=name)).to_have_count(0)
    expect(away).to_have_count(0)


def test_a_stranger_with_a_link_comes_back_to_it_after_the_login(visitor: MakeVisitor) -> None:
    alice, bob, stranger = visitor("alice"), visitor("bob"), visitor()
    path = make_room(alice, f"Hidden of {alice.username}")
    page = enter(alice, path)
    page.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_role("button", name="Create link").click()
    address = page.get_by_role("region", name="Invite by link").locator("[translate=no]").inner_text()
    door = stranger.goto(address)
    expect(door.get_by_role("heading", name=f"Hidden of {alice.username}")).to_be_visible()
    stranger.assert_accessible()
    door.get_by_role("link", name="Log in").click()
    door.get_by_label("Username or email").fill(bob.username)
    door.get_by_label("Password", exact=True).fill("correct horse battery")
    door.get_by_role("button", name="Log in", exact=True).click()
    door.get_by_role("button", name="Join").click()
    expect(field(door)).to_be_visible()


def test_nobody_is_said_to_be_missing_before_anybody_was_looked_for(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Empty {alice.username}"))
    page.get_by_role("button", name="Invite", exact=True).click()
    search = page.get_by_role("dialog").get_by_role("searchbox", name="Find a person")
    expect(page.get_by_role("region", name="Invite by link")).to_be_visible()
    search.fill(f"nobody {alice.username}")
    missing = page.get_by_role("dialog").get_by_text("Nobody was found.")
    expect(missing).to_be_visible()
    search.fill("")
    expect(missing).to_have_count(0)


def test_in_a_large_room_a_field_finds_people(visitor: MakeVisitor, server: Server) -> None:
    alice = visitor("alice", size=(375, 812))
    names = ["Наталья", "علی کریمی", *(f"Member {number}" for number in range(9))]
    ids = [server.person(f"member{place}", first_name=name).id for place, name in enumerate(names)]
    with alice.person.api() as api:
        made = api.post("/api/chatrooms/", json={"name": f"Large {alice.username}", "users": ids}).json()
        code = api.get(f"/api/chatrooms/{made['id']}/").json()["code"]
    page = enter(alice, f"/r/{code}/")
    page.get_by_role("tab", name="People").click()
    search = page.get_by_role("searchbox", name="Find somebody here")
    people = page.get_by_role("tabpanel", name="People").get_by_role("listitem")
    expect(people).to_have_count(12)
    alice.assert_accessible()
    for text in ("НАТАЛ", "علي ك"):
        search.fill(text)
        expect(people).to_have_count(1)
        expect(people).to_contain_text("Наталья" if text == "НАТАЛ" else "علی کریمی")
    search.fill("alice")
    expect(people).to_have_text([re.compile("Alice")])
    search.fill("nobody")
    expect(page.get_by_text("Nobody was found.")).to_be_visible()
    search.press("Escape")
    expect(search).to_have_value("")
    expect(people).to_have_count(12)
    expect(search).to_be_focused()


def test_in_a_small_room_people_are_seen_without_a_field(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Small {alice.username}"))
    page.get_by_role("tab", name="People").click()
    expect(page.get_by_role("tabpanel", name="People").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("searchbox", name="Find somebody here")).to_have_count(0)


# Does the first letter of each of these stand inside the line that cuts it?
BEGINS = """all => all.map((one) => {
  const words = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode();
  const letter = document.createRange();
  letter.setStart(words, 0);
  letter.setEnd(words, 1);
  const { left, right } = letter.getBoundingClientRect();
  const line = one.closest(".row-text").getBoundingClientRect();
  return left >= line.left - 1 && right <= line.right + 1;
})"""


def test_what_is_cut_in_a_persian_list_keeps_its_beginning(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    name = f"Marketing and communications, every week with everybody {alice.username}"
    path = make_room(alice, name)
    say_and_know(enter(bob, path), "As long as a message must be to be cut in a list of conversations " * 2)
    reader = visitor(person=alice.person, language="fa", size=(375, 812))
    page = reader.goto("/messages/")
    row = page.locator("a.inbox-row").filter(has_text=name)
    expect(row.locator(".row-sub")).to_contain_text("As long as")
    assert row.locator("bdi").evaluate_all(BEGINS) == [True, True, True]
    reader.goto("/rooms/")
    card = page.locator("a.room-card").filter(has_text=name)
    expect(card).to_be_visible()
    assert card.locator(".row-title bdi").evaluate_all(BEGINS) == [True]
