"""Group rooms in front of real browsers: links of invitation, members who are away, leaving for good."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_support import enter, field, make_room, say
from tests.e2e.conftest import MakeVisitor


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
