"""Rooms in a real browser: the hub, the form, the door."""

from __future__ import annotations

import re
import uuid
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.line import make_room

Language = Literal["en", "ru", "fa"]
SIZES = [(1280, 860), (375, 812)]


def enter_by_name(page: Page, name: str) -> None:
    """Type a room's name at the hub."""
    page.get_by_label("Room name").fill(name)
    page.get_by_role("button", name="Enter", exact=True).click()
    expect(page.get_by_role("textbox", name="Write a message")).to_be_visible()


@pytest.mark.rows("S2-19", "S2-20", "S2-11", "S2-07")
def test_a_room_opened_by_somebody_else_appears_without_a_reload_and_vanishes(person: MakeVisitor) -> None:
    alice, bob = person("alice"), person("bob")
    name = f"чай {uuid.uuid4()}"
    page = alice.goto("/rooms/")
    for control in ("Create room", "Host a meeting", "Join", "Enter"):
        expect(page.get_by_role("button", name=control, exact=True)).to_be_visible()
    page.evaluate("window.notReloaded = true")
    enter_by_name(bob.goto("/rooms/"), name)
    card = page.get_by_role("link", name=re.compile(name))
    expect(card).to_be_visible()
    expect(card).to_contain_text("1 in the room")
    card.click()
    page.get_by_role("button", name="Enter room").click()
    expect(page.get_by_role("textbox", name="Write a message")).to_be_visible()
    for visitor in (alice, bob):
        visitor.page.get_by_role("button", name="Leave room").click()
        expect(visitor.page).to_have_url(visitor.server.url + "/rooms/")
    expect(alice.page.get_by_role("link", name=re.compile(name))).to_have_count(0, timeout=30_000)


@pytest.mark.rows("S0-02", "S0-15", "S2-04")
def test_the_form_makes_a_room_with_its_controls(person: MakeVisitor) -> None:
    alice = person("alice")
    page = alice.goto("/rooms/")
    page.get_by_role("button", name="Create room").click()
    expect(page).to_have_url(alice.server.url + "/rooms/new/")
    expect(page.get_by_label("Keep history")).to_be_checked()
    expect(page.get_by_label("Listed")).to_be_checked()
    expect(page.get_by_label("Guests may join")).not_to_be_checked()
    alice.assert_accessible()
    page.get_by_role("textbox", name="Name").fill(f"Chemistry {uuid.uuid4()}")
    page.get_by_role("button", name="Create room").click()
    expect(page).to_have_url(re.compile(r"/r/[a-z]{3}-[a-z]{4}-[a-z]{3}/$"))
    for control in ("Rename room", "Delete room", "Leave room"):
        expect(page.get_by_role("button", name=control)).to_be_visible()


@pytest.mark.rows("S0-03", "S0-14", "S4-9.1", "S4-9.2")
def test_a_link_brings_a_guest_into_a_meeting(person: MakeVisitor, visitor: MakeVisitor) -> None:
    host, guest = person("alice"), visitor()
    page = host.goto("/rooms/")
    page.get_by_role("button", name="Host a meeting").click()
    expect(page).to_have_url(re.compile(r"/r/[a-z]{3}-[a-z]{4}-[a-z]{3}/$"))
    door = guest.goto(page.url.removeprefix(host.server.url))
    guest.assert_accessible()
    door.get_by_role("tab", name="Guest").click()
    door.get_by_role("button", name="Enter room").click()
    expect(door.get_by_text("Enter the name others shall see.")).to_be_visible()
    guest.allow(r"400 \(Bad Request\)")
    guest.assert_accessible()
    door.get_by_label("Display name").fill("Dmitri")
    door.get_by_role("button", name="Enter room").click()
    expect(door.get_by_role("textbox", name="Write a message")).to_be_visible()
    expect(page.get_by_text("Dmitri").first).to_be_visible()


@pytest.mark.rows("S0-14", "S0-16")
def test_a_wrong_password_at_the_door_is_said_there(visitor: MakeVisitor, person: MakeVisitor) -> None:
    alice, bob = person("alice"), visitor()
    room = make_room(alice.person, f"tea {uuid.uuid4()}")
    with alice.person.api() as api:
        code = api.get(f"/api/chatrooms/{room}/").json()["code"]
    page = bob.goto(f"/r/{code}/")
    expect(page.get_by_role("tab", name="Guest")).to_have_count(0)
    page.get_by_label("Username or email").fill(alice.username)
    page.get_by_label("Password").fill("not this one")
    page.get_by_label("Display name").fill("Bob")
    page.get_by_role("button", name="Enter room").click()
    expect(page.get_by_role("alert")).to_be_visible()
    bob.allow(r"401 \(Unauthorized\)")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ru", "fa"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_of_rooms_fit_and_are_accessible(
    person: MakeVisitor, language: Language, dark: bool, size: tuple[int, int]
) -> None:
    alice = person("alice", language=language, dark=dark, size=size)
    other = person("bob")
    room = make_room(other.person, f"اتاق {uuid.uuid4()}")
    with other.person.api() as api:
        code = api.get(f"/api/chatrooms/{room}/").json()["code"]
    for name, path in (("hub", "/rooms/?q=bob"), ("new", "/rooms/new/"), ("door", f"/r/{code}/")):
        page = alice.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        alice.assert_accessible()
        alice.screenshot(f"rooms-{name}-{size[0]}-{'dark' if dark else 'light'}-{language}")
