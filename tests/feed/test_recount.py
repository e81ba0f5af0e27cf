"""What is counted equals a recount after thousands of things done at once.

``SAMOVAR_RECOUNT`` (500) operations; set it to 10000 and add ``--postgres`` for the long run.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from samovar.core.errors import NotFound
from samovar.feed.actions import Draft, create_post, like_post, unlike_post
from samovar.feed.comment_actions import comment_on_post, delete_comment, restore_comment
from samovar.feed.models import Comment, Like, Post
from samovar.people.actions import block_person, unblock_person
from samovar.people.follow_actions import follow_person, unfollow_person
from samovar.people.follow_queries import details_of, recount_for
from samovar.people.models import Block, Follow
from tests.feed.test_races import at_once, counts_are_exact

OPERATIONS = int(os.environ.get("SAMOVAR_RECOUNT", "500"))
PEOPLE, POSTS = 12, 6


def delete_newest_comment(*, actor: Any, post_id: int) -> None:
    newest = Comment.objects.filter(author=actor, post_id=post_id, deleted_at=None).order_by("-pk").first()
    if newest is None:
        raise NotFound
    delete_comment(actor=actor, comment_id=newest.pk)


def restore_newest_comment(*, actor: Any, post_id: int) -> None:
    newest = Comment.objects.filter(post_id=post_id, deleted_by=actor).order_by("-pk").first()
    if newest is None:
        raise NotFound
    restore_comment(actor=actor, comment_id=newest.pk)


@pytest.mark.rows("B44", "B43", "S4-6.5")
@pytest.mark.timeout(1800)
@pytest.mark.django_db(transaction=True)
def test_counters_equal_a_recount_after_many_things_at_once(person: Callable[..., Any]) -> None:
    people = [person(f"person{number}") for number in range(PEOPLE)]
    posts = [create_post(actor=people[number], draft=Draft(text="x")) for number in range(POSTS)]
    chance = random.Random(OPERATIONS)
    at_posts = [like_post] * 5 + [unlike_post] * 3 + [partial(comment_on_post, text="x")] * 3
    at_people = [follow_person] * 5 + [unfollow_person] * 2 + [block_person, unblock_person]
    calls: list[Callable[[], Any]] = []
    for _turn in range(OPERATIONS):
        who = chance.choice(people)
        if chance.random() < 0.6:
            what = chance.choice([*at_posts, delete_newest_comment, restore_newest_comment])
            calls.append(partial(what, actor=who, post_id=chance.choice(posts).pk))
        else:
            other = chance.choice([one for one in people if one is not who])
            calls.append(partial(chance.choice(at_people), actor=who, username=other.username))
    at_once(calls)
    assert Like.objects.exists()
    assert Follow.objects.exists()
    for post in Post.objects.all():
        counts_are_exact(post)
    for one in people:
        details = details_of(one)
        assert (details.follower_count, details.following_count) == recount_for(one)
    # And nothing is left between two people of a block.
    for block in Block.objects.all():
        pair = (block.blocker_id, block.blocked_id)
        assert not Follow.objects.filter(follower_id__in=pair, followed_id__in=pair).exists()
        assert (
            not Like.objects.filter(user_id__in=pair, post__author_id__in=pair)
            .exclude(user_id=pair[0], post__author_id=pair[0])
            .exclude(user_id=pair[1], post__author_id=pair[1])
            .exists()
        )
