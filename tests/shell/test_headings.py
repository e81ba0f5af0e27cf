"""Everything the fourth seed names has a page for who is logged in, and digits are those of the language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

HEADINGS = {
    "authentication and authorization": "/settings/",
    "profile": "/@alice/",
    "connections": "/@alice/followers/",
    "blocklist": "/settings/blocklist/",
    "posts, likes, comments, replies": "/",
    "live chat": "/messages/",
    "notifications": "/notifications/",
    "video conference": "/rooms/",
}


@pytest.mark.rows("S4-U1")
@pytest.mark.parametrize("heading", HEADINGS)
def test_each_heading_has_a_page_and_only_for_who_is_logged_in(
    person: Any, browser: Callable[[Any], Client], heading: str
) -> None:
    alice = person("alice")
    answer = browser(alice).get(HEADINGS[heading])
    assert answer.status_code == 200
    assert b"<h1" in answer.content
    assert Client().get(HEADINGS[heading]).status_code == 302


@pytest.mark.parametrize("address", ["/calls/meetings/new/", "/settings/tokens/"])
def test_what_is_chosen_from_a_list_has_persian_digits_in_persian(
    person: Any, browser: Callable[[Any], Client], address: str
) -> None:
    page = browser(person("alice", language="fa")).get(address).content.decode()
    texts = re.findall(r"<option[^>]*>([^<]*)</option>", page)
    lengths = [text for text in texts if "دقیقه" in text or "روز" in text]
    assert lengths
    assert not any(re.search(r"[0-9]", text) for text in lengths), lengths
