"""Many things at once, on real threads: counters stay exact, and nothing survives a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import close_old_connections, connection

from samovar.core.errors import Refusal
from samovar.feed.actions import Draft, create_post, like_post, unlike_post
from samovar.feed.comment_actions import comment_on_post, delete_comment, restore_comment
from samovar.feed.models import Comment, Like, Post
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person, unfollow_person
from samovar.people.follow_queries import details_of, recount_for
from samovar.people.models import Block, Follow

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[..., Any]


def at_once(calls: Iterable[Callable[[], Any]]) -> None:
    """Run all calls on threads of their own; refusals are answers, anything else fails."""

    def run(call: Callable[[], Any]) -> None:
        close_old_connections()
        try:
            call()
        except Refusal:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        list(pool.map(run, calls))


def counts_are_exact(post: Post) -> None:
    stored = Post.objects.get(pk=post.pk)
    live = Comment.objects.filter(post=post, deleted_at=None, hidden_at=None).count()
    assert (stored.like_count, stored.comment_count) == (Like.objects.filter(post=post).count(), live)


@pytest.mark.rows("S4-6.4", "B44")
def test_ten_parallel_clicks_end_consistent(person: Make) -> None:
    post = create_post(actor=person("alice"), draft=Draft(text="x"))
    bob = person("bob")
    calls = [like_post, unlike_post] * 5
    at_once([partial(call, actor=bob, post_id=post.pk) for call in calls])
    counts_are_exact(post)
    at_once([lambda: like_post(actor=bob, post_id=post.pk)] * 10)
    assert Post.objects.get().like_count == 1


def test_many_people_at_one_post_are_all_counted(person: Make) -> None:
    post = create_post(actor=person("alice"), draft=Draft(text="x"))
    people = [person(f"person{number}") for number in range(12)]
    at_once([partial(like_post, actor=user, post_id=post.pk) for user in people])
    at_once([partial(comment_on_post, actor=user, post_id=post.pk, text="x") for user in people])
    said = Comment.objects.all()[0]
    at_once([lambda: restore_comment(actor=said.author, comment_id=said.pk)] * 3)
    changes = [delete_comment, restore_comment] * 6
    at_once([partial(change, actor=said.author, comment_id=said.pk) for change in changes])
    counts_are_exact(post)
    at_once([lambda: delete_comment(actor=said.author, comment_id=said.pk)] * 6)
    counts_are_exact(post)
    stored = Post.objects.get()
    assert (stored.like_count, stored.comment_count) == (12, 11)


@pytest.mark.rows("S4-3.1")
def test_parallel_follows_both_ways_keep_the_counts(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    pairs = [(alice, "bob"), (bob, "alice")] * 5
    calls = [follow_person, unfollow_person]
    at_once([partial(call, actor=who, username=name) for who, name in pairs for call in calls])
    for user in (alice, bob):
        details = details_of(user)
        assert (details.follower_count, details.following_count) == recount_for(user)


@pytest.mark.rows("B43", "B03", "B44")
def test_nothing_survives_a_block_it_races_with(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    posts = [create_post(actor=user, draft=Draft(text="x")) for user in (alice, bob)]
    calls: list[Callable[[], Any]] = []
    for number in range(10):
        calls += [
            lambda: like_post(actor=bob, post_id=posts[0].pk),
            lambda: like_post(actor=alice, post_id=posts[1].pk),
            lambda: follow_person(actor=bob, username="alice"),
            lambda: follow_person(actor=alice, username="bob"),
            lambda: comment_on_post(actor=bob, post_id=posts[0].pk, text="x"),
        ]
        if number in {4, 5}:
            calls.append(lambda: block_person(actor=alice, username="bob"))
    at_once(calls)
    assert Block.objects.count() == 1
    assert not Like.objects.exists()
    assert not Follow.objects.exists()
    assert not Comment.objects.filter(hidden_at=None).exists()
    for post in posts:
        counts_are_exact(post)
    for user in (alice, bob):
        details = details_of(user)
        assert (details.follower_count, details.following_count) == (0, 0)
