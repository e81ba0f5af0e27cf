"""Writing in the feed: by keyboard, impatiently, at length."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import settle, share
from tests.support.waiting import wait_until

LONG = "\n".join(f"Line {number} of a long story" for number in range(1, 61))


def test_two_quick_presses_share_once_and_complain_of_nothing(person: MakeVisitor) -> None:
    alice = person("alice")
    page = alice.goto("/")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.method) if one.url.endswith("/posts/") else None)
    page.get_by_label("Share your thoughts").fill("Pressed twice")
    page.get_by_role("button", name="Share", exact=True).dblclick()
    expect(page.get_by_role("article").filter(has_text="Pressed twice")).to_have_count(1)
    settle(page)
    # The next one is asked for as ever, so nothing of the second press is still to come.
    share(page, "Another")
    assert asked == ["POST", "POST"]
    expect(page.get_by_role("article").filter(has_text="Pressed twice")).to_have_count(1)


def test_ctrl_and_enter_share_a_post_and_send_a_comment(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    page.get_by_label("Share your thoughts").fill("By keyboard")
    page.keyboard.press("Control+Enter")
    article = page.get_by_role("article").filter(has_text="By keyboard")
    expect(article).to_be_visible()
    settle(page)
    article.get_by_role("button", name="Comment").click()
    article.get_by_label("Add a comment").fill("Me too")
    page.keyboard.press("Control+Enter")
    expect(article.locator(".comment")).to_contain_text("Me too")


def test_near_its_end_a_field_says_how_much_is_left(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    field = page.get_by_label("Share your thoughts")
    field.fill("x" * 4000)
    expect(page.locator(".field-left")).to_have_count(0)
    field.fill("x" * 4990)
    expect(page.locator(".field-left")).to_have_text("10 characters left")
    field.press_sequentially("more than fits")
    expect(page.locator(".field-left")).to_have_text("No more characters fit.")
    field.fill("x")
    expect(page.locator(".field-left")).to_have_count(0)


def test_a_long_post_is_folded_among_others_and_whole_alone(person: MakeVisitor) -> None:
    alice = person("alice")
    page = alice.goto("/")
    share(page, "A short one")
    article = share(page, LONG)
    text = article.locator(".post-text")
    whole = "(text) => text.scrollHeight === text.clientHeight"
    button = article.get_by_role("button", name="Show the whole post")
    expect(button).to_be_visible()
    assert not text.evaluate(whole)
    expect(page.get_by_role("button", name="Show the whole post")).to_have_count(1)
    button.press("Enter")
    expect(button).to_have_count(0)
    assert text.evaluate(whole)
    expect(text).to_be_focused()
    article.locator(".post-when a").click()
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
    assert page.locator(".post-text").first.evaluate(whole)
    expect(page.get_by_role("button", name="Show the whole post")).to_have_count(0)


def test_two_tabs_that_edit_one_post_do_not_write_over_each_other(person: MakeVisitor) -> None:
    alice = person("alice")
    alice.allow("409")
    address = share(alice.goto("/"), "Tea at four").locator(".post-when a").get_attribute("href")
    desk = alice.goto(f"{address}edit/")
    phone = alice.new_page(f"{address}edit/")
    phone.get_by_label("Text").fill("Tea at five")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("edited", exact=True)).to_be_visible()
    desk.get_by_label("Text").fill("Tea at six")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("alert")).to_contain_text("changed in another tab")
    expect(desk.locator("blockquote")).to_have_text("Tea at five")
    expect(desk.get_by_label("Text")).to_have_value("Tea at six")
    alice.screenshot("post-changed-elsewhere")
    alice.assert_accessible()
    desk.get_by_role("button", name="Save").click()
    expect(desk.locator(".post-text")).to_have_text("Tea at six")


def test_what_is_typed_before_the_scripts_are_there_is_kept_and_completed(person: MakeVisitor) -> None:
    alice, _bob = person("alice"), person("bob")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    alice.page.route("**/static/dist/assets/main-*.js", hold)
    alice.page.goto(alice.server.url, wait_until="commit")
    field = alice.page.get_by_label("Share your thoughts")
    field.fill("Typed early @bo")
    wait_until(lambda: field.input_value() and held, what="the script is on its way")
    for route in held:
        route.continue_()
    expect(alice.page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Bob")
    phone = alice.new_page("/")
    # The server was told of it.
    expect(phone.get_by_label("Share your thoughts")).to_have_value("Typed early @bo")
    expect(field).to_have_value("Typed early @bo")
