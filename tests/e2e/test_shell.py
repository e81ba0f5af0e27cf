"""The frame that stays while pages change inside of it."""

from __future__ import annotations

import gzip
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.callers import make_room
from tests.e2e.chat_support import field
from tests.e2e.conftest import MakeVisitor
from tests.support.people import Person

PAGES = ("/", "/people/", "/people/?q=nobody+at+all", "/notifications/", "/settings/blocklist/", "/missing/")


def mark(page: Page) -> None:
    """Leave a sign in the document that a full load would wipe away."""
    page.evaluate("document.documentElement.dataset.seen = 'yes'")


def assert_same_document(page: Page) -> None:
    expect(page.locator("html[data-seen=yes]")).to_be_attached()


def open_menu(page: Page) -> None:
    page.get_by_role("button", name="Account menu").click()


def test_a_link_changes_the_page_and_keeps_the_document(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    mark(page)
    page.get_by_role("link", name="People", exact=True).click()
    page.wait_for_url("**/people/")
    expect(page).to_have_title("People · Samovar")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    expect(page.get_by_role("link", name="People", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("link", name="Home", exact=True)).not_to_have_attribute("aria-current", "page")
    expect(page.locator("main")).to_be_focused()
    assert_same_document(page)


def test_back_brings_the_page_before_and_keeps_the_document(person: MakeVisitor) -> None:
    page = person("alice").goto("/people/")
    mark(page)
    page.get_by_role("link", name="Notifications").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    expect(page.locator("#page #page")).to_have_count(0)
    expect(page).to_have_title("People · Samovar")
    expect(page.get_by_role("link", name="People", exact=True)).to_have_attribute("aria-current", "page")
    assert_same_document(page)


def test_a_word_in_passing_is_above_an_open_dialog(person: MakeVisitor) -> None:
    page = person("alice").goto("/people/")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Search and switch")).to_be_focused()
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('samovar:toast', { detail: { text: 'Saved above' } }))"
    )
    expect(page.locator("#toasts:popover-open")).to_have_text("Saved above")
    expect(page.get_by_role("combobox", name="Search and switch")).to_be_focused()
    # Gone by itself, and with it the layer it stood on.
    expect(page.locator("#toasts:popover-open")).to_have_count(0)


@pytest.mark.rows("S3-08")
def test_the_first_page_leads_to_calls(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    page.get_by_role("link", name="Calls").first.click()
    page.wait_for_url("**/rooms/")
    page.goto(page.url.replace("/rooms/", "/calls/meetings/"))
    expect(page.get_by_role("link", name="Calls").first).to_have_attribute("aria-current", "page")


def test_the_theme_changes_at_once_and_is_remembered(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    open_menu(page)
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == dark
        == "rgb(19, 17, 16)"
    )
    open_menu(page)
    page.get_by_role("button", name="System").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "dark")


@pytest.mark.rows("S0-23")
def test_the_language_is_chosen_in_the_menu(person: MakeVisitor) -> None:
    page = person("dora").goto("/people/")
    open_menu(page)
    page.get_by_role("button", name="فارسی").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("آدم‌ها")
    rail = page.locator(".rail").bounding_box()
    assert rail is not None
    assert rail["x"] > 640


@pytest.mark.rows("S4-1.3")
def test_log_out_ends_at_the_login_page(person: MakeVisitor) -> None:
    alice = person("alice")
    # A page to go back to: the socket hears of the logout too, and may put its page in the place of this.
    alice.goto("/people/")
    page = alice.goto("/")
    open_menu(page)
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login/**")
    page.go_back()
    page.wait_for_url("**/login/**")


def test_the_menu_is_worked_by_keys(person: MakeVisitor) -> None:
    page = person("alice").goto("/")
    button = page.get_by_role("button", name="Account menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Profile")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Profile")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Profile")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_first_tab_skips_to_the_content(person: MakeVisitor) -> None:
    page = person("alice").goto("/people/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def invite(by: Person, whom: str, room: str) -> None:
    """Let ``by`` make a room and invite to it, as a program would."""
    with by.api() as api:
        made: httpx.Response = api.post("/api/chatrooms/", json={"name": room, "users": []})
        assert made.status_code == 201, made.text
        answer = api.post(f"/api/chatrooms/{made.json()['id']}/invitations/", json={"username": whom})
        assert answer.status_code in {200, 201}, answer.text


@pytest.mark.rows("S4-8.1", "S4-8.5")
def test_the_bell_counts_without_a_reload_and_opening_empties_it(person: MakeVisitor) -> None:
    greta, henry = person("greta"), person("henry")
    page = henry.goto("/people/")
    second = henry.new_page("/people/")
    bell = page.get_by_role("link", name="Notifications, 1 unread")
    invite(greta.person, henry.username, "Tea for the bell")
    expect(bell).to_be_visible()
    expect(page).to_have_title("(1) People · Samovar")
    expect(second.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    bell.click()
    expect(page.get_by_text("Tea for the bell")).to_be_visible()
    for tab in (page, second):
        expect(tab.get_by_role("link", name="Notifications, 0 unread")).to_be_visible()
    expect(page).to_have_title("Notifications · Samovar")


def test_what_comes_while_the_page_is_open_is_shown_there(person: MakeVisitor) -> None:
    irma, john = person("irma"), person("john")
    page = john.goto("/notifications/")
    expect(page.get_by_text("Nothing new")).to_be_visible()
    invite(irma.person, john.username, "Tea in passing")
    expect(page.get_by_text("Tea in passing")).to_be_visible()
    expect(page.get_by_role("link", name="Notifications, 0 unread")).to_be_visible()


@pytest.mark.rows("B12")
def test_a_block_is_told_and_taken_back(person: MakeVisitor) -> None:
    lena = person("lena")
    page = person("karl").goto(f"/@{lena.username}/")
    page.get_by_role("button", name="Block").click()
    expect(page.get_by_role("status").filter(has_text="is blocked")).to_be_visible()
    page.get_by_role("button", name="Unblock").click()
    expect(page.get_by_role("button", name="Block", exact=True)).to_be_visible()


def test_people_are_found_while_typing(person: MakeVisitor) -> None:
    person("marta")
    page = person("alice").goto("/people/")
    page.get_by_role("searchbox", name="Search for people").fill("MART")
    expect(page.locator("#people-found").get_by_role("link", name="Marta")).to_be_visible()
    page.wait_for_url("**/people/?q=MART")


@pytest.mark.parametrize("size", [(1280, 800), (375, 800)])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_pages_of_the_shell_are_accessible_and_fit(
    person: MakeVisitor, language: Literal["en", "ru", "fa"], dark: bool, size: tuple[int, int]
) -> None:
    alice = person("alice", language=language, dark=dark, size=size)
    alice.allow("404")
    for path in PAGES:
        page = alice.goto(path)
        alice.assert_accessible()
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
        name = path.strip("/").split("/")[0] or "home"
        alice.screenshot(f"shell-{name}-{language}-{'dark' if dark else 'light'}-{size[0]}")
    page.locator("[popovertarget=account-menu]:visible").click()
    alice.assert_accessible()


def weight_of(page: Page, path: str, last: Locator) -> int:
    """Open a page and wait for what it shows ``last``; return the bytes of its scripts and styles by gzip."""
    parts: dict[str, Response] = {}

    def look(response: Response) -> None:
        if response.request.resource_type in {"script", "stylesheet"}:
            parts[response.url] = response

    page.on("response", look)
    page.goto(path)
    expect(last).to_be_attached()
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", look)
    return sum(len(gzip.compress(part.body(), 6)) for part in parts.values())


def test_pages_weigh_no_more_than_they_may(person: MakeVisitor) -> None:
    alice = person("alice")
    code = make_room(alice.person)
    connected = alice.page.locator("samovar-connection [role=status]")
    feed = weight_of(alice.page, alice.server.url + "/", connected)
    other = alice.new_page("/people/")
    there = weight_of(other, f"{alice.server.url}/r/{code}/", field(other))
    # A page that is not built, or whose script failed, would weigh nothing.
    assert 50_000 < feed <= 90_000
    assert 120_000 < there <= 220_000
