"""Calls on phones, also on those that lie on their side: all that a call needs is in sight."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Locator, expect

from tests.calls.tab import tab_of
from tests.e2e.callers import MakeCallers, all_meet, make_room
from tests.e2e.calls_support import LOOKS, TILES, Caller
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_media_server import join_bare
from tests.e2e.test_waiting_room import make_waiting_room
from tests.support.server import Server
from tests.support.waiting import wait_until

LYING = (667, 375)
LONG = "Konstantin Konstantinopolsky of the Further Danube"
# To call, to join, the panel, the people in it, and what is said of oneself.
WORDS = {
    "ru": ("Звонок", "Присоединиться", "Чат", "Люди", "(вы)"),
    "fa": ("تماس", "پیوستن به تماس", "گفت‌وگو", "آدم‌ها", "(شما)"),
}


def is_whole(one: Locator) -> None:
    """Fail unless all of it is in the window."""
    expect(one).to_be_in_viewport(ratio=0.99)


def edge(one: Locator) -> tuple[float, float]:
    """Where it begins and ends from left to right."""
    box = one.bounding_box()
    assert box is not None
    return box["x"], box["x"] + box["width"]


@pytest.mark.parametrize("size", [(375, 740), LYING], ids=["upright", "lying"])
def test_who_knocks_is_let_in_on_a_phone(visitor: MakeVisitor, size: tuple[int, int]) -> None:
    alice = visitor("alice")
    path = make_waiting_room(alice.goto("/rooms/new/"), f"{LONG} {alice.username} {size[0]}")
    # Russian words for it are the longest.
    host = visitor(person=alice.person, language="ru", size=size)
    host.goto(path)
    guests = [visitor() for _ in range(2)]
    for number, guest in enumerate(guests):
        guest.goto(f"{path}?as=guest")
        guest.page.get_by_label("Display name").fill(f"{LONG} {number}")
        guest.page.get_by_role("button", name="Ask to join").click()
    page = host.page
    expect(page.get_by_role("alert")).to_have_count(2)
    for alert in page.get_by_role("alert").all():
        is_whole(alert.get_by_role("button", name="Отказать", exact=True))
        is_whole(alert.get_by_role("button", name="Впустить", exact=True))
    everybody = page.get_by_role("button", name="Впустить всех")
    is_whole(everybody)
    everybody.click()
    for guest in guests:
        expect(guest.page.get_by_role("button", name="Call", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [(375, 740), (820, 1180)])
def test_who_rings_covers_nobody_who_knocks(visitor: MakeVisitor, size: tuple[int, int]) -> None:
    alice = visitor("alice", size=size)
    path = make_waiting_room(alice.goto("/rooms/new/"), f"Ring and knock {alice.username}")
    guest = visitor()
    guest.goto(f"{path}?as=guest")
    guest.page.get_by_label("Display name").fill(LONG)
    guest.page.get_by_role("button", name="Ask to join").click()
    expect(alice.page.get_by_role("alert")).to_have_count(1)
    with tab_of(alice.server.person("bob", first_name="Bob")) as bob:
        bob.ask("call.ring", username=alice.username)
        ring = alice.page.get_by_role("alertdialog")
        expect(ring.get_by_role("button", name="Accept")).to_be_visible()
        alice.screenshot(f"call-ring-and-knock-{size[0]}")
        # A trial fails where something else lies over it.
        for name in ("Admit", "Deny"):
            alice.page.get_by_role("button", name=name, exact=True).click(trial=True)
        ring.get_by_role("button", name="Decline").click()
    alice.page.get_by_role("button", name="Admit", exact=True).click()
    expect(guest.page.get_by_role("button", name="Call", exact=True)).to_be_visible()


def test_a_phone_on_its_side_shows_what_a_call_needs(callers: MakeCallers) -> None:
    (alice,) = callers("alice", size=LYING)
    is_whole(alice.button("Call"))
    is_whole(alice.button("Leave room"))
    alice.button("Call").click()
    is_whole(alice.button("Join now"))
    is_whole(alice.page.get_by_label("Camera").first)
    alice.button("Join now").click()
    expect(alice.button("Hang up")).to_be_visible(timeout=TILES)
    alice.button("Board").click()
    board = alice.page.get_by_role("region", name="Board")
    expect(board.get_by_role("button", name="Add page")).to_be_visible()
    is_whole(board)
    for name in ("Microphone", "Camera", "More", "Hang up"):
        is_whole(alice.button(name))
    is_whole(alice.tile(alice))


@pytest.mark.parametrize("size", [(768, 1024), (844, 390), (1180, 820)], ids=["tablet", "phone", "wide"])
def test_the_bar_of_a_call_is_whole_where_there_is_no_room_for_words(
    callers: MakeCallers, size: tuple[int, int]
) -> None:
    (alice,) = callers("alice", size=size)
    alice.button("Call").click()
    alice.button("Join now").click()
    for name in ("Hang up", "Leave room", "Copy code", "Microphone", "More"):
        is_whole(alice.button(name))


def test_six_people_are_whole_on_a_phone_that_lies_on_its_side(callers: MakeCallers) -> None:
    (alice,) = callers("alice", size=LYING)
    alice.call()
    with ExitStack() as tabs:
        for name in ("bob", "charlie", "dora", "emil", "fatima"):
            join_bare(
                tabs.enter_context(tab_of(alice.visitor.server.person(name, first_name=name.title()))), alice
            )
        tiles = alice.page.locator(".call-tile")
        expect(tiles).to_have_count(6)
        for tile in tiles.all():
            is_whole(tile)
        rows = "all => new Set(all.map(one => Math.round(one.getBoundingClientRect().top))).size"
        wait_until(lambda: tiles.evaluate_all(rows) == 2, what="they stand in two rows")
        alice.page.set_viewport_size({"width": 375, "height": 740})
        wait_until(lambda: tiles.evaluate_all(rows) == 3, what="upright in three")
        for tile in tiles.all():
            is_whole(tile)
        alice.visitor.screenshot("call-six-upright")


def test_a_board_in_a_call_leaves_the_tiles_their_place(callers: MakeCallers) -> None:
    (alice,) = callers("alice", size=(1280, 800))
    alice.call()
    alice.button("Board").click()
    board = alice.page.get_by_role("region", name="Board")
    expect(board.get_by_role("button", name="Add page")).to_be_visible()
    above, below = alice.tile(alice).bounding_box(), board.bounding_box()
    assert above is not None
    assert below is not None
    # Under them it begins at once.
    assert 0 <= below["y"] - (above["y"] + above["height"]) < 40


def test_a_phone_shows_tiles_beside_the_board_and_closes_its_panel(callers: MakeCallers) -> None:
    alice, bob = callers("alice", "bob", size=(375, 740))
    for one in (alice, bob):
        one.call()
    all_meet((alice, bob))
    alice.button("Chat").click()
    close = alice.button("Close panel")
    is_whole(close)
    close.focus()
    alice.page.keyboard.press("Enter")
    expect(close).to_be_hidden()
    expect(alice.button("Chat")).to_be_focused()
    alice.button("Board").click()
    expect(alice.page.get_by_role("region", name="Board")).to_be_visible()
    for other in (alice, bob):
        is_whole(alice.tile(other))
    tile = alice.tile(bob)
    tile.locator(".call-name > bdi").evaluate("(name) => name.append('y'.repeat(40))")
    expect(tile.locator(".call-quality")).to_be_visible()
    assert edge(tile.locator(".call-name"))[1] <= edge(tile.locator(".call-quality"))[0]


TOLD_BESIDE = """
(other) => {
  document.dispatchEvent(new CustomEvent("samovar:toast", { detail: { text: "One sentence. ".repeat(6) } }));
  const [note, left] = [".toast-note:last-child", other].map((one) =>
    document.querySelector(one).getBoundingClientRect());
  return note.bottom <= left.top || note.right <= left.left;
}
"""


@pytest.mark.parametrize("size", [(375, 740), (820, 1180), (1280, 800)])
def test_what_is_told_in_passing_leaves_captions_and_the_small_window_free(
    callers: MakeCallers, size: tuple[int, int]
) -> None:
    (alice,) = callers("alice", size=size)
    alice.call()
    with tab_of(alice.visitor.server.person("bob", first_name="Bob")) as bob:
        join_bare(bob, alice)
        expect(alice.page.locator(".call-tile")).to_have_count(2)
        captions = alice.button("Captions")
        if not captions.is_visible():
            alice.button("More").click()
        captions.click()
        alice.page.keyboard.press("Escape")
        room = int(alice.page.locator("samovar-call-stage").get_attribute("room") or 0)
        bob.ask("call.caption", room=room, peer=bob.peer, line=1, text="Shall we begin? " * 6, final=True)
        expect(alice.page.get_by_role("log", name="Captions")).to_contain_text("Shall we begin?")
        assert alice.page.evaluate(TOLD_BESIDE, ".call-captions")
        alice.visitor.screenshot(f"call-captions-told-{size[0]}")
    alice.page.evaluate("() => document.querySelector('a[href=\"/\"]').click()")
    window = alice.page.get_by_role("region", name="Running call")
    expect(window).to_be_visible()
    assert alice.page.evaluate(TOLD_BESIDE, ".call-dock")
    alice.visitor.screenshot(f"call-dock-told-{size[0]}")
    window.get_by_role("button", name="Hang up").click()
    expect(window).to_have_count(0)


@pytest.mark.parametrize("language", ["ru", "fa"])
def test_a_long_name_of_ones_own_leaves_space_for_saying_whose_it_is(
    visitor: MakeVisitor, server: Server, language: Literal["ru", "fa"]
) -> None:
    call, join, chat, people, mine = WORDS[language]
    person = server.person("konstantin", first_name=LONG)
    one = Caller(visitor(person=person, language=language, size=(375, 740)), LONG, LOOKS[0])
    page = one.visitor.goto(f"/r/{make_room(person)}/")
    one.button(call).click()
    one.button(join).click()
    gives_way(page.locator(".call-name"), mine)
    # Nor is what stands below the room's name cut.
    below = page.locator(".room-sub")
    expect(below).to_contain_text("1" if language == "ru" else "۱")
    assert below.evaluate("line => line.scrollWidth <= line.clientWidth"), below.text_content()
    assert below.evaluate("line => line.clientHeight") < 30, "it is one line"
    one.visitor.screenshot(f"call-own-name-{language}")
    one.button(chat).click()
    page.get_by_role("tab", name=people).click()
    row = page.get_by_role("tabpanel", name=people).get_by_role("listitem").filter(has_text=mine)
    gives_way(row.locator(".row-title"), mine)
    one.visitor.screenshot(f"call-people-{language}")


def gives_way(line: Locator, mine: str) -> None:
    """Fail unless the name in this line is cut, and that it is one's own is not."""
    said, name = line.get_by_text(mine, exact=True), line.locator("bdi").first
    expect(said).to_be_visible()
    assert name.evaluate("(name) => name.scrollWidth > name.clientWidth"), "the name is not cut"
    begin, end = edge(line)
    assert begin <= edge(said)[0] < edge(said)[1] <= end


def test_a_phone_shows_all_that_the_connection_test_says(visitor: MakeVisitor) -> None:
    alice = visitor("alice", language="ru", size=(375, 740))
    page = alice.goto("/calls/test/")
    page.get_by_role("button", name="Начать проверку").click()
    expect(page.locator(".call-check-verdict")).not_to_be_empty(timeout=TILES)
    steps = page.locator(".call-check-step")
    expect(steps).to_have_count(5)
    for step in steps.all():
        step.scroll_into_view_if_needed()
        is_whole(step)
        said = step.locator(".row-sub")
        assert said.evaluate("(said) => said.scrollWidth <= said.clientWidth"), said.inner_text()
