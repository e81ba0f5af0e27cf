"""The log in front of real browsers: threads, pins, stars, forwarding, days, folded people, far places."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.chat_support import (
    SOCKET_BROKE,
    enter,
    field,
    log,
    make_room,
    messages,
    say,
    say_and_know,
    watched,
)
from tests.e2e.conftest import MakeVisitor
from tests.e2e.test_message_changes import bubble, choose
from tests.support.browser import Visitor
from tests.support.waiting import wait_until


def test_a_thread_unfolds_beside_the_log_and_is_counted(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Threads {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Tea or coffee?")
    expect(messages(other)).to_have_text(["Tea or coffee?"])
    choose(other, "Tea or", "Reply in thread")
    panel = other.get_by_role("complementary", name="Thread")
    expect(panel.get_by_role("log")).to_contain_text("Tea or coffee?")
    panel.get_by_role("textbox", name="Write a message").fill("Tea")
    panel.get_by_role("button", name="Send", exact=True).click()
    expect(panel.locator(".chat-body")).to_have_text(["Tea or coffee?", "Tea"])
    expect(messages(other)).to_have_text(["Tea or coffee?"])

    count = log(page).get_by_role("button", name=re.compile("1 answer"))
    expect(count).to_be_visible()
    expect(page.get_by_role("button", name="Threads, 1 unread")).to_be_visible()
    count.click()
    mine = page.get_by_role("complementary", name="Thread")
    expect(mine.locator(".chat-body")).to_have_text(["Tea or coffee?", "Tea"])
    expect(page.get_by_role("button", name="Threads", exact=True)).to_be_visible()
    mine.get_by_label("Also send to the room").check()
    mine.get_by_role("textbox", name="Write a message").fill("Tea it is")
    mine.get_by_role("textbox", name="Write a message").press("Enter")
    expect(messages(other)).to_have_text(["Tea or coffee?", "Tea it is"])
    expect(log(other).get_by_role("button", name="From a thread")).to_be_visible()
    expect(log(other).get_by_role("button", name=re.compile("2 answers"))).to_be_visible()
    alice.assert_accessible()
    find_again(page)


def find_again(page: Page) -> None:
    """Fold the thread and find it among those one follows."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary", name="Thread")).to_have_count(0)
    page.get_by_role("button", name="Threads", exact=True).click()
    page.get_by_role("dialog", name="Threads").get_by_role("button", name=re.compile("Tea or coffee")).click()
    expect(page.get_by_role("complementary", name="Thread")).to_be_visible()


def test_what_is_pinned_stands_above_the_log_for_everybody(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Pins {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Tea at five")
    say(page, "Bring cups")
    expect(messages(other)).to_have_count(2)
    choose(page, "Tea at five", "Pin")
    pin = other.get_by_role("button", name="Go to the pinned message")
    expect(pin).to_contain_text("Tea at five")
    bubble(other, "Bring cups").get_by_role("button", name="Message options").click()
    expect(other.get_by_role("menuitem", name="Copy text")).to_be_visible()
    expect(other.get_by_role("menuitem", name="Pin")).to_have_count(0)
    other.keyboard.press("Escape")
    # The bar of what is pinned moves the rows below it.
    expect(page.get_by_role("button", name="Go to the pinned message")).to_be_visible()
    choose(page, "Bring cups", "Pin")
    other.get_by_role("button", name="2 pinned").click()
    dialog = other.get_by_role("dialog", name="Pinned messages")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    bob.assert_accessible()
    lit = watched(other, ".chat-log .is-lit")
    dialog.get_by_role("button", name=re.compile("Tea at five")).click()
    wait_until(lambda: any("Tea at five" in text for text in lit()), what="the message is lit")
    choose(page, "Tea at five", "Unpin")
    choose(page, "Bring cups", "Unpin")
    expect(pin).to_have_count(0)


def test_a_message_is_forwarded_with_its_author(visitor: MakeVisitor) -> None:
    alice, bob, charlie = visitor("alice"), visitor("bob"), visitor("charlie")
    path = make_room(alice, f"Forwards {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "The kettle is on")
    expect(messages(other)).to_have_count(1)
    third = charlie.goto(f"/messages/{bob.username}/")
    expect(field(third)).to_be_visible()
    choose(other, "The kettle", "Forward")
    dialog = other.get_by_role("dialog", name="Forward to")
    search = dialog.get_by_role("searchbox", name="Find a room or a person")
    expect(search).to_be_focused()
    search.fill(charlie.username)
    # There are others of this first name, also among those who are offered at first.
    named = other.get_by_text(f"@{charlie.username}", exact=True)
    dialog.get_by_role("button").filter(has=named).click()
    expect(other.get_by_text("Forwarded to")).to_be_visible()
    expect(messages(third)).to_have_text(["The kettle is on"])
    expect(log(third)).to_contain_text("Forwarded from")


@pytest.mark.rows("B29", "C17", "B35")
def test_messages_of_a_blocked_person_are_folded_at_once(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Folds {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(other, "You will not like this")
    expect(messages(page)).to_have_text(["You will not like this"])
    block(alice, bob)
    expect(messages(page)).to_contain_text(["Message from a blocked person."])
    expect(messages(other)).to_have_text(["You will not like this"])
    log(page).get_by_role("button", name="Show").click()
    expect(messages(page)).to_have_text(["You will not like this"])


def block(visitor: Visitor, other: Visitor) -> None:
    """Block somebody in another tab of the same person."""
    tab = visitor.context.new_page()
    tab.goto(f"{visitor.server.url}/@{other.username}/")
    tab.get_by_role("button", name="Block", exact=True).click()
    expect(tab.get_by_role("button", name="Unblock")).to_be_visible()
    tab.close()


def test_a_star_is_ones_own_and_seen_in_every_tab(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Stars {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Remember the milk")
    expect(messages(other)).to_have_count(1)
    tab = bob.context.new_page()
    tab.goto(bob.server.url + path)
    expect(messages(tab)).to_have_count(1)
    choose(other, "Remember", "Star")
    expect(log(tab).get_by_text("Starred")).to_be_attached()
    expect(log(page).get_by_text("Starred")).to_have_count(0)
    other.reload()
    expect(log(other).get_by_text("Starred")).to_be_attached()


def test_what_is_done_without_a_connection_waits_and_is_done_once(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    alice.allow(SOCKET_BROKE)
    path = make_room(alice, f"Offline {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say_and_know(page, "Tea or cofee?")
    expect(messages(other)).to_have_count(1)
    alice.context.set_offline(True)
    field(page).press("ArrowUp")
    expect(field(page)).to_have_value("Tea or cofee?")
    say(page, "Tea or coffee?")
    expect(messages(page)).to_have_text(["Tea or coffee?"])
    expect(log(page).get_by_text("Not sent yet")).to_be_visible()
    bubble(page, "Tea or").get_by_role("button", name="React", exact=True).click()
    page.get_by_role("button", name="React with 👍").click()
    expect(log(page).get_by_role("button", name="👍, 1 person")).to_be_visible()
    expect(messages(other)).to_have_text(["Tea or cofee?"])
    alice.context.set_offline(False)
    expect(messages(other)).to_have_text(["Tea or coffee?"])
    expect(log(other).get_by_role("button", name="👍, 1 person")).to_be_visible()
    expect(log(page).get_by_text("Not sent yet")).to_have_count(0)
    log(other).get_by_role("button", name="edited").click()
    versions = other.get_by_role("dialog", name="Edits of this message")
    expect(versions.get_by_role("listitem")).to_have_count(2)


def fill(visitor: Visitor, page: Page, count: int) -> None:
    """Write many messages by the page's own socket, without drawing each in the field."""
    room = int(page.locator("samovar-chat").get_attribute("room") or "0")
    token = uuid4().hex
    del visitor
    page.evaluate(
        """async ([room, count, token]) => {
            const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
            await new Promise((done) => socket.addEventListener("message", done, {once: true}));
            const answers = new Map();
            socket.addEventListener("message", ({data}) => {
                for (const frame of [JSON.parse(data)].flat()) answers.get(frame.id)?.(frame);
            });
            const ask = (id, frame) => new Promise((done) => {
                const send = () => socket.send(JSON.stringify({id, ...frame}));
                // Who writes so much is told when to come again.
                const heard = (answer) => {
                    if (answer.err?.retry) setTimeout(send, answer.err.retry * 1000);
                    else done(answer);
                };
                answers.set(id, heard);
                send();
            });
            for (let first = 1; first <= count; first += 50) {
                const batch = [];
                for (let i = first; i < first + 50 && i <= count; i += 1) {
                    batch.push(ask(i, {op: "message.send", room, cid: token + i, body: "line " + i}));
                }
                for (const answer of await Promise.all(batch)) {
                    if (!answer.ok) throw new Error(JSON.stringify(answer));
                }
            }
            socket.close();
        }""",
        [room, count, token],
    )


def test_a_long_room_holds_few_nodes_and_any_message_is_reached(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Long {alice.username}")
    other = enter(bob, path)
    say(other, "the very first")
    expect(messages(other)).to_have_count(1)
    page = enter(alice, path)
    expect(log(other).get_by_role("button", name="Read by 1 person")).to_be_visible()
    page.goto("about:blank")
    fill(bob, other, 600)
    expect(messages(other).last).to_have_text("line 600")

    # Who comes back lands where what is new begins, and reads on from there.
    page.goto(alice.server.url + path)
    expect(log(page).get_by_text("New messages")).to_be_in_viewport()
    expect(messages(page).filter(has_text=re.compile("^line 1$"))).to_be_in_viewport()
    newest = page.get_by_role("button", name=re.compile(r"\d+ new messages"))
    expect(newest).to_be_visible()
    for _ in range(12):
        page.locator(".chat-log").evaluate("log => log.scrollTop = log.scrollHeight")
        page.wait_for_function(
            "() => document.querySelector('.chat-log').getAttribute('aria-busy') === 'false'"
        )
    rows = log(page).locator(".chat-row").count()
    assert rows <= 130
    newest.or_(page.get_by_role("button", name="Jump to the newest message")).click()
    expect(messages(page).last).to_have_text("line 600")
    wait_until(lambda: log(page).locator(".chat-row").count() <= 130, what="what is far is let go")

    page.goto("about:blank")
    page.goto(f"{alice.server.url}{path}#m300")
    expect(log(page).locator('.chat-row[data-n="300"]')).to_be_in_viewport()
    stays_where_she_reads(alice, page, other)
    say(page, "and I am here")
    expect(messages(page).last).to_have_text("and I am here")
    expect(messages(page).last).to_be_in_viewport()


def stays_where_she_reads(alice: Visitor, page: Page, other: Page) -> None:
    """What she writes elsewhere neither leads away from where she reads nor is new; what bob writes is."""
    fill(alice, page, 1)
    say(other, "and I am there")
    expect(page.get_by_role("button", name="1 new message", exact=True)).to_be_visible()
    expect(log(page).locator('.chat-row[data-n="300"]')).to_be_in_viewport()


def test_a_day_is_jumped_to_and_who_has_read_is_told(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Days {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Today's tea")
    expect(messages(other)).to_have_count(1)
    page.get_by_role("button", name="Jump to a date").click()
    dialog = page.get_by_role("dialog", name="Jump to a date")
    day, go = (one.bounding_box() for one in (dialog.get_by_label("Day"), dialog.get_by_role("button").last))
    assert day, "a field for the day"
    assert go, "a button behind it"
    assert go["x"] - day["x"] - day["width"] < 20, "the field reaches to the button"
    dialog.get_by_label("Day").fill("2001-01-01")
    lit = watched(page, ".chat-log .is-lit")
    dialog.get_by_role("button", name="Jump", exact=True).click()
    wait_until(lambda: any("Today's tea" in text for text in lit()), what="the message is lit")
    other.bring_to_front()
    read = log(page).get_by_role("button", name="Read by 1 person")
    read.click()
    expect(page.get_by_role("dialog", name="Read by").get_by_role("listitem")).to_have_count(1)


def test_a_room_is_muted_and_says_so(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Mute {alice.username}")
    page = enter(alice, path)
    other = enter(visitor(person=alice.person), path)
    page.get_by_role("button", name="Mute this room").click()
    expect(page.get_by_role("button", name="Unmute this room")).to_be_visible()
    # In every tab at once.
    expect(other.get_by_role("button", name="Unmute this room")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Unmute this room")).to_be_visible()


def test_a_long_text_in_the_field_does_not_lead_away_from_the_end(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Lines {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say_and_know(page, "\n".join(f"line {number}" for number in range(60)))
    field(page).focus()
    for number in range(7):
        page.keyboard.type(f"thought {number}")
        page.keyboard.press("Shift+Enter")
    say_and_know(other, "meanwhile")
    expect(messages(page).last).to_have_text("meanwhile")
    expect(messages(page).last).to_be_in_viewport()
    expect(page.get_by_role("button", name="Jump to the newest message")).to_have_count(0)
    expect(page.get_by_role("button", name="1 new message")).to_have_count(0)


def test_on_a_phone_a_text_of_several_lines_has_the_whole_width(visitor: MakeVisitor) -> None:
    alice = visitor("alice", size=(375, 720), has_touch=True, is_mobile=True)
    page = enter(alice, make_room(alice, f"Narrow {alice.username}"))
    field(page).fill("one line")
    narrow = field(page).bounding_box()
    field(page).fill("\n".join(f"line {number}" for number in range(10)))
    wide = field(page).bounding_box()
    assert narrow is not None
    assert wide is not None
    assert wide["width"] > narrow["width"] + 80
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()
    field(page).fill("")
    assert field(page).bounding_box() == narrow


def test_a_long_text_under_a_thread_does_not_cover_its_end(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Below {alice.username}"))
    say_and_know(page, "Which one?")
    choose(page, "Which one?", "Reply in thread")
    panel = page.get_by_role("complementary", name="Thread")
    writing = panel.get_by_role("textbox", name="Write a message")
    writing.fill("\n".join(f"line {number}" for number in range(60)))
    panel.get_by_role("button", name="Send", exact=True).click()
    expect(panel.locator(".is-pending")).to_have_count(0)
    below = panel.locator(".thread-log")
    left = "one => one.scrollHeight - one.scrollTop - one.clientHeight"
    wait_until(lambda: below.evaluate(left) < 2, what="the thread stands at its end")
    seen = below.evaluate("one => one.clientHeight")
    writing.fill("\n".join(f"thought {number}" for number in range(9)))
    wait_until(lambda: below.evaluate("one => one.clientHeight") < seen, what="the field has grown")
    wait_until(lambda: below.evaluate(left) < 2, what="the thread still stands at its end")
