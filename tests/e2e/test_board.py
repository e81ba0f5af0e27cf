"""The board in front of real browsers: one draws, the others see it, and nobody draws without the pen."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.e2e.board_support import dark_pixels, draw, open_board, wait_for_drawing
from tests.e2e.chat_support import SOCKET_BROKE, enter, make_room
from tests.e2e.conftest import MakeVisitor
from tests.support.browser import Visitor
from tests.support.waiting import wait_until


@pytest.mark.rows("S0-05", "S0-09", "S0-12", "S0-20", "S0-27", "S0-28")
def test_the_host_draws_the_others_watch_and_the_host_saves_it(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    path = make_room(alice, f"Drawn {alice.username}")
    host, watcher = enter(alice, path), enter(bob, path)
    mine, theirs = open_board(host), open_board(watcher)
    expect(theirs.get_by_text("You are watching")).to_be_visible()
    expect(theirs.get_by_test_id("toolbar-rectangle")).to_have_count(0)
    expect(theirs.get_by_role("button", name="Save snapshot")).to_have_count(0)
    assert dark_pixels(watcher) == 0
    draw(host, "freedraw")
    wait_for_drawing(watcher)
    late = enter(charlie, path)
    open_board(late)
    wait_for_drawing(late)
    mine.get_by_role("button", name="Save snapshot").click()
    expect(mine.get_by_role("status")).to_have_text("The snapshot is saved.")
    mine.get_by_role("link", name="Snapshots").click()
    saved = host.get_by_role("img", name="Board saved by Alice")
    expect(saved).to_be_visible()
    delete = host.get_by_role("button", name="Delete", exact=True)
    asked = host.get_by_role("dialog", name="Delete the snapshot")
    delete.click()
    alice.assert_accessible()
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_be_hidden()
    expect(saved).to_be_visible()
    delete.click()
    asked.get_by_role("button", name="Delete it").click()
    expect(host.get_by_text("Nothing saved yet.")).to_be_visible()
    expect(saved).to_have_count(0)


def who_may_draw(visitor: Visitor, path: str) -> str:
    """Return whom the server lets draw in this room: what a host chose may still be on its way."""
    from samovar.boards.models import Board  # noqa: PLC0415 - after the settings were read

    with visitor.server.database() as alias:
        return str(Board.objects.using(alias).get(room__code=path.split("/")[2]).policy)


@pytest.mark.rows("S0-C1")
def test_the_pen_is_handed_over_at_once_and_what_was_drawn_without_it_is_kept(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Pen {alice.username}")
    host, other = enter(alice, path), enter(bob, path)
    mine, theirs = open_board(host), open_board(other)
    mine.get_by_label("Who may draw").select_option("everybody")
    expect(theirs.get_by_test_id("toolbar-rectangle")).to_be_attached()
    draw(other, "rectangle")
    wait_for_drawing(host)
    # What is drawn while the pen is taken away far from there is not lost to who drew it.
    bob.allow(SOCKET_BROKE)
    bob.context.set_offline(True)
    draw(other, "ellipse")
    # The last stroke of the rectangle may not have been sent yet: then it waits too, and is kept too.
    expect(theirs.get_by_text(re.compile(r"waits? to be sent"))).to_be_visible()
    mine.get_by_label("Who may draw").select_option("host")
    wait_until(lambda: who_may_draw(alice, path) == "host", what="the pen is taken away")
    bob.context.set_offline(False)
    expect(theirs.get_by_test_id("toolbar-rectangle")).to_have_count(0)
    kept = theirs.get_by_role("alert").filter(has_text=re.compile(r"things? you drew w(as|ere) not taken\."))
    expect(kept).to_be_visible()
    other.reload()
    open_board(other)
    expect(kept).to_be_visible()
    before = dark_pixels(host)
    mine.get_by_label("Who may draw").select_option("everybody")
    kept.get_by_role("button", name=re.compile("Put (it|them) beside")).click()
    expect(kept).to_have_count(0)
    wait_until(lambda: dark_pixels(host) > before, what="what Bob put back is seen by Alice")


@pytest.mark.parametrize("language", ["en", "ru", "fa"])
def test_the_page_keeps_its_language_and_direction(
    visitor: MakeVisitor, language: Literal["en", "ru", "fa"]
) -> None:
    english = visitor("alice")
    path = make_room(english, f"Page {english.username}")
    enter(english, path)
    page = visitor(person=english.person, language=language).goto(path)
    before = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    page.locator(".room-board").click()
    expect(page.locator(".board-editor[data-ready]")).to_be_attached()
    expect(page.get_by_test_id("toolbar-rectangle")).to_be_attached()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == before
