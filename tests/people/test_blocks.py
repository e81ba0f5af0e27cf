"""Blocks at the doors: the rows of the block matrix that exist so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from samovar.core.errors import Invalid, NotFound
from samovar.people import actions, queries, rules, signals
from samovar.people.models import Block

Browser = Callable[[Any], Client]


@pytest.fixture
def told() -> Iterator[list[tuple[str, str]]]:
    """What the apps above were told of blocks."""
    heard: list[tuple[str, str]] = []

    def listen(*, blocker: Any, blocked: Any, **_: Any) -> None:
        heard.append((blocker.username, blocked.username))

    signals.blocked.connect(listen)
    yield heard
    signals.blocked.disconnect(listen)


@pytest.mark.rows("B02")
def test_nobody_blocks_oneself(person: Any, browser: Browser) -> None:
    alice = person("alice")
    assert browser(alice).post("/@alice/block/").status_code == 400
    with pytest.raises(Invalid):
        actions.block_person(actor=alice, username="alice")
    assert not Block.objects.exists()


@pytest.mark.rows("B03")
def test_blocking_twice_is_blocking_once(person: Any, browser: Browser, told: list[tuple[str, str]]) -> None:
    alice, _bob = person("alice"), person("bob")
    page = browser(alice)
    answers = [page.post("/@bob/block/") for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/@bob/")] * 2
    assert Block.objects.count() == 1
    assert told == [("alice", "bob")]


@pytest.mark.rows("B03")
@pytest.mark.django_db(transaction=True)
def test_fifty_blocks_at_once_are_one(person: Any, told: list[tuple[str, str]]) -> None:
    alice, _bob = person("alice"), person("bob")

    def block(_: int) -> str:
        try:
            return actions.block_person(actor=alice, username="bob").username
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(block, range(50)))
    assert answers == ["bob"] * 50
    assert Block.objects.count() == 1
    assert told == [("alice", "bob")]


@pytest.mark.rows("B10", "B39")
def test_the_blocked_gets_the_answer_for_nobody(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    actions.block_person(actor=alice, username="bob")
    page = browser(bob)
    of_blocker, of_nobody = page.get("/@alice/"), page.get("/@charlie/")
    assert of_blocker.status_code == of_nobody.status_code == 404
    assert _without_address(of_blocker, "alice") == _without_address(of_nobody, "charlie")
    assert page.post("/@alice/block/").status_code == page.post("/@charlie/block/").status_code == 404
    assert not Block.objects.filter(blocker=bob).exists()


@pytest.mark.rows("B12")
def test_the_blocker_sees_a_card_with_the_name_and_unblock(person: Any, browser: Browser) -> None:
    alice, _bob = person("alice"), person("bob", first_name="Bob", last_name="Bale")
    actions.block_person(actor=alice, username="bob")
    page = browser(alice).get("/@bob/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Bob Bale" in main
    assert "Unblock" in main
    assert "@bob" not in main.replace("/@bob/", "")
    assert "Joined" not in main


@pytest.mark.rows("B13", "S4-1.4")
@pytest.mark.parametrize(
    "address", ["/", "/people/", "/people/?q=bob", "/@bob/", "/settings/blocklist/", "/notifications/"]
)
def test_a_stranger_sees_nobody(person: Any, client: Client, address: str) -> None:
    person("bob")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/?next=")


@pytest.mark.rows("B30", "B32")
def test_searching_is_filtered_both_ways(person: Any, browser: Browser) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    actions.block_person(actor=alice, username="bob")
    assert b"/@bob/" not in browser(alice).get("/people/?q=bob").content
    assert b"/@alice/" not in browser(bob).get("/people/?q=alice").content
    assert b"/@bob/" not in browser(alice).get("/people/").content
    assert b"/@bob/" in browser(charlie).get("/people/?q=bob").content


def test_both_are_out_of_reach_until_the_block_is_taken_back(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    assert rules.can_interact(alice, bob)
    actions.block_person(actor=alice, username="bob")
    for one, other in ((alice, bob), (bob, alice)):
        assert not rules.can_interact(one, other)
        with pytest.raises(NotFound):
            rules.require_can_interact(one, other)
    answer = browser(alice).post("/@bob/unblock/", {"next": "/settings/blocklist/"})
    assert answer.headers["Location"] == "/settings/blocklist/"
    assert rules.can_interact(bob, alice)


def test_two_who_blocked_each_other_can_each_take_their_own_back(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    Block.objects.create(blocker=alice, blocked=bob)
    Block.objects.create(blocker=bob, blocked=alice)
    actions.unblock_person(actor=alice, username="bob")
    assert list(Block.objects.values_list("blocker__username", flat=True)) == ["bob"]
    with pytest.raises(NotFound):
        actions.unblock_person(actor=alice, username="bob")
    assert queries.blocked_ids(viewer=alice) == {bob.pk}


@pytest.mark.rows("B42")
def test_the_blocklist_lists_searches_and_unblocks(person: Any, browser: Browser) -> None:
    alice = person("alice")
    person("bob")
    person("charlie", first_name="Чарли")
    for name in ("bob", "charlie"):
        actions.block_person(actor=alice, username=name)
    page = browser(alice)
    whole = page.get("/settings/blocklist/").content.decode()
    assert whole.count(">Unblock") + whole.count("Unblock\n") >= 2
    found = page.get("/settings/blocklist/?q=ЧАР").content.decode()
    assert "/@charlie/" in found
    assert "/@bob/" not in found


def test_a_way_back_never_leads_elsewhere(person: Any, browser: Browser) -> None:
    alice, _bob = person("alice"), person("bob")
    actions.block_person(actor=alice, username="bob")
    answer = browser(alice).post("/@bob/unblock/", {"next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def _without_address(answer: Any, name: str) -> str:
    """Return a page without what is new in each: the token, and the address itself."""
    text: str = answer.content.decode().replace(name, "NAME")
    return re.sub(r"[A-Za-z0-9]{64}", "TOKEN", text)
