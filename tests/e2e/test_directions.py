"""Persian, Russian and English beside each other in the log, on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from samovar.rooms.models import Room
from tests.e2e.callers import make_room
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_feed import file, share
from tests.support.people import Person
from tests.support.server import Server
from tests.support.uploads import upload

PHONE = (375, 760)
# The left edges of the lines of a text, or of some of its characters.
EDGES = """
(element, [from, to]) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text;
  while ((text = texts.nextNode()) && !text.data.trim());
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, to || text.length);
  return [...range.getClientRects()].map(({ left }) => left);
}
"""
# How much more room the words of an empty field would need than it has.
LACKING = """
field => {
  const pen = document.createElement("canvas").getContext("2d");
  const { font, paddingLeft, paddingRight } = getComputedStyle(field);
  pen.font = font;
  const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return pen.measureText(field.placeholder).width - room;
}
"""


def edges(element: Locator, start: int = 0, end: int = 0) -> list[float]:
    found: list[float] = element.evaluate(EDGES, [start, end])
    return found


def write(person: Person, code: str, **message: Any) -> None:
    """Write into the room by REST, which joins it."""
    with person.server.database() as alias:
        room = Room.objects.using(alias).get(code=code).pk
    with person.api() as client:
        if content := message.pop("file", None):
            message["files"] = [{"id": upload(client, content, "Протокол встречи.txt")}]
        answer = client.post("/api/messages/", json={"chatroom": room, **message})
    assert answer.status_code == 201, answer.text


def test_in_a_bubble_that_runs_the_other_way_names_and_sizes_are_as_they_are_read(
    visitor: MakeVisitor, server: Server
) -> None:
    alice = visitor("alice", language="fa", size=PHONE)
    dana = server.person("dana", first_name="Dana", last_name="Oyelaran-Featherstonehaugh")
    code = make_room(alice.person)
    write(dana, code, content="The plan of the year", file=b"tea " * 6000)
    page = alice.goto(f"/r/{code}/")
    bubble = page.locator(".chat-row.is-theirs .chat-bubble")
    lines = edges(bubble.locator(".chat-name"))
    assert len(lines) > 1, "the name has several lines here"
    (body,) = edges(bubble.locator(".chat-body").last)
    assert lines == pytest.approx([body] * len(lines), abs=1)
    size = bubble.locator(".files-card-text > span")
    expect(size).to_have_text("۲۴ کیلوبایت")
    two, four, word = (min(edges(size, n, n + 1)) for n in (0, 1, 3))
    # The word stands left of both digits, and these beside each other.
    assert word < two < four < two + 15, (word, two, four)
    # Under the name of the file, not at the far end.
    name = min(edges(bubble.locator(".files-card-text > bdi")))
    assert min(edges(size)) == pytest.approx(name, abs=2)


def test_the_tools_of_a_message_do_not_cover_who_wrote_it(visitor: MakeVisitor, server: Server) -> None:
    alice, bob = visitor("alice"), server.person("bob", first_name="Bob", last_name="Konstantinopolsky")
    code = make_room(alice.person)
    write(bob, code, content="Tea?")
    page = alice.goto(f"/r/{code}/")
    bubble = page.locator(".chat-row.is-theirs .chat-bubble")
    bubble.locator(".chat-body").hover()
    tools = page.locator(".chat-tools")
    expect(tools).to_be_visible()
    above, name = tools.bounding_box(), bubble.locator(".chat-name").bounding_box()
    assert above is not None
    assert name is not None
    assert above["y"] + above["height"] <= name["y"] + 2


def test_in_russian_the_words_of_the_empty_field_are_whole_on_a_phone(visitor: MakeVisitor) -> None:
    alice = visitor("alice", language="ru", size=PHONE)
    page = alice.goto(f"/r/{make_room(alice.person)}/")
    field = page.locator(".composer-field")
    expect(field).to_be_visible()
    assert field.evaluate(LACKING) <= 0


def test_who_jumps_to_a_date_is_told_it_in_the_calendar_of_iran(visitor: MakeVisitor) -> None:
    alice = visitor("alice", language="fa", size=PHONE)
    page = alice.goto(f"/r/{make_room(alice.person)}/")
    page.get_by_role("button", name="رفتن به یک تاریخ").click()
    page.locator(".chat-day-form input").fill("2026-03-21")
    expect(page.locator(".chat-day-form output")).to_have_text("شنبه ۱ فروردین ۱۴۰۵")
    alice.assert_accessible()


def test_an_empty_field_begins_where_the_persian_page_does_and_then_where_its_text_does(
    visitor: MakeVisitor,
) -> None:
    alice = visitor("alice", language="fa")
    field = alice.goto("/").locator(".post-composer-text")
    direction = "field => getComputedStyle(field).direction"
    assert field.evaluate(direction) == "rtl"
    field.fill("Tea")
    assert field.evaluate(direction) == "ltr"
    page = alice.goto("/settings/")
    name = page.locator("[name=first_name]")
    assert name.evaluate(direction) == "ltr"
    name.fill("لیلا")
    assert name.evaluate(direction) == "rtl"


def test_the_pictures_of_a_post_are_described_and_put_in_order_on_a_phone(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    article = share(alice.goto("/"), "Two", file("a.png", "red"), file("b.png", "blue"))
    page = visitor(person=alice.person, language="ru", size=PHONE).goto(
        f"{article.locator('.post-when a').get_attribute('href')}edit/"
    )
    rows = page.locator(".kept-picture")
    words = rows.locator("input[name^=alt_]")
    expect(words).to_have_count(2)
    assert max(one.evaluate(LACKING) for one in words.all()) <= 0
    upwards = rows.locator("[data-move-up]")
    # Before the first there is nothing.
    expect(upwards.first).to_be_hidden()
    was = words.nth(1).get_attribute("name")
    upwards.nth(1).press("Enter")
    expect(words.first).to_have_attribute("name", was or "")
    expect(upwards.first).to_be_hidden()
    expect(upwards.nth(1)).to_be_visible()
