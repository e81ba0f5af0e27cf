"""A person in front of a real Chromium: whatever goes wrong unseen in the page fails the test."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.support.people import Person
from tests.support.server import Server

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
FLAGS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Told to the console, so that a page that did what the policy forbids is found out.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  const where = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${where}`);
});
"""
# What still fades in has not the colours it comes to. What turns for ever is not waited for.
AT_REST = """
() => Promise.all(document.getAnimations()
  .filter((one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity)
  .map((one) => one.finished.catch(() => null)))
"""
_SCREENS = Path(__file__).resolve().parents[2] / "test-results" / "screens"


def chromium(*, shell: bool = False) -> str:
    """Return the path of Chromium; a machine without one fails the run.

    Its headless ``shell`` is the same engine without the windows, buttons and bars that a whole browser draws
    for nobody: opening a page costs it a sixth of the processor. It shows no notifications of the system.
    """
    names = ["chromium", "chromium-browser", "google-chrome"]
    if shell:
        names.insert(0, "chromium-headless-shell")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("Chromium is not installed: `make test` installs it, or apt-get install chromium")
    return found


class Visitor:
    """One browser context (its own cookies and storage) with one open page, and what went wrong in it."""

    def __init__(self, context: BrowserContext, server: Server, person: Person | None) -> None:
        self.context = context
        self.server = server
        self._person = person
        self._allowed: list[re.Pattern[str]] = []
        self._problems: list[str] = []
        context.add_init_script(TELL_VIOLATIONS)
        context.on("page", self._watch)
        self.page: Page = context.new_page()

    @property
    def person(self) -> Person:
        """The account behind this browser; a guest's has none."""
        assert self._person is not None, "this visitor has no account"
        return self._person

    @property
    def username(self) -> str:
        return self.person.username

    def goto(self, path: str) -> Page:
        """Open ``path`` of the server in the page and return the page."""
        self.page.goto(self.server.url + path)
        return self.page

    def new_page(self, path: str) -> Page:
        """Open ``path`` in another tab of the same browser."""
        page = self.context.new_page()
        page.goto(self.server.url + path)
        return page

    def allow(self, pattern: str) -> None:
        """Let problems that match ``pattern`` pass: what the test provokes on purpose."""
        self._allowed.append(re.compile(pattern))

    def problems(self) -> list[str]:
        """Return console errors, uncaught exceptions, violations and foreign requests so far."""
        return [text for text in self._problems if not any(rule.search(text) for rule in self._allowed)]

    def screenshot(self, name: str, *, page: Page | None = None) -> Path:
        """Save ``test-results/screens/<name>.png`` of the whole page, to be looked at."""
        _SCREENS.mkdir(parents=True, exist_ok=True)
        path = _SCREENS / f"{name}.png"
        (page or self.page).screenshot(path=path, animations="disabled")
        return path

    def assert_accessible(self, *, page: Page | None = None) -> None:
        """Fail on any serious or critical finding of axe-core in the page as it is, come to rest."""
        seen = page or self.page
        seen.evaluate(AT_REST)
        found: list[dict[str, Any]] = Axe().run(seen).response["violations"]
        serious = [one for one in found if one["impact"] in {"serious", "critical"}]
        lines = [f"{one['id']}: {one['help']}: {[node['html'] for node in one['nodes']]}" for one in serious]
        assert not lines, "axe-core found:\n" + "\n".join(lines)

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._problems.append(f"uncaught: {error}"))
        page.on("request", self._requested)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._problems.append(f"console: {message.text} ({where})")

    def _requested(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            self._problems.append(f"foreign request: {request.url}")
