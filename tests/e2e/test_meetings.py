"""A meeting is planned, and who is invited comes to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.conftest import MakeVisitor
from tests.support.people import Person
from tests.support.waiting import wait_until


def follow_to_meeting(person: Person, title: str) -> str:
    """The address of the meeting of this title, by REST."""
    with person.api() as client:
        rows = client.get("/api/meetings/").json()["results"]
    return next(f"/calls/meetings/{row['id']}/" for row in rows if row["title"] == title)


def height_of(page: Page, label: str) -> float:
    """How far down the field of this label stands."""
    box = page.get_by_label(label, exact=True).bounding_box()
    assert box is not None
    return box["y"]


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (375, "dark")], ids=["wide-light", "phone-dark"]
)
def test_a_meeting_is_planned_and_the_invited_finds_it(width: int, scheme: str, visitor: MakeVisitor) -> None:
    alice, bob = (
        visitor("alice", size=(width, 800), dark=scheme == "dark"),
        visitor("bob"),
    )
    page = alice.goto("/rooms/")
    page.get_by_role("link", name="Plan a meeting").click()
    expect(page.get_by_label("Time zone")).not_to_have_value("")
    beside = height_of(page, "Day") == height_of(page, "Time")
    assert beside == (width > 800), "in pairs where there is room"
    page.get_by_label("Title").fill(f"Tea at {width}")
    page.get_by_label("Day").fill((timezone.now() + timedelta(days=2)).date().isoformat())
    page.get_by_label("Time", exact=True).fill("10:30")
    page.get_by_label("Repeats").select_option("weekly")
    page.get_by_label("Invited people").fill(bob.username)
    page.get_by_label("Note").fill("Bring cups")
    alice.screenshot(f"meeting-form-{width}-{scheme}")
    alice.assert_accessible()
    page.get_by_role("button", name="Plan and invite").click()
    expect(page.get_by_role("heading", name=f"Tea at {width}")).to_be_visible()
    alice.screenshot(f"meeting-{width}-{scheme}")
    alice.assert_accessible()
    # The worker tells it, perhaps between the page and its socket.
    told = f"invites you to the meeting “Tea at {width}”"
    wait_until(lambda: told in bob.goto("/notifications/").locator("main").inner_text(), what="bob is told")
    other = bob.goto("/rooms/")
    expect(other.get_by_role("heading", name="Upcoming")).to_be_visible()
    other.locator(f"a[href='{follow_to_meeting(bob.person, f'Tea at {width}')}']").click()
    bob.screenshot(f"meeting-invited-{width}-{scheme}")
    other.get_by_role("link", name="Go to the meeting").click()
    expect(other.get_by_role("button", name="Enter room")).to_be_visible()
    page.get_by_role("button", name="Cancel the meeting").click()
    page.get_by_role("button", name="Cancel it").click()
    expect(page.get_by_role("heading", name="Meetings")).to_be_visible()
    alice.screenshot(f"meetings-{width}-{scheme}")


def test_a_title_of_one_long_word_stays_on_a_phone(visitor: MakeVisitor) -> None:
    alice = visitor("alice", size=(375, 740))
    page = alice.goto("/calls/meetings/new/")
    page.get_by_label("Title").fill("Samovar" * 12)
    page.get_by_role("button", name="Plan and invite").click()
    expect(page.locator("h1 > bdi")).to_be_in_viewport(ratio=0.99)
    persian = visitor(person=alice.person, language="fa").goto(page.url.removeprefix(alice.server.url))
    expect(persian.locator("h1 > bdi")).to_be_in_viewport(ratio=0.99)
    zone = persian.locator("dd > [dir=ltr]")
    ends = "(one) => [one, one.parentElement].map((part) => Math.round(part.getBoundingClientRect().right))"
    own, line = zone.evaluate(ends)
    assert own == line, "it begins where the line does"
