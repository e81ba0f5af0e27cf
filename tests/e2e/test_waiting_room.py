"""The waiting room in front of real browsers."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor


def make_waiting_room(page: Page, name: str) -> str:
    """Make a room with a waiting room for guests too; return its path."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Waiting room").check()
    page.get_by_label("Guests may join").check()
    page.get_by_role("button", name="Create room").click()
    page.wait_for_url("**/r/*/")
    return "/" + "/".join(page.url.split("/")[3:])


def knock(guest: Visitor, path: str) -> None:
    guest.goto(f"{path}?as=guest")
    guest.page.get_by_label("Display name").fill("Charlie from afar")
    guest.page.get_by_role("button", name="Ask to join").click()


@pytest.mark.rows("S0-07", "S0-15")
def test_hosts_let_in_who_knocks(visitor: MakeVisitor) -> None:
    alice, bob, guest = visitor("alice"), visitor("bob"), visitor()
    path = make_waiting_room(alice.goto("/rooms/new/"), f"Waiting {time.time_ns()}")
    bob.goto(path)
    bob.page.get_by_role("button", name="Ask to join").click()
    expect(bob.page.get_by_text("You asked to join. A host will let you in.")).to_be_visible()
    bob.screenshot("waiting")
    bob.assert_accessible()
    alert = alice.page.get_by_role("alert").filter(has_text="Bob")
    expect(alert).to_be_visible()
    alice.screenshot("knock")
    alice.assert_accessible()
    knock(guest, path)
    expect(guest.page.get_by_text("You are number 2 in the queue.")).to_be_visible()
    alert.get_by_role("button", name="Admit", exact=True).click()
    expect(bob.page.get_by_role("button", name="Call", exact=True)).to_be_visible()
    expect(guest.page.get_by_text("You are the next.")).to_be_visible()
    other = alice.page.get_by_role("alert").filter(has_text="Charlie from afar")
    other.get_by_role("button", name="Deny", exact=True).click()
    expect(guest.page.get_by_text("A host has not let you in.")).to_be_visible()
    # The next knock is another one.
    expect(other).to_have_count(0)
    back = guest.page.get_by_role("button", name="Back to the entry")
    back.click()
    # Else the way back would get into the way of the next address.
    expect(back).to_have_count(0)
    knock(guest, path)
    other.get_by_role("button", name="Admit", exact=True).click()
    expect(guest.page.get_by_role("button", name="Call", exact=True)).to_be_visible()
    expect(alice.page.get_by_role("alert")).to_have_count(0)
