"""Finding people, and whom one blocks, as pages in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.support.server import Server


@pytest.mark.rows("S4-D7")
@pytest.mark.parametrize("typed", ["Zaynab", "Quickfoot", "zay.quick"])
def test_people_are_found_by_first_last_and_user_name_and_followed_there(
    typed: str, visitor: MakeVisitor, own_server: Server
) -> None:
    own_server.person("zay.quick", first_name="Zaynab", last_name="Quickfoot")
    own_server.person("bob", first_name="Bob")
    alice = visitor("alice", on=own_server)
    alice.goto("/")
    field = alice.page.get_by_role("searchbox", name="Search for people")
    field.fill(typed)
    field.press("Enter")
    found = alice.page.get_by_role("region", name="Found").get_by_role("listitem")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Zaynab Quickfoot")
    expect(found).to_contain_text("@zay.quick")
    found.get_by_role("button", name="Follow").click()
    expect(found.get_by_role("button", name="Following")).to_be_visible()
    alice.assert_accessible()


@pytest.mark.rows("S4-D10", "S4-4.1", "S4-4.2")
def test_who_was_blocked_on_the_profile_is_unblocked_on_the_own_list(
    visitor: MakeVisitor, own_server: Server
) -> None:
    bob, charlie = (own_server.person(name, first_name=name.title()) for name in ("bob", "charlie"))
    alice = visitor("alice", on=own_server)
    for person in (bob, charlie):
        alice.goto(f"/@{person.username}/")
        alice.page.get_by_role("button", name="Block").click()
        expect(alice.page.get_by_role("button", name="Unblock")).to_be_visible()
    alice.goto("/settings/blocklist/")
    rows = alice.page.get_by_role("main").get_by_role("listitem")
    expect(rows).to_have_count(2)
    alice.assert_accessible()
    rows.filter(has_text="Bob").get_by_role("button", name="Unblock").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Charlie")
    alice.goto(f"/@{bob.username}/")
    expect(alice.page.get_by_role("button", name="Block")).to_be_visible()
    other = visitor(person=bob, on=own_server)
    other.goto("/settings/blocklist/")
    expect(other.page.get_by_role("main").get_by_role("listitem")).to_have_count(0)
