"""Whom one lets come near: private accounts, circles, and mutes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samovar.calls.ring_actions import ring_person
from samovar.core.caller import Caller
from samovar.core.errors import Denied, NotFound
from samovar.feed.actions import Draft, create_post
from samovar.feed.queries import count_new_for, home_for, post_for, posts_of_person_for
from samovar.notifications.models import Notification
from samovar.people import follow_queries
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person, unfollow_person
from samovar.people.models import Follow, FollowRequest, Mute, Privacy, Profile
from samovar.people.mute_actions import forget_mutes, mute_person
from samovar.people.privacy_actions import (
    Wishes,
    accept_follower,
    choose_privacy,
    decline_follower,
    remove_follower,
)

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
OPEN = {"messages": "everybody", "calls": "everybody", "follows": "everybody", "online": "everybody"}


def choose(user: Any, **wishes: Any) -> None:
    choose_privacy(actor=user, wishes=Wishes(**{**OPEN, "private": False, **wishes}))


def home(user: Any, *, following: bool = False) -> list[str]:
    page = home_for(viewer=user, bonds=follow_queries.bonds_for(viewer=user), following=following)
    return [card.post.text for card in page.cards]


def test_what_is_chosen_is_kept_and_nonsense_is_not(person: Any, browser: Browser) -> None:
    alice = person("alice")
    page = browser(alice)
    wish = {"messages": "followed", "calls": "nobody", "follows": "everybody", "online": "nobody"}
    assert page.post("/settings/privacy/", {**wish, "private": "on"}).status_code == 302
    kept = Privacy.objects.get(user=alice)
    assert {name: getattr(kept, name) for name in wish} == wish
    assert kept.private
    assert page.post("/settings/privacy/", {**wish, "calls": "the king"}).status_code == 400
    assert Privacy.objects.get(user=alice).calls == "nobody"
    shown = page.get("/settings/privacy/").content.decode()
    assert '<option value="followed" selected>' in shown


@pytest.mark.rows("S4-3.1")
def test_a_private_account_is_asked_and_answers(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    choose(alice, private=True)
    browser(bob).post("/@alice/follow/")
    assert not Follow.objects.exists()
    assert Notification.objects.get(user=alice).kind == "follow_request"
    assert b"Requested" in browser(bob).get("/@alice/").content
    page = browser(alice)
    assert b"/@bob/accept/" in page.get("/people/requests/").content
    assert b"1 person asks to follow you" in page.get("/people/").content
    assert page.post("/@bob/accept/").status_code == 302
    assert Follow.objects.filter(follower=bob, followed=alice).count() == 1
    assert Profile.objects.get(user=alice).follower_count == 1
    assert not Notification.objects.filter(user=alice, kind="follow_request").exists()
    assert Notification.objects.get(user=bob).kind == "follow_accepted"
    assert page.post("/@bob/accept/").status_code == 404


def test_a_wish_is_taken_back_declined_and_ended_by_a_block(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    choose(alice, private=True)
    ends: list[Callable[[], Any]] = [
        lambda: unfollow_person(actor=bob, username="alice"),
        lambda: decline_follower(actor=alice, username="bob"),
        lambda: block_person(actor=alice, username="bob"),
    ]
    for end in ends:
        follow_person(actor=bob, username="alice")
        follow_person(actor=bob, username="alice")
        assert FollowRequest.objects.count() == 1
        end()
        assert not FollowRequest.objects.exists()
        assert not Notification.objects.filter(user=alice).exists()
    assert not Follow.objects.exists()
    with pytest.raises(NotFound):
        accept_follower(actor=alice, username="bob")


def test_opening_a_private_account_lets_in_who_asked(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    choose(alice, private=True)
    for one in (bob, charlie):
        follow_person(actor=one, username="alice")
    choose(alice, private=False)
    assert Follow.objects.filter(followed=alice).count() == 2
    assert Profile.objects.get(user=alice).follower_count == 2
    assert not FollowRequest.objects.exists()


@pytest.mark.rows("S4-2.2")
def test_only_followers_see_posts_and_lists_of_a_private_account(person: Any, browser: Browser) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    follow_person(actor=bob, username="alice")
    choose(alice, private=True)
    post = create_post(actor=alice, draft=Draft("for my own"))
    assert home(bob) == home(alice) == ["for my own"]
    assert home(charlie) == []
    assert posts_of_person_for(viewer=charlie, person=alice).cards == []
    assert count_new_for(viewer=charlie, after=0) == 0
    with pytest.raises(NotFound):
        post_for(viewer=charlie, post_id=post.pk)
    stranger, follower = browser(charlie), browser(bob)
    assert stranger.get(f"/posts/{post.pk}/").status_code == 404
    assert follower.get(f"/posts/{post.pk}/").status_code == 200
    for what in ("followers", "following"):
        assert stranger.get(f"/@alice/{what}/").status_code == 403
        assert follower.get(f"/@alice/{what}/").status_code == 200
    assert b"This account is private" in stranger.get("/@alice/").content
    remove_follower(actor=alice, username="bob")
    assert follower.get(f"/posts/{post.pk}/").status_code == 404
    assert Profile.objects.get(user=alice).follower_count == 0


def test_who_may_follow_is_chosen(person: Any, browser: Browser) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    follow_person(actor=alice, username="bob")
    choose(alice, follows="followed")
    follow_person(actor=bob, username="alice")
    page = browser(charlie)
    assert page.post("/@alice/follow/").status_code == 403
    assert b">Follow<" not in page.get("/@alice/").content
    choose(alice, follows="nobody")
    follow_person(actor=bob, username="alice")
    assert Follow.objects.filter(followed=alice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_may_call_is_chosen(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    choose(alice, calls="followed")
    calls = Caller(f"u:{bob.pk}", 0, user_id=bob.pk)
    with pytest.raises(Denied) as refusal:
        ring_person(actor=calls, username="alice")
    assert refusal.value.code == "calls_not_wanted"
    follow_person(actor=alice, username="bob")
    assert ring_person(actor=calls, username="alice").state == "ringing"


@pytest.mark.rows("B41")
def test_a_mute_hides_posts_and_notifications_and_is_not_told(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    follow_person(actor=alice, username="bob")
    create_post(actor=bob, draft=Draft("noise"))
    own = create_post(actor=alice, draft=Draft("mine"))
    page = browser(alice)
    assert page.post("/@bob/mute/", {"span": "ever"}).status_code == 302
    assert home(alice) == ["mine"]
    assert home(alice, following=True) == []
    # The profile still shows what is there, and the muted goes on as before.
    assert b"noise" in page.get("/@bob/").content
    assert b"Muted" in page.get("/@bob/").content
    theirs = browser(bob)
    assert theirs.post(f"/posts/{own.pk}/like/").status_code < 400
    assert not Notification.objects.filter(user=alice).exists()
    assert b"muted" not in theirs.get("/notifications/").content.split(b"<main")[1]
    assert Follow.objects.count() == 1
    assert b"/@bob/unmute/" in page.get("/settings/muted/").content
    page.post("/@bob/unmute/", {"next": "/settings/muted/"})
    assert home(alice) == ["mine", "noise"]


@pytest.mark.rows("B41")
def test_a_mute_may_let_notifications_through(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    mute_person(actor=alice, username="bob", notifications=False)
    follow_person(actor=bob, username="alice")
    assert Notification.objects.get(user=alice).kind == "follow"


@pytest.mark.rows("B41")
def test_a_mute_ends_by_itself(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    create_post(actor=bob, draft=Draft("noise"))
    mute = mute_person(actor=alice, username="bob", span="hour")
    assert mute.until is not None
    assert home(alice) == []
    Mute.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert home(alice) == ["noise"]
    assert forget_mutes() == 1
    assert not Mute.objects.exists()


def test_mutes_of_oneself_and_for_no_known_time_are_refused(person: Any, browser: Browser) -> None:
    alice, _bob = person("alice"), person("bob")
    page = browser(alice)
    assert page.post("/@alice/mute/").status_code == 400
    assert page.post("/@bob/mute/", {"span": "a while"}).status_code == 400
    assert page.post("/@nobody/mute/").status_code == 404
    assert not Mute.objects.exists()


@pytest.mark.rows("B26")
def test_staff_reaches_who_blocked_them_and_is_marked(person: Any, browser: Browser) -> None:
    alice, staff = person("alice"), person("samuel", is_staff=True)
    post = create_post(actor=alice, draft=Draft("hello"))
    block_person(actor=alice, username="samuel")
    page = browser(staff)
    assert page.get("/@alice/").status_code == 200
    assert page.get(f"/posts/{post.pk}/").status_code == 200
    assert page.get("/messages/alice/").status_code == 200
    assert home(staff) == ["hello"]
    assert b"/@alice/" in page.get("/people/?q=alice").content
    own = browser(alice)
    assert b"/@samuel/" not in own.get("/people/?q=samuel").content
    conversation = own.get("/messages/samuel/")
    assert conversation.status_code == 200
    assert b"Staff" in browser(person("bob")).get("/@samuel/").content


@pytest.mark.rows("B26")
def test_a_block_by_staff_holds_like_any_other(person: Any, browser: Browser) -> None:
    _alice, staff = person("alice"), person("samuel", is_staff=True)
    block_person(actor=staff, username="alice")
    assert browser(_alice).get("/@samuel/").status_code == 404
