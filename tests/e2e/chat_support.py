"""How a test walks into a room, writes and reads there."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Visitor

# What Chromium writes to the console by itself when a socket breaks or a page is refused on purpose.
SOCKET_BROKE = (
    r"WebSocket connection|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|Failed to load resource"
)

# What an element says and where it stands, each time that is another thing, from now on.
WATCH = """
([key, selector]) => {
  const seen = (window[key] = []);
  const look = () => {
    for (const one of document.querySelectorAll(selector)) {
      if (!one.checkVisibility()) continue;
      const now = `${one.ariaLabel ?? ""} ${one.ariaValueNow ?? ""} ${one.textContent}`.trim();
      if (now !== seen.at(-1)) seen.push(now);
    }
  };
  const whole = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(document, whole);
  look();
}
"""


def make_room(
    owner: Visitor, name: str, *, guests: bool = False, passcode: str = "", kept: bool = True
) -> str:
    """Create a room by its page and return its path."""
    page = owner.goto("/rooms/new/")
    page.get_by_label("Name", exact=True).fill(name)
    if guests:
        page.get_by_label("Guests may join").check()
    if passcode:
        page.get_by_label("Passcode").fill(passcode)
    if not kept:
        page.get_by_label("Keep history").uncheck()
    page.get_by_role("button", name="Create room").click()
    page.wait_for_url(re.compile(r"/r/[a-z-]+/$"))
    return page.url.removeprefix(owner.server.url)


def enter(visitor: Visitor, path: str) -> Page:
    """Go through the room's door, if there is one for this visitor, and wait for the log."""
    page = visitor.goto(path)
    expect(page.get_by_role("button", name="Enter room").or_(field(page))).to_be_visible()
    if page.get_by_role("button", name="Enter room").is_visible():
        page.get_by_role("button", name="Enter room").click()
    expect(field(page)).to_be_visible()
    return page


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Write a message")


def log(page: Page) -> Locator:
    return page.get_by_role("log", name="Messages")


def messages(page: Page) -> Locator:
    return log(page).locator(".chat-body")


def say(page: Page, text: str) -> None:
    field(page).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def say_and_know(page: Page, text: str) -> None:
    """Write, and wait until the server has acknowledged all that was written here.

    Others may see a message before its author is told that it is stored.
    """
    say(page, text)
    expect(messages(page).last).to_have_text(text)
    expect(log(page).locator(".is-pending")).to_have_count(0)


def watched(page: Page, selector: str) -> Callable[[], list[str]]:
    """Give what elements of this selector have shown since now, also what stood there for a moment only."""
    key = f"seen {selector}"
    page.evaluate(WATCH, [key, selector])

    def seen() -> list[str]:
        texts: list[str] = page.evaluate("key => window[key]", key)
        return texts

    return seen


def bodies(page: Page) -> list[str]:
    """Return the texts of the log exactly as they are in the page."""
    texts: list[str] = messages(page).evaluate_all("all => all.map(one => one.textContent)")
    return texts
