"""Tokens and bots in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_token_for_a_bot_is_made_and_revoked(person: Callable[..., Any], language: str) -> None:
    alice = person("alice")
    alice.context.add_cookies([{"name": "samovar_language", "value": language, "url": alice.server.url}])
    page = alice.goto("/settings/tokens/")
    bot = f"teabot-{alice.username}"
    page.locator("#id_username").fill(bot)
    page.locator("form[action$='/settings/bots/'] button").click()
    # The form of tokens stands in the page before too; what is filled in there is lost.
    expect(page.locator("#id_whose option").filter(has_text=bot)).to_be_attached()
    page.locator("#id_name").fill("echo")
    page.locator("#id_whose").select_option(label=bot)
    page.locator("#id_reach_1").check()
    page.locator("form[action$='/settings/tokens/'] button").click()
    expect(page.locator("#token")).to_contain_text("smv_")
    alice.screenshot(f"tokens-{language}")
    page.locator("form[action$='/revoke/'] button").click()
    expect(page.locator("form[action$='/revoke/']")).to_have_count(0)
    alice.assert_accessible()
