"""Likes over their door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.feed.actions import Draft, create_post, like_post
from samovar.feed.models import Like, Post
from samovar.notifications.models import Notification

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def post(person: Make) -> Post:
    return create_post(actor=person("alice"), draft=Draft(text="Tea at four?"))


@pytest.mark.rows("S4-5.3", "S4-6.1", "S4-6.5", "S4-8.2")
def test_a_like_is_counted_and_told_to_the_author_once(post: Post, person: Make, browser: Make) -> None:
    bob = browser(person("bob"))
    for _time in range(2):
        answer = bob.post(f"/posts/{post.pk}/like/", {"liked": "1"}, **PART)
    page = answer.content.decode()
    assert 'aria-pressed="true"' in page
    assert 'aria-label="1 like"' in page
    told = Notification.objects.get()
    assert (told.user, told.kind, told.target) == (post.author, "like", f"/posts/{post.pk}/")


@pytest.mark.rows("S4-6.4", "S4-F7")
def test_a_like_is_taken_back(post: Post, person: Make, browser: Make) -> None:
    bob = browser(person("bob"))
    bob.post(f"/posts/{post.pk}/like/", {"liked": "1"})
    bob.post(f"/posts/{post.pk}/like/", {"liked": "0"})
    bob.post(f"/posts/{post.pk}/like/", {"liked": "0"})
    post.refresh_from_db()
    assert post.like_count == 0
    assert not Like.objects.exists()


@pytest.mark.rows("S4-6.2")
def test_liking_ones_own_post_counts_and_tells_nobody(post: Post, browser: Make) -> None:
    browser(post.author).post(f"/posts/{post.pk}/like/", {"liked": "1"})
    post.refresh_from_db()
    assert post.like_count == 1
    assert not Notification.objects.exists()


@pytest.mark.rows("S4-6.6", "S4-D15")
def test_the_list_of_likers_shows_names_and_usernames(post: Post, person: Make, browser: Make) -> None:
    for name in ("bob", "charlie"):
        like_post(actor=person(name, first_name=name.title(), last_name="Keller"), post_id=post.pk)
    page = browser(post.author).get(f"/posts/{post.pk}/likers/", **PART).content.decode()
    for name in ("Bob Keller", "@bob", "Charlie Keller", "@charlie"):
        assert name in page
    assert page.index("Charlie Keller") < page.index("Bob Keller")


def test_the_foot_of_a_post_names_the_last_two(post: Post, person: Make, browser: Make) -> None:
    for name in ("bob", "charlie", "dora"):
        like_post(actor=person(name), post_id=post.pk)
    page = " ".join(browser(post.author).get("/").content.decode().split())
    assert "<bdi>dora</bdi>, <bdi>charlie</bdi> and 1 other" in page


@pytest.mark.rows("B33")
def test_what_one_likes_is_found_again(post: Post, person: Make, browser: Make) -> None:
    bob = person("bob")
    assert "Tea at four?" not in browser(bob).get("/posts/liked/").content.decode()
    like_post(actor=bob, post_id=post.pk)
    assert "Tea at four?" in browser(bob).get("/posts/liked/").content.decode()
