"""Calling somebody who is on another page: it rings there, on every tab."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from samovar.calls.models import Ring
from tests.e2e.callers import all_meet
from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor


def ring_on(page: Page, name: str) -> None:
    """It rings on this page, with this name."""
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(name)


def keep_ringing(callee: Visitor) -> None:
    """Let it ring for as long as this machine needs; else it would be over after half a minute."""
    with callee.server.database() as alias:
        mine = Ring.objects.using(alias).filter(callee_id=callee.person.id)
        mine.update(created_at=timezone.now() + timedelta(hours=1))


@pytest.mark.rows("S3-08", "S3-09", "S3-13")
def test_a_person_is_found_and_called_and_accepts_on_one_of_his_tabs(visitor: MakeVisitor) -> None:
    alice = Caller(visitor("alice"), "Alice", LOOKS[0])
    bob = Caller(visitor("bob"), "Bob", LOOKS[1])
    first = bob.visitor.goto("/")
    second = bob.visitor.new_page("/people/")
    page = alice.visitor.goto("/rooms/")
    page.get_by_role("searchbox", name="Find a person").fill(bob.visitor.username.upper())
    page.get_by_role("listitem").filter(has_text=f"@{bob.visitor.username}").get_by_role(
        "button", name="Call"
    ).first.click()
    for tab in (first, second):
        ring_on(tab, "Alice")
    keep_ringing(bob.visitor)
    expect(second.get_by_role("button", name="Decline")).to_be_visible()
    bob.visitor.screenshot("ring", page=second)
    bob.visitor.assert_accessible(page=second)
    expect(page.get_by_text("Calling Bob")).to_be_visible(timeout=TILES)
    first.get_by_role("button", name="Accept").click()
    for tab in (first, second):
        expect(tab.get_by_role("alertdialog")).to_have_count(0)
    for one in (alice, bob):
        expect(one.button("Hang up")).to_be_visible(timeout=TILES)
    all_meet((alice, bob))
    expect(alice.page.get_by_role("heading", name="Bob")).to_be_visible()


@pytest.mark.rows("S3-09")
def test_from_the_profile_somebody_is_called_and_declines(visitor: MakeVisitor) -> None:
    alice = Caller(visitor("alice"), "Alice", LOOKS[0])
    bob = Caller(visitor("bob"), "Bob", LOOKS[1])
    bob.visitor.goto("/settings/")
    alice.visitor.goto(f"/@{bob.visitor.username}/")
    alice.button("Call").click()
    expect(alice.button("Hang up")).to_be_visible(timeout=TILES)
    ring_on(bob.page, "Alice")
    bob.button("Decline").click()
    expect(alice.page.get_by_text("Bob cannot talk now.")).to_be_visible()
    expect(alice.button("Hang up")).to_have_count(0)
    assert alice.live_tracks("video") == 0


@pytest.mark.rows("S3-09")
def test_who_gives_up_leaves_a_missed_call(visitor: MakeVisitor) -> None:
    alice = Caller(visitor("alice"), "Alice", LOOKS[0])
    bob = Caller(visitor("bob"), "Bob", LOOKS[1])
    bob.visitor.goto("/")
    alice.visitor.goto(f"/@{bob.visitor.username}/")
    alice.button("Call").click()
    expect(alice.button("Hang up")).to_be_visible(timeout=TILES)
    ring_on(bob.page, "Alice")
    alice.button("Hang up").click()
    expect(bob.page.get_by_role("alertdialog")).to_have_count(0)
    bob.visitor.goto("/notifications/")
    expect(bob.page.get_by_text("You missed a call from Alice.")).to_be_visible()
