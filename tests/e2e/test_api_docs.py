"""The page that shows the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect


@pytest.mark.rows("S1-01")
def test_the_api_is_read_in_a_browser_within_the_policy(visitor: Callable[..., Any]) -> None:
    page = visitor().goto("/api/docs/")
    area = page.locator("#operations-tag-messages")
    expect(area).to_be_visible()
    area.click()
    expect(page.get_by_text("/api/chatrooms/{room_id}/messages/").first).to_be_visible()
