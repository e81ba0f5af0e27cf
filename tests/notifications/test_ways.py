"""By which ways one is told: on the page, by mail, on devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.feed.actions import Draft, create_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.notifications.models import Notification
from samovar.notifications.queries import notifications_for, unread_count_for, ways_for
from samovar.notifications.texts import KINDS
from samovar.notifications.way_actions import Wanted, choose_ways

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


def test_the_page_keeps_each_way_apart(person: Any, browser: Browser) -> None:
    alice = person("alice")
    client = browser(alice)
    chosen = {"kind": ["like", "reply"], "mail": ["reply"], "push": ["like"], "digest": "weekly"}
    assert client.post("/settings/notifications/", chosen).status_code == 302
    shown = {kind["name"]: kind for kind in client.get("/settings/notifications/").context["kinds"]}
    like, reply = shown["like"], shown["reply"]
    assert (like["wanted"], like["mailed"], like["pushed"]) == (True, False, True)
    assert (reply["wanted"], reply["mailed"], reply["pushed"]) == (True, True, False)
    assert not shown["message"]["wanted"]
    assert ways_for(viewer=alice).digest == "weekly"


def test_nothing_that_does_not_exist_can_be_chosen(person: Any, browser: Browser) -> None:
    client = browser(person("alice"))
    assert client.post("/settings/notifications/", {"mail": ["gossip"]}).status_code == 400
    assert client.post("/settings/notifications/", {"digest": "hourly"}).status_code == 400


def test_what_is_wanted_by_mail_alone_is_not_on_the_page(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    choose_ways(actor=alice, wanted=Wanted(page=KINDS - {"comment"}))
    post = create_post(actor=alice, draft=Draft("hello"))
    comment_on_post(actor=bob, post_id=post.pk, text="hi")
    assert Notification.objects.filter(user=alice, kind="comment").exists()
    assert notifications_for(viewer=alice) == []
    assert unread_count_for(viewer=alice) == 0
    hidden = Notification.objects.get()
    assert browser(alice).post(f"/notifications/{hidden.pk}/delete/").status_code == 404


def test_what_is_wanted_by_no_way_is_not_even_kept(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    choose_ways(actor=alice, wanted=Wanted(page=KINDS - {"like"}))
    post = create_post(actor=alice, draft=Draft("hello"))
    like_post(actor=bob, post_id=post.pk)
    assert not Notification.objects.exists()
