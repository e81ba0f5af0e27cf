"""Searching people, and their profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.people import follow_queries, queries
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person

Browser = Callable[[Any], Client]


@pytest.mark.rows("S4-3.1")
@pytest.mark.parametrize(
    "typed",
    ["boris", "BORIS", "борис", "БОРИС", "волк", "волков борис", "@boris", "бор  волк"],
)
def test_people_are_found_by_any_name_in_any_case(person: Any, typed: str) -> None:
    alice = person("alice")
    boris = person("Boris", first_name="Борис", last_name="Волков")
    person("charlie")
    assert list(queries.search_people(viewer=alice, text=typed)) == [boris]


@pytest.mark.parametrize("typed", ["كيان", "کیان", "کیان ۱۲"])
def test_persian_names_are_found_as_they_look(person: Any, typed: str) -> None:
    alice = person("alice")
    kian = person("bob", first_name="کیان", last_name="12")
    assert list(queries.search_people(viewer=alice, text=typed)) == [kian]


@pytest.mark.parametrize(
    ("typed", "first"),
    [("@Zoe", "zoe"), ("علی", "zoe"), ("ali zand", "q2"), ("zan", "q2")],
)
def test_who_is_called_so_comes_before_the_many_who_contain_it(person: Any, typed: str, first: str) -> None:
    alice = person("alice")
    for number in range(queries.FOUND_MAX + 5):
        person(f"a-zoe-zan{number}", first_name="آقاعلی", last_name=f"ali zandak {number}")
    person("zoe", first_name="علي")
    person("q2", first_name="Ali", last_name="Zand")
    page = queries.search_people(viewer=alice, text=typed)[: queries.FOUND_MAX]
    assert page[0].username == first


@pytest.mark.parametrize("typed", ["%", "_", "\\", "b%b"])
def test_signs_of_a_pattern_are_only_signs(person: Any, typed: str) -> None:
    alice, _bob = person("alice"), person("bob")
    assert list(queries.search_people(viewer=alice, text=typed)) == []


def test_unverified_and_closed_accounts_are_not_found(person: Any, browser: Browser) -> None:
    alice = person("alice")
    person("bob", verified=False)
    person("charlie", is_active=False)
    page = browser(alice)
    assert b"Nobody is called" in page.get("/people/?q=bob").content
    assert page.get("/@bob/").status_code == 404
    assert page.get("/@charlie/").status_code == 404


def test_a_profile_shows_name_and_username_and_only_what_can_be_done(person: Any, browser: Browser) -> None:
    alice = person("alice", first_name="Alice", last_name="Keller")
    person("سارا", first_name="سارا", last_name="نوری")
    page = browser(alice)
    other = page.get("/@سارا/").content.decode()
    assert "<bdi>سارا نوری</bdi>" in other
    assert "Block" in other
    own = page.get("/@alice/").content.decode()
    assert "/@alice/block/" not in own


def test_a_profile_is_found_by_the_folded_name(person: Any, browser: Browser) -> None:
    alice = person("alice")
    person("Bob")
    assert browser(alice).get("/@bOB/").status_code == 200


def test_what_is_typed_is_never_markup(person: Any, browser: Browser) -> None:
    page = browser(person("alice", first_name="<img src=x>"))
    found = page.get("/people/?q=<script>alert(1)</script>").content
    assert b"<script>alert" not in found
    assert b"<img src=x>" not in found


def test_whom_one_follows_and_who_follows_are_near(person: Any, browser: Browser) -> None:
    alice, bob, carol, dave, eve = map(person, ("alice", "bob", "carol", "dave", "eve"))
    person("frank")
    for name in ("bob", "carol", "eve"):
        follow_person(actor=alice, username=name)
    for follower in (bob, dave):
        follow_person(actor=follower, username="alice")
    block_person(actor=eve, username="alice")
    near = browser(alice).get("/api/v1/people/?near=true").json()
    assert [one["username"] for one in near] == ["carol", "bob", "dave"]
    assert len(follow_queries.near_people_for(viewer=alice, limit=1)) == 1
    assert follow_queries.near_people_for(viewer=carol, limit=8) == [alice]
