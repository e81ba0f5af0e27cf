"""What somebody did here: numbers, and post by post."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from samovar.feed.actions import Draft, create_post, delete_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.feed.history_queries import PAGE
from samovar.feed.models import Post
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person

pytestmark = pytest.mark.django_db


def test_the_overview_counts_what_one_did(person: Callable[..., Any], browser: Callable[..., Any]) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    post = create_post(actor=bob, draft=Draft("good morning"))
    like_post(actor=alice, post_id=post.pk)
    comment_on_post(actor=alice, post_id=post.pk, text="indeed")
    create_post(actor=alice, draft=Draft("hello"))
    gone = create_post(actor=alice, draft=Draft("gone"))
    delete_post(actor=alice, post_id=gone.pk)
    follow_person(actor=alice, username="bob")
    follow_person(actor=bob, username="alice")
    block_person(actor=alice, username=charlie.username)
    shown = browser(alice).get("/settings/history/").context["overview"]
    assert (shown.posts, shown.likes, shown.comments) == (1, 1, 1)
    assert (shown.followers, shown.followings, shown.blocked) == (1, 1, 1)
    assert shown.joined == alice.date_joined


@pytest.mark.rows("S4-D12", "S4-U10")
def test_the_post_history_lists_own_posts_with_what_came_of_them(
    person: Callable[..., Any], browser: Callable[..., Any]
) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("hello"))
    create_post(actor=bob, draft=Draft("not hers"))
    like_post(actor=bob, post_id=post.pk)
    comment_on_post(actor=bob, post_id=post.pk, text="hi")
    page = browser(alice).get("/settings/history/posts/")
    (row,) = page.context["posts"]
    assert (row.pk, row.like_count, row.comment_count) == (post.pk, 1, 1)
    assert f'href="/posts/{post.pk}/"' in page.content.decode()
    assert "not hers" not in page.content.decode()


def test_numbers_of_a_long_post_history_go_on_on_the_next_page(
    person: Callable[..., Any], browser: Callable[..., Any]
) -> None:
    alice = person("alice")
    Post.objects.bulk_create([Post(author=alice, text="again") for _ in range(PAGE + 2)])
    client = browser(alice)
    more = client.get("/settings/history/posts/").context["more"]
    page = client.get(f"/settings/history/posts/?before={more}").content.decode()
    found = re.findall(r"<td[^>]*>(\d+)</td>\s*<td[^>]*>\s*<span", page)
    assert found == [str(PAGE + 1), str(PAGE + 2)]


def test_a_history_in_which_nothing_is_says_so(
    person: Callable[..., Any], browser: Callable[..., Any]
) -> None:
    assert "Nothing here yet" in browser(person("alice")).get("/settings/history/posts/").content.decode()


@pytest.mark.rows("S4-U10")
def test_the_three_tabs_are_ones_own_alone(person: Callable[..., Any], browser: Callable[..., Any]) -> None:
    alice, bob = person("alice"), person("bob")
    create_post(actor=alice, draft=Draft("alice's own"))
    tabs = {"": "Overview", "posts/": "Post history", "usage/": "Usage history"}
    for path, name in tabs.items():
        page = browser(alice).get(f"/settings/history/{path}").content.decode()
        assert f'aria-current="page">{name}</a>' in page
        assert all(other in page for other in tabs.values())
        others = browser(bob).get(f"/settings/history/{path}?user={alice.pk}").content.decode()
        assert "alice" not in others
