"""History, codes at login, leaving and coming back, in a real browser."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import MakeVisitor
from tests.support.people import PASSWORD

PAGES = (
    "/settings/history/",
    "/settings/history/usage/",
    "/settings/security/",
    "/settings/notifications/",
    "/settings/delete/",
)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_pages_of_an_account_are_accessible_and_quiet(
    person: MakeVisitor, language: Literal["en", "fa"]
) -> None:
    alice = person("alice", language=language)
    for path in PAGES:
        alice.goto(path)
        alice.assert_accessible()


@pytest.mark.rows("D01", "D02")
def test_leaving_and_coming_back(person: MakeVisitor) -> None:
    alice = person("alice")
    alice.allow("status of 403")  # the login that is refused
    name = alice.username
    page = alice.goto("/settings/delete/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Delete account").click()
    # The socket hears of it as well, and may be the first to leave the page.
    page.wait_for_url(re.compile(r"/login/(\?next=.*)?$"))
    alice.goto("/login/")
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Restore").click()
    page.get_by_label("Username or email").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(alice.server.url + "/")


@pytest.mark.parametrize(("language", "size"), [("en", (1280, 800)), ("fa", (375, 812))])
@pytest.mark.parametrize("without", [False, True])
def test_the_key_for_codes_is_copied_also_without_the_clipboard_interface(
    person: MakeVisitor, language: Literal["en", "fa"], size: tuple[int, int], without: bool
) -> None:
    alice = person("alice", language=language, size=size, dark=language == "fa")
    if without:  # plain http on a host that is not this machine
        alice.context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })"
        )
    page = alice.goto("/settings/security/")
    key = page.locator("#codes-key").inner_text()
    copy = page.locator("[data-copy=codes-key]")
    copy.click()
    expect(page.locator("#toasts .toast-note")).to_have_text("Copied." if language == "en" else "رونوشت شد.")
    if without:
        expect(copy).to_be_focused()
    alice.assert_accessible()
    alice.screenshot(f"codes-key-{language}")
    page.locator("input[type=password]").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("input[type=password]")).to_have_value(key)
