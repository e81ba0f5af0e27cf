"""A personal message inside a room, in front of three browsers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_support import enter, log, make_room, say
from tests.e2e.conftest import MakeVisitor


@pytest.mark.rows("S2-13", "S2-14", "S2-15", "S2-25")
@pytest.mark.parametrize("kept", [True, False])
def test_a_personal_message_is_seen_by_two(visitor: MakeVisitor, *, kept: bool) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    path = make_room(alice, f"Whispers {alice.username}", kept=kept)
    page, other, third = enter(alice, path), enter(bob, path), enter(charlie, path)
    page.get_by_role("tab", name="People").click()
    page.get_by_role("button", name="Options for Bob").click()
    page.get_by_role("menuitem", name="Send to Bob").click()
    form = page.get_by_role("form", name="Send to")
    form.get_by_role("textbox", name="Personal message").fill("just for you")
    form.get_by_role("button", name="Send to Bob").click()
    expect(page.get_by_role("log", name="Personal messages")).to_contain_text("just for you")
    expect(log(other)).to_contain_text("Alice to You")
    expect(log(other)).to_contain_text("just for you")
    other.get_by_role("tab", name="Personal").click()
    expect(other.get_by_role("log", name="Personal messages")).to_contain_text("just for you")
    alice.assert_accessible()
    form.get_by_role("button", name="Close").click()
    expect(form).to_have_count(0)
    page.get_by_role("tab", name="Group").click()
    expect(log(page)).to_contain_text("You to Bob")
    say(page, "hello all")
    expect(log(third)).to_contain_text("hello all")
    expect(third.get_by_text("just for you")).to_have_count(0)
    if kept:
        other.reload()
        expect(log(other)).to_contain_text("just for you")
