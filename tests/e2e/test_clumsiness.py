"""Hands that click twice, hold a key down or drop too much."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.callers import make_room
from tests.e2e.chat_support import enter, field, messages
from tests.e2e.conftest import MakeVisitor

# Enter is pressed, and pressed on: what a browser tells of a key that is held down.
HOLD = """
field => {
  for (const repeat of [false, true, true])
    field.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", repeat, bubbles: true, cancelable: true }));
}
"""
DROP = """
(log, count) => {
  const dataTransfer = new DataTransfer();
  for (let i = 0; i < count; i++)
    dataTransfer.items.add(new File(["tea"], `file ${i}.txt`, { type: "text/plain" }));
  for (const kind of ["dragenter", "dragover", "drop"])
    log.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
}
"""


def test_who_clicks_twice_or_holds_enter_sends_once_and_is_told_of_no_mistake(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, f"/r/{make_room(alice.person)}/")
    problem = page.locator(".composer-problem")
    field(page).fill("Clicked")
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(messages(page)).to_have_text(["Clicked"])
    expect(problem).to_be_empty()
    field(page).fill("Held")
    field(page).evaluate(HOLD)
    expect(messages(page)).to_have_text(["Clicked", "Held"])
    expect(problem).to_be_empty()
    expect(field(page)).to_be_focused()
    # Who means it is told.
    page.keyboard.press("Enter")
    expect(problem).to_have_text("Write something first.")


def test_who_drops_twelve_files_is_told_how_many_were_left_out(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, f"/r/{make_room(alice.person)}/")
    page.get_by_role("log", name="Messages").evaluate(DROP, 12)
    expect(
        page.get_by_text("At most ten files go with one message: 2 files were left out.").first
    ).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(page.locator(".chat-row .files-card")).to_have_count(10)
    expect(page.locator(".chat-row")).to_have_count(1)
