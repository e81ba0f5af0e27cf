"""What is pressed is large enough for a finger, and what is read fits a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import file, share
from tests.support.server import Server

# WCAG 2.2, 2.5.8: 24 px, but for links in sentences.
SMALL = """() => [...document.querySelectorAll("#main :is(a[href], button, select, textarea)")]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true], .post-text, .sr-only"))
  .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 24)
  .map((one) => `${one.className} ${one.textContent.trim()} ${one.offsetWidth}x${one.offsetHeight}`)"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def assert_fits(page: Page) -> None:
    """Nothing is smaller than a finger needs or wider than the screen."""
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    assert page.evaluate(SMALL) == []
    assert page.evaluate(WIDER) <= 0


@pytest.mark.parametrize(("size", "language"), [((1280, 800), "en"), ((375, 740), "fa")])
def test_what_is_pressed_is_as_high_as_a_finger_needs(
    person: MakeVisitor, size: tuple[int, int], language: Literal["en", "fa"]
) -> None:
    alice, bob = person("alice"), person("bob", size=size, language=language)
    article = share(alice.goto("/"), "Large enough", file("a.png", "red"))
    address = article.locator(".post-when a").first.get_attribute("href")
    assert address
    page = alice.goto(address)
    page.get_by_label("Add a comment").fill("A word")
    page.get_by_role("button", name="Comment").click()
    expect(page.locator(".comment")).to_have_count(1)
    page.goto(f"{alice.server.url}{address}edit/")
    page.get_by_label("Text").fill("Larger")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("edited", exact=True)).to_be_visible()
    for path in ("/", address, f"/@{alice.username}/", "/people/", f"{address}likers/"):
        assert_fits(bob.goto(path))


def test_what_gets_the_focus_is_not_behind_the_bar_of_a_phone(person: MakeVisitor) -> None:
    alice = person("alice", size=(375, 740))
    article = share(alice.goto("/"), "A post with a field below", file("a.png", "red"))
    address = article.locator(".post-when a").get_attribute("href")
    assert address
    page = alice.goto(address)
    field = page.get_by_label("Add a comment")
    for number in range(1, 4):
        field.fill("One\nTwo\nThree")
        page.get_by_role("button", name="Comment").click()
        expect(page.locator(".comment")).to_have_count(number)
    # In the window already, but under the bar.
    field.blur()
    field.evaluate("one => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - innerHeight)")
    field.focus()
    bar = page.locator(".tabbar").bounding_box()
    box = field.bounding_box()
    assert bar is not None
    assert box is not None
    assert box["y"] + box["height"] <= bar["y"]


def test_ones_history_and_the_edited_post_fit_a_phone(person: MakeVisitor) -> None:
    alice = person("alice", size=(375, 740), language="fa")
    page = alice.goto("/")
    page.locator("textarea[name=text]").fill("A post for the history")
    page.locator("input[name=pictures]").set_input_files([file("a.png", "red")])
    page.locator(".post-composer button[type=submit]").click()
    article = page.get_by_role("article").filter(has_text="A post for the history")
    address = article.locator(".post-when a").get_attribute("href")
    for path in ("/settings/history/posts/", "/settings/history/usage/", f"{address}edit/"):
        assert_fits(alice.goto(path))
        alice.assert_accessible()
    page = alice.goto("/settings/history/posts/")
    # Each cell stands behind the name of its column, and is still a cell to who hears the page.
    assert (
        page.locator("td").first.evaluate("(cell) => getComputedStyle(cell, '::before').content") == '"ردیف"'
    )
    expect(page.get_by_role("row").nth(1).get_by_role("cell")).to_have_count(6)


def test_the_sign_before_a_name_stays_before_it_in_persian(person: MakeVisitor) -> None:
    alice = person("alice")
    article = share(alice.goto("/"), f"سلام @{alice.username} و درود")
    sign = """(link) => {
      const text = link.firstChild;
      const left = (from, to) => {
        const range = document.createRange();
        range.setStart(text, from);
        range.setEnd(text, to);
        return range.getBoundingClientRect().left;
      };
      return left(0, 1) < left(1, 2);
    }"""
    assert article.locator(".post-text a").evaluate(sign)


def test_the_parts_of_moderation_fit_a_phone_in_russian(person: MakeVisitor, server: Server) -> None:
    staff, alice = server.person("samuel", is_staff=True), server.person("alice")
    visitor = person(person=staff, size=(375, 740), language="ru")
    # The trail has an entry that names somebody.
    page = visitor.goto(f"/moderation/people/{alice.username}/")
    page.locator("form[action$='/warn/']").locator("xpath=ancestor::details/summary").click()
    page.locator("details[open]").get_by_role("textbox").fill("No advertising, please.")
    page.locator("details[open]").get_by_role("button").click()
    expect(page.get_by_text("No advertising, please.").first).to_be_visible()
    for path in ("", "people/", f"people/{alice.username}/", "invitations/", "audit/"):
        assert_fits(visitor.goto(f"/moderation/{path}"))


def test_a_page_of_the_settings_leads_back_to_them(person: MakeVisitor) -> None:
    page = person("alice").goto("/settings/")
    page.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy")
    page.locator("#main").get_by_role("link", name="Settings", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
