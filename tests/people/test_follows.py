"""Following over its doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.notifications.models import Notification
from samovar.people.actions import block_person, unblock_person
from samovar.people.follow_actions import follow_person
from samovar.people.follow_queries import PAGE, bonds_for, details_of, recount_for, suggestions_for
from samovar.people.models import Follow

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


def counts(user: Any) -> tuple[int, int]:
    details = details_of(user)
    assert (details.follower_count, details.following_count) == recount_for(user)
    return recount_for(user)


@pytest.mark.rows("S4-3.1", "S4-F8", "S4-8.2")
def test_follow_and_unfollow_count_and_tell_once(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    client = browser(alice)
    for _time in range(2):
        answer = client.post("/@bob/follow/", **PART)
    assert ">Following</button>" in answer.content.decode()
    assert (counts(alice), counts(bob)) == ((0, 1), (1, 0))
    assert Notification.objects.get(user=bob).target == "/@alice/"
    for _time in range(2):
        answer = client.post("/@bob/unfollow/", **PART)
    assert ">Follow</button>" in answer.content.decode()
    assert (counts(alice), counts(bob)) == ((0, 0), (0, 0))


@pytest.mark.rows("S4-3.1")
def test_opening_the_address_follows_nobody(person: Make, browser: Make) -> None:
    alice, _bob = person("alice"), person("bob")
    assert browser(alice).get("/@bob/follow/").status_code == 405
    assert not Follow.objects.exists()


def test_nobody_follows_oneself_or_somebody_unknown(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    assert client.post("/@alice/follow/").status_code == 400
    assert client.post("/@nobody/follow/").status_code == 404


@pytest.mark.rows("B01", "S4-4.5", "B44")
def test_a_block_ends_follows_of_both_and_counts_stay_exact(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    follow_person(actor=alice, username="bob")
    follow_person(actor=bob, username="alice")
    block_person(actor=alice, username="bob")
    assert not Follow.objects.exists()
    assert (counts(alice), counts(bob)) == ((0, 0), (0, 0))


@pytest.mark.rows("B04", "B39")
def test_the_blocked_person_cannot_follow_as_if_nobody_was_there(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    block_person(actor=alice, username="bob")
    for path in ("/@alice/follow/", "/@nobody/follow/"):
        assert browser(bob).post(path, **PART).status_code == 404


@pytest.mark.rows("B05")
def test_the_blocker_has_to_unblock_first(person: Make, browser: Make) -> None:
    alice, _bob = person("alice"), person("bob")
    block_person(actor=alice, username="bob")
    assert browser(alice).post("/@bob/follow/", **PART).status_code == 409


@pytest.mark.rows("B40", "S4-4.5")
def test_unblocking_brings_no_follow_back(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    follow_person(actor=bob, username="alice")
    block_person(actor=alice, username="bob")
    unblock_person(actor=alice, username="bob")
    assert not Follow.objects.exists()
    assert counts(bob) == (0, 0)


@pytest.mark.rows("S4-3.3", "S4-3.4", "S4-D13", "S4-D14")
def test_the_lists_equal_the_follows_and_a_search_narrows_them(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob", first_name="Boris")
    charlie = person("charlie")
    for user in (bob, charlie):
        follow_person(actor=user, username="alice")
    for viewer in (alice, bob):
        page = browser(viewer).get("/@alice/followers/").content.decode()
        assert page.rindex("@charlie") < page.rindex("@bob")
        narrowed = browser(viewer).get("/@alice/followers/?q=bori").content.decode()
        assert "@charlie" not in narrowed
        assert "@bob" in narrowed
    assert "/@alice/" in browser(alice).get("/@bob/following/").content.decode()


@pytest.mark.rows("B11", "S4-3.4")
def test_lists_leave_out_whom_the_viewer_may_not_see(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    follow_person(actor=bob, username="charlie")
    follow_person(actor=charlie, username="bob")
    block_person(actor=alice, username="bob")
    for path in ("followers", "following"):
        assert "@bob" not in browser(alice).get(f"/@charlie/{path}/").content.decode()
        assert browser(bob).get(f"/@alice/{path}/").status_code == 404
        assert browser(alice).get(f"/@bob/{path}/").status_code == 404


def test_a_long_list_comes_in_pages(person: Make, browser: Make) -> None:
    alice = person("alice")
    for number in range(PAGE + 3):
        follow_person(actor=person(f"fan{number:02}"), username="alice")
    client = browser(alice)
    first = client.get("/@alice/followers/")
    assert "@fan02</bdi>" not in first.content.decode()
    rest = client.get(f"/@alice/followers/?before={first.context['more']}").content.decode()
    assert all(f"@fan0{number}</bdi>" in rest for number in range(3))
    assert "@fan03</bdi>" not in rest


@pytest.mark.rows("S4-3.2", "B32")
def test_suggestions_are_new_visible_people_nearest_first(person: Make) -> None:
    alice, bob, _near = person("alice"), person("bob"), person("charlie")
    _late, blocked = person("dora"), person("emma")
    person("unverified", verified=False)
    follow_person(actor=alice, username="bob")
    follow_person(actor=bob, username="charlie")
    follow_person(actor=bob, username="alice")
    block_person(actor=blocked, username="alice")
    found = suggestions_for(viewer=alice, followed=bonds_for(viewer=alice).followed)
    assert [(s.person.username, s.common) for s in found] == [("charlie", 1), ("dora", 0)]
