"""Webhooks in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.waiting import wait_until


@pytest.mark.parametrize("language", ["en", "fa"])
def test_an_incoming_webhook_is_made_used_and_removed(person: Callable[..., Any], language: str) -> None:
    alice = person("alice")
    alice.context.add_cookies([{"name": "samovar_language", "value": language, "url": alice.server.url}])
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    with alice.person.api() as api:
        room = api.post("/api/chatrooms/", json={"name": f"builds {alice.username}"}).json()
    page = alice.goto("/settings/webhooks/")
    page.locator("#id_in-room").select_option(str(room["id"]))
    page.locator("#id_in-name").fill("CI")
    page.locator("form[action$='/settings/webhooks/incoming/'] button").click()
    copy = page.locator("[data-copy^='hook-']")
    expect(copy).to_be_visible()
    address = page.locator(f"#{copy.get_attribute('data-copy')}").inner_text().strip()
    copy.click()
    # What was copied before may still be there, and what was done before may still be told.
    wait_until(
        lambda: page.evaluate("navigator.clipboard.readText()") == address, what="the address is copied"
    )
    expect(page.locator("#toasts .toast-note").last).to_be_visible()
    assert httpx.post(address, json={"text": "**built**"}, trust_env=False).status_code == 201
    alice.assert_accessible()
    alice.screenshot(f"webhooks-{language}")
    page.locator("form[action$='/remove/'] button").click()
    expect(page.locator("form[action$='/remove/']")).to_have_count(0)
    assert httpx.post(address, json={"text": "x"}, trust_env=False).status_code == 404
