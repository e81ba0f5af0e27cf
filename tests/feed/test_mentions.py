"""Naming somebody in a post or a comment tells that person, once, and only who may see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.feed.comment_queries import address_of
from samovar.feed.models import Comment, Post
from samovar.notifications.models import Notification
from samovar.people.actions import block_person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def told(user: Any) -> list[tuple[str, str]]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", "target"))


def newest() -> Post:
    post = Post.objects.order_by("-pk").first()
    assert post is not None
    return post


@pytest.mark.rows("S4-F11")
def test_who_is_named_in_a_post_is_told_once_also_after_edits(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    client = browser(alice)
    client.post("/posts/", {"text": "Tea with @bob and @alice"})
    post = newest()
    assert told(bob) == [("mention", f"/posts/{post.pk}/")]
    assert told(alice) == []
    Notification.objects.all().delete()
    client.post(f"/posts/{post.pk}/edit/", {"text": "Tea with @bob and @Charlie"})
    assert told(bob) == []
    assert told(charlie) == [("mention", f"/posts/{post.pk}/")]
    page = browser(charlie).get("/notifications/").content.decode()
    assert "mentions you." in page


@pytest.mark.rows("B21", "B22")
@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_across_a_block_a_name_is_plain_text_and_nobody_is_told(
    blocker: str, person: Make, browser: Make
) -> None:
    people = {name: person(name) for name in ("alice", "bob")}
    other = "bob" if blocker == "alice" else "alice"
    block_person(actor=people[blocker], username=other)
    page = browser(people["alice"])
    page.post("/posts/", {"text": "Tea with @bob"})
    assert told(people["bob"]) == []
    assert 'href="/@bob/"' not in page.get(f"/posts/{newest().pk}/").content.decode()


def test_of_a_post_for_followers_only_followers_are_told(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    browser(bob).post("/@alice/follow/")
    browser(alice).post("/posts/", {"text": "@bob @charlie", "audience": "followers"})
    assert [kind for kind, _target in told(bob)] == ["mention"]
    assert told(charlie) == []


def test_a_comment_tells_its_names_and_nobody_twice(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    browser(alice).post("/posts/", {"text": "Tea?"})
    browser(bob).post(f"/posts/{newest().pk}/comment/", {"text": "@alice @charlie yes"})
    assert [kind for kind, _target in told(alice)] == ["comment"]
    assert [kind for kind, _target in told(charlie)] == ["mention"]


def test_a_comment_that_is_edited_tells_whom_it_names_anew(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    browser(alice).post("/posts/", {"text": "Tea?"})
    client = browser(bob)
    client.post(f"/posts/{newest().pk}/comment/", {"text": "@alice yes"})
    said = Comment.objects.get()
    for text in ("@alice @charlie yes", "@alice yes", "@alice @charlie and @bob"):
        client.post(f"/comments/{said.pk}/edit/", {"text": text})
    assert told(charlie) == [("mention", address_of(said))]
    assert [kind for kind, _target in told(alice)] == ["comment"]
    assert told(bob) == []


def test_a_post_and_a_comment_of_the_same_number_both_tell(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    browser(alice).post("/posts/", {"text": "Tea with @bob"})
    post = newest()
    comment = Comment.objects.create(pk=post.pk, post=post, author=alice, text="x", path="x")
    browser(alice).post(f"/comments/{comment.pk}/edit/", {"text": "and cake, @bob"})
    assert told(bob) == [("mention", f"/posts/{post.pk}/"), ("mention", address_of(comment))]
