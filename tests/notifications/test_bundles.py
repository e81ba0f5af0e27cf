"""What several people do to one thing is told as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from samovar.feed.actions import Draft, create_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.feed.models import Post
from samovar.notifications.models import Notification
from samovar.notifications.queries import notifications_for, unread_count_for
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
CROWD = ("bob", "charlie", "dora", "emil")


def texts(user: Any) -> list[str]:
    return [entry.text for entry in notifications_for(viewer=user)]


def liked(person: Any) -> tuple[Any, Post, list[Any]]:
    alice, crowd = person("alice"), [person(name) for name in CROWD]
    post = create_post(actor=alice, draft=Draft("hello"))
    for one in crowd:
        like_post(actor=one, post_id=post.pk)
    return alice, post, crowd


@pytest.mark.rows("S4-8.1", "S4-8.3")
def test_likes_of_one_post_are_one_row_and_of_another_another(person: Any) -> None:
    alice, _post, crowd = liked(person)
    second = create_post(actor=alice, draft=Draft("again"))
    like_post(actor=crowd[0], post_id=second.pk)
    assert texts(alice) == ["bob likes your post.", "emil and 3 others like your post."]
    assert unread_count_for(viewer=alice) == 5


def test_a_bundle_reads_well_in_every_language(person: Any) -> None:
    alice, _post, _crowd = liked(person)
    with translation.override("ru"):
        assert texts(alice) == ["Ваша запись понравилась: emil и ещё 3."]
    with translation.override("fa"):
        assert texts(alice) == ["emil و ۳ نفر دیگر نوشتهٔ شما را پسندیدند."]


def test_somebody_who_comments_twice_is_one_person(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    post = create_post(actor=alice, draft=Draft("hello"))
    for one in (bob, bob, charlie):
        newest = comment_on_post(actor=one, post_id=post.pk, text="hi")
    [entry] = notifications_for(viewer=alice)
    assert entry.text == "charlie and 1 other commented on your post."
    assert f"#comment-{newest.pk}" in entry.row.target


def test_followers_of_a_day_are_one_row(person: Any) -> None:
    alice = person("alice")
    for name in CROWD[:2]:
        follow_person(actor=person(name), username="alice")
    assert texts(alice) == ["charlie and 1 other follow you."]


@pytest.mark.rows("S4-8.6")
def test_deleting_a_row_deletes_all_that_is_in_it(person: Any, browser: Browser) -> None:
    alice, _post, crowd = liked(person)
    other = create_post(actor=alice, draft=Draft("other"))
    like_post(actor=crowd[0], post_id=other.pk)
    row = notifications_for(viewer=alice)[1].row
    browser(alice).post(f"/notifications/{row.pk}/delete/")
    assert texts(alice) == ["bob likes your post."]


@pytest.mark.rows("B23")
def test_who_is_blocked_leaves_the_row_and_the_others_stay(person: Any) -> None:
    alice, _post, _crowd = liked(person)
    block_person(actor=alice, username="emil")
    assert texts(alice) == ["dora and 2 others like your post."]
    assert unread_count_for(viewer=alice) == 3


def test_a_new_one_makes_the_row_new_again(person: Any, browser: Browser) -> None:
    alice, post, _crowd = liked(person)
    page = browser(alice)
    page.get("/notifications/")
    assert [entry.fresh for entry in notifications_for(viewer=alice)] == [False]
    like_post(actor=person("fiona"), post_id=post.pk)
    assert [entry.fresh for entry in notifications_for(viewer=alice)] == [True]
    shown = page.get("/notifications/").content.decode()
    assert "<strong><bdi>fiona</bdi></strong> and 4 others like your post." in shown


def test_a_page_has_thirty_rows_however_many_are_in_them(
    person: Any, django_assert_max_num_queries: Any
) -> None:
    alice, bob = person("alice"), person("bob")
    rows = [
        Notification(
            user=alice, actor=bob, kind="like", target="/posts/1/", key=f"{n}", bundle=f"like:{n % 40}"
        )
        for n in range(400)
    ]
    Notification.objects.bulk_create(rows)
    with django_assert_max_num_queries(2):
        first = notifications_for(viewer=alice)
    second = notifications_for(viewer=alice, before=first[-1].row.pk)
    seen = [entry.row.bundle for entry in [*first, *second]]
    assert (len(first), len(second), len(set(seen))) == (30, 10, 40)
