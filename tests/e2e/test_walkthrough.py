"""The walk of the third seed, from the login to the page of calls and back, in one go."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.support.people import PASSWORD
from tests.support.server import Server
from tests.support.waiting import wait_until


@pytest.mark.rows("S3-11", "S3-12", "S2-01")
def test_from_the_login_to_a_call_and_back_to_the_page_of_calls(visitor: MakeVisitor, server: Server) -> None:
    alice = server.person("alice", first_name="Alice")
    walker = Caller(visitor(), "Alice", LOOKS[0])
    page = walker.visitor.goto("/")
    page.wait_for_url("**/login/**")
    page.get_by_label("Username or email").fill(alice.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Calls").first.click()
    page.wait_for_url("**/rooms/")
    page.get_by_role("textbox", name="Room name").fill(f"Walk {uuid.uuid4().hex[:8]}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/*/")
    words = page.get_by_role("textbox", name="Write a message")
    words.fill("Before the call")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log", name="Messages")).to_contain_text("Before the call")
    assert walker.asked() == []
    walker.call()
    expect(walker.button("Hang up")).to_be_visible(timeout=TILES)
    walker.sees(walker)
    walker.button("Hang up").click()
    wait_until(lambda: walker.live_tracks("video") == 0, what="the camera is off")
    words.fill("After the call")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log", name="Messages")).to_contain_text("After the call")
    page.get_by_role("button", name="Leave room").click()
    page.wait_for_url("**/rooms/")
