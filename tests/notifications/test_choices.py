"""Of what one wants to be told, and clearing it all away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.feed.actions import Draft, create_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.notifications.models import Notification
from samovar.notifications.queries import unread_count_for
from samovar.notifications.texts import ALWAYS, KINDS, LABELS

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]


def test_nobody_is_told_of_a_kind_he_does_not_want(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    wanted = sorted(KINDS - {"like"})
    assert browser(alice).post("/settings/notifications/", {"kind": wanted}).status_code == 302
    post = create_post(actor=alice, draft=Draft("hello"))
    like_post(actor=bob, post_id=post.pk)
    comment_on_post(actor=bob, post_id=post.pk, text="hi")
    assert [row.kind for row in Notification.objects.filter(user=alice)] == ["comment"]


def test_the_page_shows_what_was_chosen_and_all_at_first(person: Any, browser: Browser) -> None:
    alice = person("alice")
    client = browser(alice)
    assert all(kind["wanted"] for kind in client.get("/settings/notifications/").context["kinds"])
    client.post("/settings/notifications/", {"kind": ["message"]})
    kinds = client.get("/settings/notifications/").context["kinds"]
    assert [kind["name"] for kind in kinds if kind["wanted"]] == ["message"]


def test_an_unknown_kind_is_refused(person: Any, browser: Browser) -> None:
    client = browser(person("alice"))
    assert client.post("/settings/notifications/", {"kind": ["gossip"]}).status_code == 400


def test_every_kind_can_be_chosen() -> None:
    assert set(LABELS) == KINDS - ALWAYS


@pytest.mark.rows("S4-8.6")
def test_clearing_all_clears_only_ones_own(person: Any, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    for author, reader in ((alice, bob), (bob, alice)):
        post = create_post(actor=author, draft=Draft("hello"))
        like_post(actor=reader, post_id=post.pk)
    client = browser(alice)
    assert client.get("/notifications/delete/").status_code == 405
    client.post("/notifications/delete/")
    assert unread_count_for(viewer=alice) == 0
    assert [row.user for row in Notification.objects.all()] == [bob]
    assert "Clear all" not in client.get("/notifications/").content.decode()
