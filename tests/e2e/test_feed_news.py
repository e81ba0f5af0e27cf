"""What an open home page shows of new posts, and what it keeps of one that is not posted yet."""

from __future__ import annotations

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.e2e.chat_support import make_room
from tests.e2e.conftest import MakeVisitor
from tests.support.pictures import picture
from tests.support.waiting import wait_until


@pytest.mark.rows("S4-5.2")
def test_a_pill_counts_new_posts_and_leads_to_them(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    alice.goto("/")
    bob.goto("/")
    # The page is connected once its own hints can reach it.
    alice.page.wait_for_function("() => document.querySelector('#new-posts')")
    text = f"Fresh tea of {bob.person.username}"
    link = alice.page.get_by_role("link", name="1 new post")
    for number in (1, 2):
        bob.page.get_by_role("textbox", name="Share your thoughts").fill(f"{text} {number}")
        bob.page.get_by_role("button", name="Share", exact=True).click()
        expect(bob.page.get_by_text(f"{text} {number}")).to_be_visible()
        expect(link).to_be_visible()
        link = alice.page.get_by_role("link", name="2 new posts")
    expect(alice.page.get_by_text(f"{text} 1")).to_have_count(0)
    alice.assert_accessible()
    link.click()
    expect(alice.page.get_by_text(f"{text} 1")).to_be_visible()
    expect(link).to_have_count(0)


TELL_POSTED = """() => addEventListener("samovar:event", ({ detail }) => {
  window.told ||= detail.name === "feed.posted";
})"""


def test_what_is_posted_while_the_pill_is_being_asked_for_is_counted(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page = alice.page
    page.route("**/home/new/**", hold)
    alice.goto("/")
    wait_until(lambda: page.evaluate("true") and held, what="the page asks, as it is connected now")
    older = held[0].fetch()
    page.evaluate(TELL_POSTED)
    bob.goto("/").get_by_role("textbox", name="Share your thoughts").fill("Just now")
    bob.page.get_by_role("button", name="Share", exact=True).click()
    page.wait_for_function("() => window.told === true")
    held[0].fulfill(response=older)
    expect(page.get_by_role("link", name="1 new post")).to_be_visible()


@pytest.mark.rows("S4-5.1", "S4-5.2")
def test_a_post_that_was_begun_is_on_every_device_until_it_is_shared_or_discarded(
    visitor: MakeVisitor,
) -> None:
    alice = visitor("alice")
    make_room(alice, name := f"Tea of {alice.username}")
    desk, text = alice.goto("/"), f"Tea is ready, said {alice.username}"
    field = desk.get_by_role("textbox", name="Share your thoughts")
    field.fill("Tea is")
    desk.reload()
    expect(field).to_have_value("Tea is")
    phone = alice.new_page("/")
    there = phone.get_by_role("textbox", name="Share your thoughts")
    expect(there).to_have_value("Tea is")
    desk.get_by_label("Who sees it").select_option("followers")
    desk.get_by_label("Pictures", exact=True).set_input_files(
        FilePayload(name="tea.png", mimeType="image/png", buffer=picture().read())
    )
    expect(phone.get_by_label("Describe picture 1")).to_be_visible()
    expect(phone.get_by_label("Who sees it")).to_have_value("followers")
    there.fill(text)
    expect(field).to_have_value(text)
    phone.get_by_role("button", name="Add a room").click()
    phone.get_by_label("Room in the post").select_option(name)
    expect(desk.get_by_label("Room in the post").locator("option:checked")).to_have_text(name)
    phone.get_by_role("button", name="Share", exact=True).click()
    article = phone.get_by_role("article").filter(has_text=text)
    expect(article.locator(".mosaic-tile")).to_have_count(1)
    expect(article.get_by_role("link", name="Join")).to_be_visible()
    expect(there).to_have_value("")
    expect(field).to_have_value("")
    expect(desk.get_by_label("Describe picture 1")).to_have_count(0)
    discard_twice(desk, phone)
    alice.assert_accessible()


def discard_twice(desk: Page, phone: Page) -> None:
    """Discarded by mistake it is brought back; discarded again it is gone from both pages."""
    field, there = (page.get_by_role("textbox", name="Share your thoughts") for page in (desk, phone))
    field.fill("or not")
    expect(there).to_have_value("or not")
    desk.get_by_role("button", name="Discard draft").click()
    desk.get_by_role("button", name="Bring the text back").click()
    expect(field).to_have_value("or not")
    desk.get_by_role("button", name="Discard draft").click()
    expect(there).to_have_value("")
