"""Names and pictures of everybody in a call, and of who writes in the room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.callers import make_room
from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.support.pictures import show_face
from tests.support.waiting import wait_until

DRAWN = "image => image.complete && image.naturalWidth > 0 && image.getBoundingClientRect().width > 0"


def shows_picture(place: Locator) -> None:
    image = place.locator("img.face-picture").first
    expect(image).to_be_visible(timeout=TILES)
    wait_until(lambda: image.evaluate(DRAWN), what="the picture is drawn")


@pytest.mark.rows("S4-9.7", "S4-D3")
def test_three_people_see_names_and_pictures_of_all_also_with_cameras_off(visitor: MakeVisitor) -> None:
    people = [
        Caller(visitor(name), name.title(), look)
        for name, look in zip(("alice", "bob", "charlie"), LOOKS, strict=False)
    ]
    for one in people:
        assert one.visitor.person is not None
        show_face(one.visitor.person)
    assert people[0].visitor.person is not None
    code = make_room(people[0].visitor.person)
    for one in people:
        one.enter(code)
    for one in people:
        one.call()
        one.toggle("Camera", on=False)
    for one in people:
        for other in people:
            tile = one.tile(other)
            expect(tile).to_have_attribute("data-camera", "off", timeout=TILES)
            expect(tile.get_by_text(other.name).first).to_be_visible()
            shows_picture(tile)
        expect(one.page.get_by_role("group").locator("video")).to_have_count(0)
    people[0].visitor.assert_accessible()


@pytest.mark.rows("S4-9.7")
def test_pictures_stand_beside_people_and_what_they_write(visitor: MakeVisitor) -> None:
    alice, bob = (
        Caller(visitor(name), name.title(), look) for name, look in zip(("alice", "bob"), LOOKS, strict=False)
    )
    assert alice.visitor.person is not None
    assert bob.visitor.person is not None
    show_face(bob.visitor.person)
    code = make_room(alice.visitor.person)
    alice.enter(code)
    bob.enter(code)
    bob.page.get_by_role("textbox", name="Write a message").fill("Tea?")
    bob.page.get_by_role("button", name="Send").click()
    log = alice.page.get_by_role("log", name="Messages")
    shows_picture(log.locator(".is-theirs", has_text="Tea?"))
    alice.page.get_by_role("tab", name="People").click()
    row = alice.page.get_by_role("list", name="People in the room").get_by_role("listitem")
    shows_picture(row.filter(has_text="Bob"))
    expect(row.filter(has_text="Alice").locator("img")).to_have_count(0)
