"""Two people write to each other, in front of real browsers."""

from __future__ import annotations

import logging
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.chat_support import SOCKET_BROKE, field, log, messages, say, say_and_know
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor

logger = logging.getLogger(__name__)


def open_talk(visitor: Visitor, other: Visitor) -> Page:
    """Open the conversation with ``other`` and wait for its log."""
    page = visitor.goto(f"/messages/{other.username}/")
    expect(field(page)).to_be_visible()
    return page


def row(page: Page, other: Visitor) -> Locator:
    """Find somebody in the list of conversations."""
    return page.locator(f"a.inbox-row[href='/messages/{other.username}/']")


@pytest.mark.rows("S1-09", "S4-7.1", "S4-7.4", "S4-D2", "C27")
def test_two_people_talk_and_read_and_nobody_else_sees_it(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    page, home = alice.goto(f"/@{bob.username}/"), bob.goto("/people/")
    page.get_by_role("button", name="Message", exact=True).click()
    expect(field(page)).to_be_visible()
    say(page, "Shall we meet?")
    expect(messages(page)).to_have_text(["Shall we meet?"])
    link = home.get_by_role("link", name="Messages", exact=True)
    expect(link.locator("[data-inbox-count]")).to_have_text("1")
    expect(home.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    link.click()
    expect(row(home, alice)).to_contain_text("Shall we meet?")
    expect(row(home, alice)).to_contain_text("1 unread")
    row(home, alice).click()
    expect(messages(home)).to_have_text(["Shall we meet?"])
    home.bring_to_front()
    expect(link.locator("[data-inbox-count]")).to_be_hidden()
    expect(home.get_by_role("link", name="Notifications, 0 unread")).to_be_visible()
    expect(log(page).get_by_title("Read by 1 person")).to_be_visible()
    say(home, "Gladly!")
    expect(messages(page)).to_have_text(["Shall we meet?", "Gladly!"])
    expect(log(page)).not_to_contain_text("joined")
    alice.assert_accessible()
    bob.assert_accessible()


@pytest.mark.rows("S4-7.3", "C28")
def test_who_is_online_shows_at_once(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    page = open_talk(alice, bob)
    status = page.locator("[data-presence-status]")
    expect(status).to_have_text("Offline")
    other = bob.goto("/people/")
    came = time.monotonic()
    expect(status).to_have_text("Online")
    logger.info("online after %.1f s", time.monotonic() - came)
    page.get_by_role("tab", name="Active").click()
    expect(row(page, bob)).to_be_visible()
    other.close()
    left = time.monotonic()
    expect(status).to_have_text(re.compile("Offline, last seen"))
    logger.info("offline after %.1f s", time.monotonic() - left)
    expect(row(page, bob)).to_have_count(0)


@pytest.mark.rows("S4-7.3")
def test_who_touches_nothing_for_minutes_is_away_until_the_next_touch(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    other = bob.page
    other.clock.install()
    bob.goto("/people/")
    page = open_talk(alice, bob)
    status = page.locator("[data-presence-status]")
    expect(status).to_have_text("Online")
    other.clock.fast_forward("05:01")
    expect(status).to_have_text("Away")
    profile = alice.goto(f"/@{bob.username}/")
    expect(profile.locator("[data-presence-status]")).to_have_text("Away")
    other.mouse.move(200, 200)
    expect(profile.locator("[data-presence-status]")).to_have_text("Online")
    alice.assert_accessible()


@pytest.mark.rows("B27", "B28", "B35")
def test_a_block_closes_the_conversation(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    alice.allow(SOCKET_BROKE)
    page = open_talk(alice, bob)
    say_and_know(page, "Hello")
    expect(messages(page)).to_have_text(["Hello"])
    other = bob.goto(f"/@{alice.username}/")
    other.get_by_role("button", name="Block", exact=True).click()
    expect(other.get_by_role("button", name="Unblock")).to_be_visible()
    say(page, "Are you there?")
    expect(log(page).get_by_text("There is nobody of this name.")).to_be_visible()
    page.goto(alice.server.url + f"/messages/{bob.username}/")
    expect(page.get_by_text("You cannot write to this person.")).to_be_visible()
    expect(messages(page).first).to_have_text("Hello")
    expect(row(page, bob)).to_have_count(0)
