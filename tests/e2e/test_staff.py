"""Who is told of what somebody did: staff by a report, and somebody of a first message by a request."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_support import field, say
from tests.e2e.test_feed import share

if TYPE_CHECKING:
    from tests.e2e.conftest import MakeVisitor
    from tests.support.server import Server


def test_a_post_is_reported_hidden_by_staff_and_its_author_is_warned(
    visitor: MakeVisitor, server: Server
) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    staff = visitor(person=server.person("samuel", is_staff=True))
    text = f"Buy tea from {alice.username}"
    post = share(alice.goto("/"), text).get_by_role("link").filter(has=alice.page.locator("time")).first
    path = post.get_attribute("href")
    assert path
    page = bob.goto(path)
    page.get_by_role("link", name="Report", exact=True).click()
    page.get_by_label("What is wrong").select_option("spam")
    page.get_by_role("button", name="Send the report").click()
    expect(page).to_have_url(bob.server.url + path)
    desk = staff.goto("/moderation/")
    desk.get_by_role("listitem").filter(has_text=text).get_by_role("link").click()
    expect(desk.get_by_text(text)).to_be_visible()
    staff.assert_accessible()
    desk.get_by_role("button", name="Hide", exact=True).click()
    expect(desk.get_by_text("Hidden", exact=True)).to_be_visible()
    desk.locator("summary").filter(has_text="Warn").click()
    desk.locator("details[open]").get_by_role("textbox").fill("No advertising, please.")
    desk.get_by_role("button", name="Send the warning").click()
    expect(desk.get_by_text("No advertising, please.").first).to_be_visible()
    bob.allow("404")
    expect(bob.goto(path).get_by_text(text)).to_have_count(0)
    expect(alice.goto("/notices/").get_by_text("No advertising, please.")).to_be_visible()
    trail = staff.goto("/moderation/audit/")
    expect(trail.get_by_text("No advertising, please.").first).to_be_visible()
    staff.assert_accessible()


@pytest.mark.rows("S4-7.1")
def test_a_first_message_waits_until_it_is_accepted(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    page = alice.goto("/settings/privacy/")
    page.get_by_label("Who may write to me").select_option("followed")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your choice is saved.")).to_be_visible()
    page = alice.goto("/messages/")
    theirs = bob.goto(f"/messages/{alice.username}/")
    expect(field(theirs)).to_be_visible()
    say(theirs, "May I ask something?")
    # It appears in the list without a reload.
    page.get_by_role("link", name="Requests").click()
    row = page.get_by_role("listitem").filter(has=page.locator(f'a[href="/messages/{bob.username}/"]'))
    expect(row).to_contain_text("May I ask something?")
    alice.assert_accessible()
    row.get_by_role("button", name="Accept").click()
    expect(page).to_have_url(f"{alice.server.url}/messages/{bob.username}/")
    say(theirs, "Which tea is it?")
    expect(page.get_by_text("Which tea is it?").first).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_what_staff_did_is_read_whole_on_a_phone(
    visitor: MakeVisitor, own_server: Server, language: Literal["en", "ru", "fa"]
) -> None:
    long_name = own_server.person(
        "max", first_name="Maximilian Alexander", last_name="von Hohenlohe-Langenburg"
    )
    samuel = own_server.person("samuel", is_staff=True)
    with closing(samuel.api()) as client:
        said = client.post(
            f"/api/v1/moderation/people/{long_name.username}/warnings/", json={"text": "No more."}
        )
        assert said.status_code == 201, said.text
    staff = visitor(person=samuel, on=own_server, language=language, dark=language == "fa", size=(375, 812))
    page = staff.goto("/moderation/audit/")
    title = page.get_by_role("main").locator(".row-title").first
    expect(title).to_contain_text("Langenburg")
    assert title.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    tops = page.locator(".moderation-tabs > a").evaluate_all("(all) => all.map((one) => one.offsetTop)")
    assert len(set(tops)) == 1
    staff.screenshot(f"staff-trail-{language}-375")


def test_the_address_of_an_invitation_is_copied_where_it_is_made(
    visitor: MakeVisitor, own_server: Server
) -> None:
    anna = own_server.person("anna", is_staff=True)
    staff = visitor(person=anna, on=own_server, permissions=["clipboard-read", "clipboard-write"])
    page = staff.goto("/moderation/invitations/")
    page.get_by_role("button", name="Make an invitation").click()
    page.get_by_role("button", name="Copy the address of the invitation").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    staff.assert_accessible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == page.locator("code").inner_text()
    assert "/signup/?invitation=" in address
