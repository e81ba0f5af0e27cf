"""From a newcomer to somebody with an account, in a browser."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.people import PASSWORD

Language = Literal["en", "ru", "fa"]
LOOKS = [("en", False), ("en", True), ("ru", False), ("fa", True)]


def check(somebody: Visitor, path: str) -> None:
    page = somebody.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
    somebody.assert_accessible()


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


@pytest.mark.rows(
    "S4-1.1", "S4-1.2", "S4-1.3", "S4-1.4", "S4-F1", "S4-F2", "S0-16", "S3-05", "S3-06", "S3-07", "S1-06"
)
def test_a_newcomer_signs_up_confirms_by_the_outbox_and_logs_in(visitor: MakeVisitor) -> None:
    newcomer = visitor()
    newcomer.allow(r"status of 403")  # the login before the address is confirmed
    newcomer.allow(r"status of 401 .*/api/posts/draft/")  # asked by the home page that is left at once
    page = newcomer.goto("/")
    expect(page).to_have_url(re.compile(r"/login/"))
    page.get_by_role("link", name="Sign up").click()
    for label, text in {
        "Username": "charlie.new",
        "Email": "charlie.new@example.org",
        "First name": "Charlie",
        "Last name": "Keller",
        "Password": PASSWORD,
        "Password (again)": PASSWORD,
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    newcomer.goto("/login/")
    log_in(page, "charlie.new")
    expect(page.get_by_role("alert")).to_contain_text("confirm your e-mail address")
    page.get_by_role("button", name="Send the link again").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    newcomer.goto("/outbox/")
    mail = page.get_by_role("article").filter(has_text="charlie.new@example.org").first
    mail.get_by_role("link", name=re.compile("confirm")).click()
    page.get_by_role("button", name="Confirm").click()
    expect(page).to_have_url(re.compile(r"/login/$"))
    log_in(page, "charlie.new@example.org")
    expect(page).to_have_url(newcomer.server.url + "/")
    page.get_by_role("button", name="Account menu").first.click()
    page.get_by_role("button", name="Log out").click()
    # The socket hears of it as well, and may be the first to leave the page.
    expect(page).to_have_url(re.compile(r"/login/(\?next=/)?$"))
    newcomer.goto("/settings/")
    expect(page).to_have_url(re.compile(r"/login/\?next=/settings/$"))


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_the_ways_in_are_accessible_and_quiet(visitor: MakeVisitor, language: Language, dark: bool) -> None:
    stranger = visitor(language=language, dark=dark, size=(375, 740))
    for path in ("/signup/", "/password/reset/", "/password/reset/sent/", "/verify/", "/outbox/"):
        check(stranger, path)


@pytest.mark.parametrize(("language", "dark"), LOOKS)
def test_the_pages_of_an_account_are_accessible_and_quiet(
    visitor: MakeVisitor, language: Language, dark: bool
) -> None:
    alice = visitor("alice", language=language, dark=dark, size=(375, 740))
    for path in ("/settings/", "/welcome/", "/logout/"):
        check(alice, path)


def test_a_session_that_is_ended_elsewhere_is_out(visitor: MakeVisitor) -> None:
    desk = visitor("alice")
    phone = visitor(person=desk.person)
    phone.allow(r"WebSocket|status of 4")
    phone.goto("/settings/")
    page = desk.goto("/settings/")
    page.get_by_role("button", name="End all other sessions").click()
    expect(page.get_by_role("button", name="End session")).to_have_count(0)
    expect(phone.goto("/settings/")).to_have_url(re.compile(r"/login/"))


def test_a_chosen_language_turns_the_page_around(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = alice.goto("/settings/")
    page.get_by_role("main").get_by_role("button", name="فارسی").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", name="تنظیمات")).to_be_visible()
