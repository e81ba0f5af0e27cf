"""A block on lines that were open before it: it holds at once, from both sides alike."""

from __future__ import annotations

import re
from contextlib import closing

import pytest

from tests.support.line import Line, Refused
from tests.support.people import Person, csrf_token
from tests.support.server import Server


def press(person: Person, address: str) -> None:
    with closing(person.browser()) as browser:
        token = csrf_token(browser.get("/people/").text)
        answer = browser.post(address, data={"csrfmiddlewaretoken": token})
    assert answer.status_code == 302, answer.text[:500]


def conversation(person: Person, other: Person) -> int:
    with closing(person.browser()) as browser:
        page = browser.get(f"/messages/{other.username}/", follow_redirects=True).text
    found = re.search(r'<samovar-chat[^>]* room="(\d+)"', page)
    assert found, page[:2000]
    return int(found.group(1))


@pytest.mark.rows("S4-4.1", "S4-4.4", "B28", "B35")
@pytest.mark.parametrize("writer", ["the blocked", "the blocker"])
async def test_open_lines_carry_no_message_from_the_block_until_it_is_taken_back(
    writer: str, server: Server
) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = conversation(alice, bob)
    async with Line.of(alice) as one, Line.of(bob) as two:
        for line in (one, two):
            await line.ask("room.enter", room=room)
        sender, receiver = (two, one) if writer == "the blocked" else (one, two)
        await sender.say(room, "before")
        await receiver.wait(lambda: receiver.events("chat.message_sent"), "the message before the block")
        press(alice, f"/@{bob.username}/block/")
        with pytest.raises(Refused) as refusal:
            await sender.say(room, "during")
        assert refusal.value.code == "person_not_found"
        press(alice, f"/@{bob.username}/unblock/")
        await sender.say(room, "after")
        await receiver.wait(lambda: len(receiver.events("chat.message_sent")) == 2, "the message after it")
    bodies = [frame["d"]["message"]["body"] for frame in receiver.events("chat.message_sent")]
    assert bodies == ["before", "after"]


@pytest.mark.rows("S4-4.1", "S4-4.4", "B06", "B07", "B10", "B12")
async def test_at_once_neither_finds_the_profile_or_the_posts_of_the_other(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    with closing(alice.browser()) as one, closing(bob.browser()) as two:
        for browser, other in ((one, bob), (two, alice)):
            token = csrf_token(browser.get("/").text)
            browser.post("/posts/", data={"text": f"to {other.username}", "csrfmiddlewaretoken": token})
        press(alice, f"/@{bob.username}/block/")
        assert f"to {bob.username}" not in two.get("/").text
        assert f"to {alice.username}" not in one.get("/").text
        assert two.get(f"/@{alice.username}/").status_code == 404
        shown = one.get(f"/@{bob.username}/").text
        assert "Unblock" in shown
        assert f"to {alice.username}" not in shown
