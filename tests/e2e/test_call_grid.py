"""The equal tiles of a call: how they stand, and what is said on them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.calls.tab import tab_of
from tests.e2e.callers import MakeCallers, make_room
from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_media_server import join_bare
from tests.support.server import Server
from tests.support.waiting import wait_until

NAMES = ("bob", "charlie", "dora", "emil", "fatima", "goran", "hana", "ivan")
SIZES = ((1280, 800), (820, 1180), (375, 740))
# To call and to join.
WORDS = {"en": ("Call", "Join now"), "fa": ("تماس", "پیوستن به تماس")}
# What is wrong with how they stand: all are whole and of one size, and each row is in the middle.
WRONG = """
(number) => {
  const box = document.querySelector(".call-tiles").getBoundingClientRect();
  const tiles = [...document.querySelectorAll(".call-tile")].map((one) => one.getBoundingClientRect());
  if (tiles.length !== number) return `${tiles.length} tiles`;
  const rows = new Map();
  for (const one of tiles) {
    if (one.left < box.left || one.right > box.right || one.top < box.top || one.bottom > box.bottom + 1)
      return `not whole: ${JSON.stringify([one, box])}`;
    if (Math.abs(one.width - tiles[0].width) > 1 || Math.abs(one.height - tiles[0].height) > 1)
      return "of several sizes";
    const row = Math.round(one.top);
    rows.set(row, [...(rows.get(row) ?? []), one]);
  }
  const columns = Math.max(...[...rows.values()].map((row) => row.length));
  if (rows.size !== Math.ceil(number / columns)) return `${rows.size} rows of ${columns}`;
  for (const row of rows.values()) {
    const before = Math.min(...row.map(({ left }) => left)) - box.left;
    const after = box.right - Math.max(...row.map(({ right }) => right));
    if (Math.abs(before - after) > 3) return `${before} before, ${after} after`;
  }
  return "";
}
"""
# The boxes of what stands on a tile, as far as it is seen; two of them that lie over each other.
OVER_EACH_OTHER = """
(tile) => {
  const all = [...tile.querySelectorAll(":scope > :is(button, span:not(.face))")]
    .filter((one) => one.checkVisibility({ opacityProperty: true }))
    .map((one) => [one.className, one.getBoundingClientRect()]);
  return all.flatMap(([name, one], n) => all.slice(n + 1)
    .filter(([, two]) => one.left < two.right && two.left < one.right
      && one.top < two.bottom && two.top < one.bottom)
    .map(([other]) => `${name} over ${other}`));
}
"""


def stand_well(page: Page, number: int, what: str) -> None:
    wait_until(lambda: page.evaluate(WRONG, number) == "", what=what)


def has_nothing_covered(tile: Locator) -> None:
    wait_until(lambda: tile.evaluate(OVER_EACH_OTHER) == [], what="each has its place")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_rows_stand_in_the_middle(
    visitor: MakeVisitor, server: Server, language: Literal["en", "fa"]
) -> None:
    person = server.person("alice", first_name="Alice")
    alice = Caller(visitor(person=person, language=language, dark=language == "fa"), "Alice", LOOKS[0])
    alice.visitor.goto(f"/r/{make_room(person)}/")
    alice.page.evaluate("() => localStorage.setItem('samovar.layout', 'grid')")
    alice.page.reload()
    for name in WORDS[language]:
        alice.button(name).click()
    tiles = alice.page.locator(".call-tile")
    expect(tiles).to_have_count(1, timeout=TILES)
    with ExitStack() as tabs:
        for number in range(1, len(NAMES) + 2):
            if number > 1:
                name = NAMES[number - 2]
                join_bare(tabs.enter_context(tab_of(server.person(name, first_name=name.title()))), alice)
            expect(tiles).to_have_count(number)
            for width, height in SIZES:
                alice.page.set_viewport_size({"width": width, "height": height})
                stand_well(alice.page, number, f"{number} stand well at {width}")
                if number in {5, 7}:
                    alice.visitor.screenshot(f"call-grid-{number}-{width}-{language}")


def test_nothing_on_a_low_tile_lies_over_anything_else(callers: MakeCallers) -> None:
    (alice,) = callers("alice", size=(375, 740))
    alice.call()
    with ExitStack() as tabs:
        for name in NAMES[:3]:
            join_bare(
                tabs.enter_context(tab_of(alice.visitor.server.person(name, first_name=name.title()))), alice
            )
        expect(alice.page.locator(".call-tile")).to_have_count(4)
        for strip in (False, True):
            if strip:
                alice.page.locator(".call-tile").nth(1).get_by_role("button").first.click()
                expect(alice.page.locator("[data-layout=strip]")).to_have_count(1)
            tile = alice.page.locator(".call-tile").nth(1)
            tile.hover()
            expect(tile.get_by_text("Connecting…")).to_be_visible()
            expect(tile.get_by_role("button").first).to_be_visible()
            has_nothing_covered(tile)
            alice.visitor.screenshot(f"call-low-tile-{'strip' if strip else 'grid'}")
