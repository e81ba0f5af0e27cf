"""The feed in a real browser: shared, liked, talked about, looked at, taken back."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Literal

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.server import Server
from tests.support.waiting import wait_until

Language = Literal["en", "ru", "fa"]


def file(name: str, colour: str) -> Any:
    buffer = BytesIO()
    Image.new("RGB", (320, 200), colour).save(buffer, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": buffer.getvalue()}


def share(page: Page, text: str, *files: Any) -> Locator:
    """Share a text and pictures on the home page and return the post's article."""
    page.get_by_label("Share your thoughts").fill(text)
    if files:
        page.get_by_label("Pictures", exact=True).set_input_files(list(files))
    page.get_by_role("button", name="Share", exact=True).click()
    article = page.get_by_role("article").filter(has_text=text)
    expect(article).to_be_visible()
    settle(page)
    return article


def settle(page: Page) -> None:
    """Wait until what was asked for is htmx's in the page: pressed sooner, a link would load another page."""
    expect(page.locator(".htmx-request, .htmx-added")).to_have_count(0)


def article_of(visitor: Visitor, text: str) -> Locator:
    return visitor.goto("/").get_by_role("article").filter(has_text=text)


@pytest.mark.rows("S4-5.1", "S4-5.2", "S4-D1")
def test_pictures_are_put_in_order_described_removed_and_shared_without_a_reload(
    person: MakeVisitor, own_server: Server
) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    page = alice.goto("/")
    page.evaluate("window.notReloaded = true")
    page.get_by_label("Pictures", exact=True).set_input_files(
        [file("a.png", "red"), file("b.png", "green"), file("c.png", "blue")]
    )
    previews = page.get_by_role("list", name="Chosen pictures").get_by_role("listitem")
    expect(previews).to_have_count(3)
    page.get_by_label("Describe picture 3").fill("all blue")
    page.get_by_role("button", name="Move picture 3 forward").click()
    page.get_by_role("button", name="Remove picture 1").click()
    expect(previews).to_have_count(2)
    expect(page.get_by_label("Describe picture 1")).to_have_value("all blue")
    article = share(page, "three became two")
    expect(article.get_by_role("img")).to_have_count(2)
    expect(article.get_by_role("img").first).to_have_attribute("alt", "all blue")
    expect(previews).to_have_count(0)
    expect(page.get_by_label("Share your thoughts")).to_have_value("")
    assert page.evaluate("window.notReloaded")
    expect(article_of(bob, "three became two").get_by_role("img")).to_have_count(2)


def test_of_ten_pictures_the_broken_one_is_named_and_the_others_stay(
    person: MakeVisitor, own_server: Server
) -> None:
    alice = person("alice", on=own_server)
    alice.allow("400")
    page = alice.goto("/")
    many = [file(f"{number}.png", "teal") for number in range(9)]
    many.insert(4, {"name": "holiday.png", "mimeType": "image/png", "buffer": b"no picture at all"})
    page.get_by_label("Pictures", exact=True).set_input_files(many)
    expect(page.get_by_text("holiday.png: Use a picture in JPEG, PNG, WebP or GIF.")).to_be_visible()
    previews = page.get_by_role("list", name="Chosen pictures").get_by_role("listitem")
    expect(previews).to_have_count(9)
    page.get_by_label("Share your thoughts").fill("nine of ten")
    page.get_by_role("button", name="Share", exact=True).dblclick()
    article = page.get_by_role("article").filter(has_text="nine of ten")
    expect(article).to_have_count(1)
    settle(page)
    expect(article).to_have_count(1)


@pytest.mark.rows("S4-5.3", "S4-6.1", "S4-6.4", "S4-6.5", "S4-6.6", "S4-8.1", "S4-T1")
def test_a_like_fills_at_once_counts_and_tells_the_author_live(
    person: MakeVisitor, own_server: Server
) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    share(alice.goto("/"), "do you like tea?")
    article = article_of(bob, "do you like tea?")
    like = article.get_by_role("button", name="Like")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(article.get_by_role("link", name="1 like")).to_be_visible()
    expect(alice.page.get_by_role("link", name="Notifications, 1 unread").first).to_be_visible()
    settle(bob.page)
    article.get_by_role("link", name="1 like").click()
    dialog = bob.page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"@{bob.username}")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    like.click()
    expect(like).to_have_attribute("aria-pressed", "false")
    expect(article.get_by_role("link", name="0 likes")).to_be_visible()


@pytest.mark.rows("S4-D8", "S4-D9", "S4-6.3", "S4-8.4", "S4-T1")
def test_comments_unfold_in_place_and_are_answered_on_their_page(
    person: MakeVisitor, own_server: Server
) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    share(alice.goto("/"), "what about cake?")
    article = article_of(bob, "what about cake?")
    article.get_by_role("button", name="Comment").click()
    article.get_by_label("Add a comment").fill("two pieces")
    settle(bob.page)
    article.get_by_role("button", name="Send").click()
    expect(article.get_by_role("listitem")).to_contain_text("two pieces")
    expect(article.get_by_role("link", name="1 comment")).to_be_visible()
    page = alice.goto("/notifications/")
    page.get_by_role("link", name="View").click()
    said = page.get_by_role("listitem").filter(has_text="two pieces")
    expect(said).to_be_visible()
    said.get_by_role("button", name="Reply").click()
    expect(page.get_by_label("Add a comment")).to_be_focused()
    page.get_by_label("Add a comment").fill("help yourself")
    page.get_by_role("button", name="Comment", exact=True).click()
    answer = page.get_by_role("listitem").filter(has_text="help yourself").last
    expect(answer).to_have_class("comment comment-depth-1")
    answer.get_by_role("button", name="Edit").click()
    page.get_by_label("Change your comment").fill("help yourself to three")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("help yourself to three")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="to three").last.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("help yourself to three")).to_have_count(0)


@pytest.mark.rows("S4-D8")
def test_a_deleted_comment_comes_back_in_place_and_is_counted(
    person: MakeVisitor, own_server: Server
) -> None:
    alice, bob = person("alice", on=own_server), person("bob", on=own_server)
    share(alice.goto("/"), "any cake?")
    article = article_of(bob, "any cake?")
    article.get_by_role("button", name="Comment").click()
    article.get_by_label("Add a comment").fill("too quick")
    settle(bob.page)
    article.get_by_role("button", name="Send").click()
    said = article.get_by_role("listitem")
    expect(said).to_contain_text("too quick")
    settle(bob.page)
    said.get_by_role("button", name="Delete").click()
    expect(said).to_contain_text("The comment is deleted.")
    expect(article.get_by_role("link", name="0 comments")).to_be_visible()
    expect(said.get_by_role("button", name="Undo")).to_be_focused()
    bob.assert_accessible()
    settle(bob.page)
    bob.page.keyboard.press("Enter")
    expect(said).to_contain_text("too quick")
    expect(article.get_by_role("link", name="1 comment")).to_be_visible()
    assert bob.page.url.endswith("/")
    page = alice.goto("/posts/1/")
    said = page.get_by_role("listitem").filter(has=page.locator(".comment-gone, .comment-bubble"))
    count = page.locator("#comment-count-1")
    said.get_by_role("button", name="Delete").click()
    expect(said).to_contain_text("The comment is deleted.")
    expect(count).to_have_text("0")
    settle(page)
    said.get_by_role("button", name="Undo").click()
    expect(said).to_contain_text("too quick")
    expect(count).to_have_text("1")


@pytest.mark.rows("S4-5.4", "S4-D6")
def test_a_post_is_edited_deleted_and_brought_back(person: MakeVisitor, own_server: Server) -> None:
    alice = person("alice", on=own_server)
    article = share(alice.goto("/"), "tea at for", file("a.png", "red"), file("b.png", "blue"))
    article.get_by_role("button", name="Edit").click()
    page = alice.page
    page.get_by_label("Text").fill("tea at four")
    page.get_by_label("Clear picture").first.check()
    page.get_by_role("button", name="Save").click()
    edited = page.get_by_role("article").filter(has_text="tea at four")
    expect(edited.get_by_role("img")).to_have_count(1)
    article = article_of(alice, "tea at four")
    article.get_by_role("button", name="Delete").click()
    expect(article).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(article).to_be_visible()


@pytest.mark.rows("S4-D1")
def test_a_picture_opens_over_the_page_and_is_stepped_through(
    person: MakeVisitor, own_server: Server
) -> None:
    alice = person("alice", on=own_server)
    article = share(alice.goto("/"), "two cups", file("a.png", "red"), file("b.png", "blue"))
    article.get_by_role("link").filter(has=alice.page.get_by_role("img")).first.click()
    viewer = alice.page.get_by_role("dialog", name="Picture")
    expect(viewer.get_by_role("img", name="Picture 1")).to_be_visible()
    alice.page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="Picture 2")).to_be_visible()
    with alice.page.expect_download() as download:
        viewer.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.endswith(".webp")
    viewer.get_by_role("link", name="Close").click()
    expect(viewer).to_be_hidden()
    expect(article).to_be_visible()


@pytest.mark.rows("S4-3.1", "S4-3.2")
def test_follow_on_the_dashboard_changes_the_button_alone(person: MakeVisitor, own_server: Server) -> None:
    alice, _bob = person("alice", on=own_server), person("bob", on=own_server)
    page = alice.goto("/")
    row = page.get_by_role("listitem").filter(has_text="@bob")
    row.get_by_role("button", name="Follow", exact=True).click()
    expect(row.get_by_role("button", name="Following")).to_be_visible()
    # The page before says the same, and has the same button.
    page.get_by_role("link", name="Following", exact=True).click()
    expect(page).to_have_url(re.compile(r"/\?filter=following$"))
    expect(row).to_have_count(0)
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    page.get_by_role("link", name="My followings").click()
    expect(page.get_by_role("heading", name="My followings")).to_be_visible()
    page.get_by_role("button", name="Following").click()
    expect(page.get_by_role("button", name="Follow", exact=True)).to_be_visible()


@pytest.mark.rows("S4-2.3")
def test_a_square_of_a_picture_becomes_the_face_everywhere(person: MakeVisitor, own_server: Server) -> None:
    alice = person("alice", on=own_server)
    page = alice.goto("/settings/profile/")
    page.get_by_label("Choose a picture").set_input_files(file("me.png", "red"))
    page.get_by_label("Size of the part").fill("50")
    square = page.get_by_role("group", name="The part that is shown")
    square.press("ArrowLeft")
    page.get_by_role("button", name="Save picture").click()
    expect(page.locator("main .face-picture")).to_be_visible()
    alice.goto("/")
    expect(page.locator(".rail .face-picture")).to_be_visible()
    small = page.locator(".rail .face-picture")
    wait_until(lambda: small.evaluate("image => image.naturalWidth") == 96, what="the small picture has come")


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("ru", True), ("fa", False)])
def test_the_pages_of_the_feed_are_accessible(
    person: MakeVisitor, own_server: Server, language: Language, dark: bool
) -> None:
    alice = person("alice", on=own_server)
    share(alice.goto("/"), "for all eyes", file("a.png", "red"), file("b.png", "blue"))
    bob = person("bob", on=own_server, language=language, dark=dark, size=(375, 812) if dark else (1280, 800))
    for path in (
        "/",
        "/posts/1/",
        "/posts/1/likers/",
        "/@alice/",
        "/@alice/followers/",
        "/settings/profile/",
    ):
        page = bob.goto(path)
        page.wait_for_load_state("networkidle")
        bob.assert_accessible()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, path
    alice.goto("/posts/1/edit/")
    alice.assert_accessible()
