"""People talk in a room, in front of real browsers: nothing lost, nothing twice."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.conftest import MakeServer
from tests.e2e.chat_support import (
    SOCKET_BROKE,
    bodies,
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
from tests.support.browser import FLAGS, Visitor, chromium
from tests.support.waiting import wait_until

PERSIAN = "سلام، می‌آیی؟ «چای» ۴ بعدازظهر 🌷\nسطر دوم"


@pytest.mark.rows("S2-02", "S0-06", "S0-10", "S0-22", "S2-24", "S4-F9", "S3-15")
def test_two_people_chat_and_each_message_is_there_once(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Tea of {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    say(page, "Shall we?")
    expect(messages(other)).to_have_text(["Shall we?"])
    field(other).fill("Yes!")
    field(other).press("Enter")
    expect(messages(page)).to_have_text(["Shall we?", "Yes!"])
    expect(log(page)).to_contain_text("Bob")
    expect(log(other)).to_contain_text("Alice")
    own = log(page).locator(".is-mine .chat-bubble").bounding_box()
    theirs = log(page).locator(".is-theirs .chat-bubble").bounding_box()
    assert own is not None
    assert theirs is not None
    assert own["x"] > theirs["x"]
    expect(log(page).locator(".chat-row time[datetime]")).to_have_count(2)
    alice.assert_accessible()


@pytest.mark.rows("S1-02", "S2-02")
def test_a_persian_message_arrives_byte_for_byte_and_from_right_to_left(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob", language="fa")
    path = make_room(alice, f"اتاق ۱ {alice.username}")
    page, other = enter(alice, path), bob.goto(path)
    other.locator("form button.btn-primary").click()
    expect(other.get_by_role("log")).to_be_visible()
    field(page).fill(PERSIAN)
    page.get_by_role("button", name="Send", exact=True).click()
    body = other.get_by_role("log").locator(".chat-body")
    expect(body).to_have_count(1)
    assert body.evaluate("one => one.textContent") == PERSIAN
    assert body.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert re.search("[۰-۹]", other.get_by_role("log").locator("time").first.inner_text())
    bob.assert_accessible()


@pytest.mark.rows("S2-10", "S4-9.8")
def test_an_unkept_room_shows_nothing_to_who_comes_later(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Gone {alice.username}", kept=False)
    page = enter(alice, path)
    expect(page.get_by_text("Not kept", exact=True)).to_be_visible()
    say_and_know(page, "only now")
    expect(messages(page)).to_have_text(["only now"])
    other = enter(bob, path)
    expect(other.get_by_text("No messages yet")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No messages yet")).to_be_visible()


@pytest.mark.rows("S2-02")
def test_an_empty_or_endless_message_is_refused_with_a_sentence(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Limits {alice.username}"))
    say(page, "  ")
    expect(page.get_by_role("alert").get_by_text("Write something first.")).to_be_visible()
    say(page, "x" * 8003)
    expect(page.get_by_text("This message is too long: 3 characters must go.")).to_be_visible()
    expect(messages(page)).to_have_count(0)
    field(page).fill("kept for later")
    page.reload()
    expect(field(page)).to_have_value("kept for later")


@pytest.mark.rows("S2-02")
def test_only_web_and_mail_addresses_become_links(visitor: MakeVisitor) -> None:
    alice = visitor("alice")
    page = enter(alice, make_room(alice, f"Links {alice.username}"))
    say(page, "see https://example.org/a?b=c. <img src=x onerror=alert(1)> javascript:alert(1)")
    link = log(page).get_by_role("link")
    expect(link).to_have_attribute("href", "https://example.org/a?b=c")
    expect(link).to_have_attribute("rel", re.compile("noopener"))
    assert bodies(page) == ["see https://example.org/a?b=c. <img src=x onerror=alert(1)> javascript:alert(1)"]


@pytest.mark.rows("S4-F10", "S0-06")
def test_after_a_restart_of_the_server_nothing_is_lost_and_nothing_twice(
    visitor: MakeVisitor, make_server: MakeServer
) -> None:
    server = make_server()
    alice, bob = visitor("alice", on=server), visitor("bob", on=server)
    for one in (alice, bob):
        one.allow(SOCKET_BROKE)
    path = make_room(alice, "Restart")
    page, other = enter(alice, path), enter(bob, path)
    say_and_know(page, "before")
    expect(messages(other)).to_have_text(["before"])
    server.kill9()
    for text in ("one", "two"):
        say(page, text)
    say(other, "three")
    expect(page.get_by_text("2 messages wait to be sent.")).to_be_visible()
    server.start()
    for tab in (page, other):
        expect(messages(tab)).to_have_count(4, timeout=30_000)
        expect(log(tab).locator(".is-pending")).to_have_count(0)
    assert bodies(page)[0] == "before"
    assert [text for text in bodies(page) if text in {"one", "two"}] == ["one", "two"]
    assert bodies(page) == bodies(other)
    page.reload()
    expect(messages(page)).to_have_count(4)
    assert bodies(page) == bodies(other)


@pytest.mark.rows("S4-F10")
def test_what_was_written_offline_survives_a_restart_of_the_browser(
    visitor: MakeVisitor, make_server: MakeServer, playwright_: Playwright, tmp_path: Path
) -> None:
    server = make_server()
    bob = visitor("bob", on=server)
    path = make_room(bob, "Tunnel")
    other = enter(bob, path)
    alice = server.person("alice", first_name="Alice")
    options: dict[str, Any] = {"executable_path": chromium(), "args": list(FLAGS), "locale": "en-GB"}
    browser = playwright_.chromium.launch_persistent_context(tmp_path / "profile", **options)
    try:
        cookies: list[Any] = [
            {"name": name, "value": value, "url": server.url} for name, value in alice.cookies().items()
        ]
        browser.add_cookies(cookies)
        here = Visitor(browser, server, alice)
        page = enter(here, path)
        browser.set_offline(True)
        say(page, "from the tunnel")
        say(page, "still in it")
        expect(page.get_by_text("2 messages wait to be sent.")).to_be_visible()
        browser.close()
        browser = playwright_.chromium.launch_persistent_context(tmp_path / "profile", **options)
        browser.add_cookies(cookies)
        enter(Visitor(browser, server, alice), path)
        expect(messages(other)).to_have_text(["from the tunnel", "still in it"])
    finally:
        browser.close()


@pytest.mark.rows("S0-06")
def test_who_types_is_told_until_the_message_is_there(visitor: MakeVisitor) -> None:
    alice, bob = visitor("alice"), visitor("bob")
    path = make_room(alice, f"Typing {alice.username}")
    page, other = enter(alice, path), enter(bob, path)
    line = watched(page, ".chat-typing")
    field(other).press_sequentially("hm")
    told = re.compile("Bob.* is typing…")
    wait_until(lambda: any(told.search(text) for text in line()), what="Alice is told that Bob types")
    field(other).press("Enter")
    expect(messages(page)).to_have_text(["hm"])
    expect(page.get_by_text(re.compile("is typing…"))).to_have_count(0)


@pytest.mark.rows("S2-10")
def test_in_an_unkept_room_what_waited_through_a_restart_asks_before_it_is_sent(
    visitor: MakeVisitor, make_server: MakeServer
) -> None:
    server = make_server()
    alice, bob = visitor("alice", on=server), visitor("bob", on=server)
    for one in (alice, bob):
        one.allow(SOCKET_BROKE)
    path = make_room(alice, "Unkept", kept=False)
    page, other = enter(alice, path), enter(bob, path)
    say_and_know(page, "before")
    expect(messages(other)).to_have_text(["before"])
    server.kill9()
    say(page, "while away")
    expect(page.get_by_text("1 message waits to be sent.")).to_be_visible()
    server.start()
    expect(page.get_by_role("button", name="Send again")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="People").click()
    expect(page.get_by_role("list", name="People in the room").get_by_role("listitem")).to_have_count(
        2, timeout=30_000
    )
    page.get_by_role("tab", name="Group").click()
    page.get_by_role("button", name="Send again").click()
    expect(messages(other)).to_have_text(["before", "while away"])
    expect(messages(page)).to_have_text(["before", "while away"])
    expect(page.get_by_role("button", name="Send again")).to_have_count(0)


@pytest.mark.rows("S0-06", "S4-F10")
def test_a_long_room_scrolls_back_to_its_first_message_with_few_of_them_in_the_page(
    visitor: MakeVisitor,
) -> None:
    alice = visitor("alice")
    path = make_room(alice, f"Long {alice.username}")
    fill(alice, path, 400)
    page = enter(alice, path)
    expect(messages(page).last).to_have_text("message 400")
    most = 0

    def first_is_there() -> bool:
        nonlocal most
        log(page).evaluate("one => one.scrollTo(0, 0)")
        most = max(most, messages(page).count())
        return messages(page).first.text_content() == "message 1"

    wait_until(first_is_there, what="the first message is in the page", seconds=60)
    assert most <= 200
    page.get_by_role("button", name="Jump to the newest message").click()
    expect(messages(page).last).to_have_text("message 400")
    expect(messages(page).last).to_be_in_viewport()


def fill(visitor: Visitor, path: str, count: int) -> None:
    """Put messages into the room's log as if they had been written."""
    from samovar.chat.models import Message  # noqa: PLC0415 - after the settings were read
    from samovar.rooms.models import Participant, Room  # noqa: PLC0415

    with visitor.server.database() as alias:
        room = Room.objects.using(alias).get(code=path.split("/")[2])
        sender = Participant.objects.using(alias).get(user_id=visitor.person.id)
        Message.objects.using(alias).bulk_create(
            Message(room=room, n=n, sender=sender, cid=f"filled-{n}", body=f"message {n}")
            for n in range(1, count + 1)
        )
        Room.objects.using(alias).filter(pk=room.pk).update(last_n=count)
