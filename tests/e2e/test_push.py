"""What a browser shows while no page is open, and turning it on, in a real browser without a push service."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Worker, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.push import PushBrowser
from tests.support.waiting import wait_until

pytestmark = pytest.mark.whole_browser

# Chromium cannot subscribe without its maker's service: the browser's part stands in for it.
SUBSCRIBED = """
const keys = { p256dh: %s, auth: %s };
const made = {
  endpoint: %s, options: { applicationServerKey: null },
  toJSON() { return { endpoint: this.endpoint, keys }; },
  async unsubscribe() { delete localStorage.subscribed; return true; } };
PushManager.prototype.subscribe = async () => { localStorage.subscribed = "1"; return made; };
PushManager.prototype.getSubscription = async () => localStorage.subscribed ? made : null;
"""


def settings_of(visitor: Any) -> Any:
    visitor.page.goto(f"{visitor.server.url}/settings/notifications/")
    return visitor.page


def test_a_device_is_turned_on_and_off(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    alice.context.grant_permissions(["notifications"], origin=alice.server.url)
    told = PushBrowser(f"https://fcm.googleapis.com/fcm/send/{alice.person.username}").subscription
    values = tuple(json.dumps(text) for text in (*told["keys"].values(), told["endpoint"]))
    alice.context.add_init_script(SUBSCRIBED % values)
    page = settings_of(alice)
    page.get_by_role("button", name="Turn on for this device").click()
    expect(page.get_by_text("This device is told.")).to_be_visible()
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_visible()
    page.get_by_role("button", name="Turn off for this device").click()
    expect(page.get_by_role("button", name="Turn on for this device")).to_be_visible()
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_hidden()


def test_a_browser_that_may_not_says_how_to_let_it(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    alice.page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page = settings_of(alice)
    expect(page.get_by_text("This browser was told not to show notifications of this site.")).to_be_visible()
    expect(page.get_by_role("button", name="Turn on for this device")).to_be_hidden()


SEEN_PAGES = """async () => {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter((one) => one.visibilityState === "visible").length;
}"""


def shown_by_worker(worker: Worker) -> list[dict[str, str]]:
    """Return what the browser shows now for the worker of this site."""
    found: list[dict[str, str]] = worker.evaluate(
        """async () => {
          const shown = await self.registration.getNotifications();
          return shown.map(({ body, tag, data }) => ({ body, tag, data }));
        }"""
    )
    return found


def shows(worker: Worker, expected: list[dict[str, str]]) -> bool:
    return shown_by_worker(worker) == expected


def test_what_comes_while_no_page_is_open_is_shown_once_per_thing(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    alice.context.grant_permissions(["notifications"], origin=alice.server.url)
    page = settings_of(alice)
    tools = alice.context.new_cdp_session(page)
    workers: list[Any] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: workers.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    with alice.context.expect_event("serviceworker") as begun:
        page.evaluate(
            """async () => {
              await navigator.serviceWorker.register("/push-worker.js");
              await navigator.serviceWorker.ready;
            }"""
        )
    worker = begun.value
    # What is told is heard while something is asked.
    wait_until(lambda: page.evaluate("true") and workers, what="the tools know the worker")
    page.goto("about:blank")
    # The page that was left is the worker's client for a moment more, and who looks at a page is not told.
    wait_until(lambda: not worker.evaluate(SEEN_PAGES), what="no page is open for the worker")
    tag = "like:/posts/1/"
    for text, target, leads in (
        ("Bob likes your post.", "/posts/1/", "/posts/1/"),
        ("Bob and 1 other", "//evil.example.org/", "/"),
    ):
        data = json.dumps({"text": text, "target": target, "tag": tag})
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": alice.server.url, "registrationId": workers[-1]["registrationId"], "data": data},
        )
        last = [{"body": text, "tag": tag, "data": leads}]
        wait_until(partial(shows, worker, last), what=f"{text!r} is shown, and nothing else")
