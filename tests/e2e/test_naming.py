"""Naming somebody in posts and comments."""

from __future__ import annotations

from contextlib import closing
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import settle, share
from tests.support.server import Server

# Where the first letter of the name, the picture and the cut box of the name are.
FIRST_LETTER = """(option) => {
  const name = option.querySelector(".completion-name");
  const text = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
  let node = text.nextNode();
  while (!node.data.trim()) node = text.nextNode();
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(node, 1);
  const box = (one) => { const { left, right } = one.getBoundingClientRect(); return { left, right }; };
  return [box(range), box(option.querySelector(".face, .avatar") ?? option.firstElementChild), box(name)];
}"""


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox", name="People to mention").get_by_role("option")


def test_a_name_is_picked_in_a_post_and_tells_who_is_meant(person: MakeVisitor, own_server: Server) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    person("charlie", on=own_server)
    bob.goto("/people/")
    page = alice.goto("/")
    field = page.get_by_label("Share your thoughts")
    field.press_sequentially("tea with @b")
    expect(offered(page)).to_have_count(1)
    expect(offered(page)).to_contain_text("@bob")
    expect(field).to_have_attribute("aria-activedescendant", "naming-0")
    alice.assert_accessible()
    field.press("Enter")
    expect(field).to_have_value("tea with @bob ")
    expect(offered(page)).to_have_count(0)
    expect(field).not_to_have_attribute("aria-activedescendant", "naming-0")
    page.get_by_role("button", name="Share", exact=True).click()
    article = page.get_by_role("article").filter(has_text="tea with")
    expect(article.get_by_role("link", name="@bob", exact=True)).to_be_visible()
    expect(bob.page.get_by_role("link", name="Notifications, 1 unread").first).to_be_visible()
    other = bob.goto("/notifications/")
    expect(other.get_by_text("mentions you")).to_be_visible()


def test_a_list_is_walked_left_and_stays_away_until_the_next_name(
    person: MakeVisitor, own_server: Server
) -> None:
    alice = person("alice", on=own_server)
    for name in ("boris", "bob"):
        person(name, on=own_server)
    page = alice.goto("/")
    field = page.get_by_label("Share your thoughts")
    field.press_sequentially("@bo")
    expect(offered(page)).to_have_count(2)
    second = offered(page).nth(1)
    field.press("ArrowDown")
    expect(second).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(offered(page)).to_have_count(0)
    field.press("b")
    expect(field).to_have_value("@bob")
    field.press_sequentially(" and @bor")
    expect(offered(page)).to_have_count(1)
    field.press("Tab")
    expect(field).to_have_value("@bob and @boris ")
    expect(field).to_be_focused()


def test_names_are_offered_by_touch_in_comments_and_when_a_post_is_edited(
    person: MakeVisitor, own_server: Server
) -> None:
    alice = person("alice", on=own_server, size=(375, 812), has_touch=True)
    bob = person("bob", on=own_server)
    article = share(alice.goto("/"), "who comes?")
    page = alice.page
    article.get_by_role("button", name="Comment").click()
    field = article.get_by_label("Add a comment")
    field.press_sequentially("maybe @bo")
    offered(page).tap()
    expect(field).to_have_value("maybe @bob ")
    settle(page)
    article.get_by_role("button", name="Send").click()
    expect(article.get_by_role("listitem")).to_contain_text("maybe @bob")
    other = bob.goto("/notifications/")
    other.get_by_role("link", name="View").click()
    said = other.get_by_role("listitem").filter(has_text="maybe @bob")
    said.get_by_role("button", name="Reply").click()
    expect(other.get_by_label("Add a comment")).to_be_focused()
    other.get_by_label("Add a comment").press_sequentially("@ali")
    expect(offered(other)).to_have_count(1)
    page = alice.goto("/posts/1/edit/")
    page.get_by_label("Text").press("Control+End")
    page.get_by_label("Text").press_sequentially(" @bo")
    offered(page).tap()
    expect(page.get_by_label("Text")).to_have_value("who comes? @bob ")


def test_who_is_blocked_is_not_offered_and_words_stay_words(person: MakeVisitor, own_server: Server) -> None:
    alice, bob, boris = (person(name, on=own_server) for name in ("alice", "bob", "boris"))
    with closing(boris.person.api()) as client:
        assert client.put("/api/v1/people/alice/block/").status_code == 204
    page = alice.goto("/")
    field = page.get_by_label("Share your thoughts")
    field.press_sequentially("me@bo.example @bo")
    expect(offered(page)).to_have_count(1)
    expect(offered(page)).to_contain_text(f"@{bob.username}")
    field.press_sequentially("ris and so on")
    expect(offered(page)).to_have_count(0)
    field.press("Enter")
    expect(field).to_have_value("me@bo.example @boris and so on\n")


@pytest.mark.parametrize("size", [(1280, 800), (375, 812)])
def test_the_list_stands_where_the_line_begins_and_fits(
    person: MakeVisitor, own_server: Server, size: tuple[int, int]
) -> None:
    alice = person("alice", on=own_server, language="fa", dark=True, size=size)
    person("bob", on=own_server)
    page = alice.goto("/")
    field = page.locator("textarea[name=text]").first
    shown = page.get_by_role("listbox")
    for written, right_to_left in (("@bo", False), ("سلام @bo", True)):
        field.fill("")
        field.press_sequentially(written)
        expect(shown).to_be_visible()
        box, beside = shown.bounding_box(), field.bounding_box()
        assert box is not None
        assert beside is not None
        assert box["y"] >= beside["y"] + beside["height"]
        assert 0 <= box["x"] < box["x"] + box["width"] <= size[0]
        apart = box["x"] - beside["x"]
        if right_to_left:
            apart += box["width"] - beside["width"]
        assert abs(apart) < 2
    alice.screenshot(f"naming-fa-dark-{size[0]}")


def test_a_bare_sign_offers_whom_one_follows(person: MakeVisitor, own_server: Server) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    own_server.person("carol", first_name="Carol")
    with closing(alice.person.api()) as client:
        assert client.put("/api/v1/people/bob/follow/").status_code == 200
    page = alice.goto("/")
    field = page.get_by_label("Share your thoughts")
    field.press_sequentially("tea with @")
    expect(offered(page)).to_have_count(1)
    expect(offered(page)).to_contain_text(f"@{bob.username}")
    field.press_sequentially("ca")
    expect(offered(page)).to_contain_text("@carol")
    field.press("Enter")
    expect(field).to_have_value("tea with @carol ")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_long_name_keeps_its_beginning_in_either_direction(
    person: MakeVisitor, own_server: Server, language: Literal["en", "fa"]
) -> None:
    alice = person("alice", on=own_server, language=language, dark=language == "fa", size=(375, 812))
    own_server.person(
        "bartholomew_the_third", first_name="Bartholomew Alexander", last_name="von und zu Berg"
    )
    page = alice.goto("/")
    page.locator("textarea[name=text]").first.press_sequentially("@barth")
    option = page.locator("#naming [role=option]")
    expect(option).to_be_visible()
    first, face, shown = option.evaluate(FIRST_LETTER)
    assert shown["left"] <= first["left"] < first["right"] <= shown["right"]
    if language == "fa":
        assert first["right"] <= face["left"]
    alice.screenshot(f"naming-long-{language}-375")
    # The same name stands among the suggestions, beside a button whose words are not broken.
    button = page.locator(".follow button").first
    assert button.evaluate("(one) => one.scrollHeight <= one.clientHeight + 1")
    assert button.evaluate("(one) => getComputedStyle(one.parentElement).flexShrink") == "0"
