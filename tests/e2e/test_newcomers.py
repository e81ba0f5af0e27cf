"""What somebody meets who has just come and follows nobody."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import settle, share
from tests.support.server import Server


def top_of(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"]


def suggestions_of(page: Page) -> Locator:
    return page.get_by_role("heading", name="People you may know")


def test_on_a_phone_whom_to_follow_stands_before_the_posts_until_somebody_is_followed(
    person: MakeVisitor, server: Server
) -> None:
    share(person("alice").goto("/"), "Good morning")
    # Somebody is left to be suggested when the first is followed.
    server.person("charlie")
    bob = person("bob", size=(375, 740))
    page = bob.goto("/")
    post = page.get_by_role("article").first
    assert top_of(page.get_by_label("Share your thoughts")) < top_of(suggestions_of(page)) < top_of(post)
    bob.assert_accessible()
    page.get_by_role("button", name="Follow", exact=True).first.click()
    expect(page.get_by_role("button", name="Following", exact=True)).to_have_count(1)
    settle(page)
    page.reload()
    assert top_of(page.get_by_role("article").first) < top_of(suggestions_of(page))
