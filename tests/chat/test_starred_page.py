"""The page of what one put aside: own stars alone, in pages, with the way to each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from samovar.chat.actions import Draft, send_message
from samovar.chat.mark_actions import star_message
from samovar.chat.starred_pages import PAGE
from samovar.core.caller import Caller
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[Any], Client]
ADDRESS = "/messages/-/starred/"


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Any, body: str) -> int:
    return int(send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body))["n"])


def star(user: Any, room: Any, n: int) -> None:
    star_message(actor=caller(user), room_id=room.pk, n=n, on=True)


def test_ones_own_stars_are_there_with_the_way_to_each_and_nobody_elses(
    person: Any, browser: Browser
) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=room.pk)
    talk = open_conversation(actor=bob, username="alice")
    star(alice, room, write(bob, room, "**Green** <b>tea</b>"))
    star(alice, talk, write(bob, talk, "Only for you"))
    star(bob, room, write(bob, room, "A star of bob"))
    page = browser(alice).get(ADDRESS).content.decode()
    assert f'href="/r/{room.code}/#m1">Green &lt;b&gt;tea&lt;/b&gt;</a>' in page
    assert 'href="/messages/bob/#m1">Only for you</a>' in page
    assert "A star of bob" not in page
    assert page.index("Only for you") < page.index("Green")


def test_a_star_is_taken_back_there(person: Any, browser: Browser) -> None:
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    star(alice, room, write(alice, room, "Not for ever"))
    client = browser(alice)
    assert client.post(f"{ADDRESS}{room.pk}/1/").status_code == 302
    assert b"Nothing is starred" in client.get(ADDRESS).content
    assert browser(person("bob")).post(f"{ADDRESS}{room.pk}/1/").status_code in {403, 404}


def test_they_come_in_pages_and_nothing_of_a_block_is_there(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=room.pk)
    for number in range(PAGE + 1):
        star(alice, room, write(alice, room, f"word {number}."))
    star(alice, room, write(bob, room, "a word of bob"))
    client = browser(alice)
    first = client.get(ADDRESS)
    assert "a word of bob" in first.content.decode()
    rest = client.get(ADDRESS, {"before": first.context["more"]}).content.decode()
    assert "word 0." in rest
    assert "word 1." in rest
    assert "word 2." not in rest
    block_person(actor=bob, username="alice")
    assert "a word of bob" not in client.get(ADDRESS).content.decode()
    for wrong in ("x", "-1", "9" * 40, "²"):
        assert client.get(ADDRESS, {"before": wrong}).status_code == 200
