"""A block in the feed, row by row of the matrix. Alice blocks bob; charlie is the third."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from samovar.feed.actions import Draft, NewPicture, create_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.feed.models import Comment, Like, Post, PostPicture
from samovar.notifications.models import Notification
from samovar.people.actions import block_person, unblock_person
from samovar.people.follow_actions import follow_person
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART: dict[str, Any] = {"HX-Request": "true"}


@dataclass
class Scene:
    """Three people, a post of each, and a browser for each."""

    alice: Any
    bob: Any
    charlie: Any
    by_alice: Post
    by_bob: Post
    by_charlie: Post
    browsers: dict[str, Client]

    def page(self, who: str, path: str) -> str:
        return self.browsers[who].get(path).content.decode()

    def block(self) -> None:
        block_person(actor=self.alice, username="bob")


def post_by(author: Any, text: str) -> Post:
    file = picture(size=(4, 4))
    return create_post(actor=author, draft=Draft(text=text, pictures=[NewPicture(file, file.size)]))


@pytest.fixture
def scene(person: Make, browser: Make) -> Scene:
    people = {name: person(name) for name in ("alice", "bob", "charlie")}
    posts = {f"by_{name}": post_by(user, f"post of {name}") for name, user in people.items()}
    return Scene(**people, **posts, browsers={name: browser(user) for name, user in people.items()})


def counts(post: Post) -> tuple[int, int]:
    """Return likes and comments as stored, after proving that a recount agrees."""
    stored = Post.objects.get(pk=post.pk)
    live = Comment.objects.filter(post=post, deleted_at=None, hidden_at=None).count()
    assert (stored.like_count, stored.comment_count) == (Like.objects.filter(post=post).count(), live)
    return stored.like_count, stored.comment_count


@pytest.mark.rows("B06", "B07", "B08")
@pytest.mark.parametrize("path", ["/", "/?filter=following", "/posts/liked/", "/@charlie/"])
def test_lists_hide_each_from_the_other(scene: Scene, path: str) -> None:
    for one, other in ((scene.alice, scene.bob), (scene.bob, scene.alice)):
        follow_person(actor=one, username=other.username)
    like_post(actor=scene.alice, post_id=scene.by_bob.pk)
    like_post(actor=scene.bob, post_id=scene.by_alice.pk)
    scene.block()
    assert "post of bob" not in scene.page("alice", path)
    assert "post of alice" not in scene.page("bob", path)


@pytest.mark.rows("B06", "B21", "B22")
def test_posts_that_name_the_other_are_gone_from_home_and_link_nobody(scene: Scene) -> None:
    named = post_by(scene.charlie, "tea with @bob")
    assert "tea with" in scene.page("alice", "/")
    scene.block()
    assert "tea with" not in scene.page("alice", "/")
    assert 'href="/@bob/"' in scene.page("charlie", f"/posts/{named.pk}/")
    mine = post_by(scene.alice, "what about @bob")
    assert 'href="/@bob/"' not in scene.page("charlie", f"/posts/{mine.pk}/")
    assert mine.mentions == []


@pytest.mark.rows("B09", "B39")
@pytest.mark.parametrize("path", ["", "likers/", "pictures/0/", "edit/"])
def test_a_hidden_post_answers_byte_for_byte_like_a_missing_one(scene: Scene, path: str) -> None:
    scene.block()
    answers = []
    for number in (scene.by_alice.pk, 99999):
        answer = scene.browsers["bob"].get(f"/posts/{number}/{path}")
        page = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", answer.content.decode())
        answers.append((answer.status_code, page.replace(f"/posts/{number}/", "")))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


@pytest.mark.rows("B12")
def test_the_profile_of_the_blocked_shows_a_name_and_unblock_and_nothing_else(scene: Scene) -> None:
    scene.block()
    page = scene.page("alice", "/@bob/")
    assert "Unblock" in page
    for text in ("post of bob", "Follow", "followers", "Joined"):
        assert text not in page.split("<main")[1]
    assert scene.browsers["alice"].get("/@bob/posts/", headers=PART).status_code == 404


@pytest.mark.rows("B14", "B33", "B44", "S4-4.5")
def test_likes_of_each_on_the_others_posts_are_deleted(scene: Scene) -> None:
    for user, post in (
        (scene.bob, scene.by_alice),
        (scene.alice, scene.by_bob),
        (scene.charlie, scene.by_alice),
        (scene.bob, scene.by_charlie),
    ):
        like_post(actor=user, post_id=post.pk)
    scene.block()
    assert [counts(post)[0] for post in (scene.by_alice, scene.by_bob, scene.by_charlie)] == [1, 0, 1]
    unblock_person(actor=scene.alice, username="bob")
    assert "post of alice" not in scene.page("bob", "/posts/liked/")
    assert [counts(post)[0] for post in (scene.by_alice, scene.by_bob)] == [1, 0]


@pytest.mark.rows("B15", "B16", "B17", "B44")
def test_neither_likes_nor_comments_on_the_other(scene: Scene) -> None:
    scene.block()
    for who, post in (("bob", scene.by_alice), ("alice", scene.by_bob)):
        client = scene.browsers[who]
        assert client.post(f"/posts/{post.pk}/like/", {"liked": "1"}, headers=PART).status_code == 404
        assert client.post(f"/posts/{post.pk}/comment/", {"text": "x"}, headers=PART).status_code == 404
        assert counts(post) == (0, 0)


@pytest.mark.rows("B18", "B20")
def test_comments_on_a_third_persons_post_are_hidden_from_each_other_only(scene: Scene) -> None:
    for user in (scene.alice, scene.bob):
        comment_on_post(actor=user, post_id=scene.by_charlie.pk, text=f"word of {user}")
    scene.block()
    comment_on_post(actor=scene.bob, post_id=scene.by_charlie.pk, text="later word of bob")
    path = f"/posts/{scene.by_charlie.pk}/"
    assert "word of bob" not in scene.page("alice", path)
    assert "word of alice" in scene.page("alice", path)
    assert "word of alice" not in scene.page("bob", path)
    assert all(text in scene.page("charlie", path) for text in ("word of alice", "later word of bob"))


@pytest.mark.rows("B18", "B25")
def test_an_answer_to_the_blocked_stands_under_a_place_without_name(scene: Scene) -> None:
    said = comment_on_post(actor=scene.bob, post_id=scene.by_charlie.pk, text="word of bob")
    comment_on_post(actor=scene.charlie, post_id=scene.by_charlie.pk, text="I agree", parent_id=said.pk)
    scene.block()
    # Without the tokens of its forms, in which any letters may stand by chance.
    page = re.sub(r"[A-Za-z0-9]{64}", "", scene.page("alice", f"/posts/{scene.by_charlie.pk}/"))
    assert "This comment is not available." in page
    assert "I agree" in page
    assert "bob" not in page
    answer = scene.browsers["alice"].post(
        f"/posts/{scene.by_charlie.pk}/comment/", {"text": "x", "parent": said.pk}, headers=PART
    )
    assert answer.status_code == 404


@pytest.mark.rows("B19", "B44")
def test_old_comments_under_the_others_posts_are_hidden_for_everybody(scene: Scene) -> None:
    comment_on_post(actor=scene.bob, post_id=scene.by_alice.pk, text="word of bob")
    comment_on_post(actor=scene.charlie, post_id=scene.by_alice.pk, text="word of charlie")
    scene.block()
    for who in ("alice", "charlie"):
        page = scene.page(who, f"/posts/{scene.by_alice.pk}/")
        assert "word of bob" not in page
        assert "word of charlie" in page
    assert counts(scene.by_alice) == (0, 1)
    unblock_person(actor=scene.alice, username="bob")
    assert counts(scene.by_alice) == (0, 1)


@pytest.mark.rows("B23", "B24")
def test_notifications_of_each_from_the_other_are_deleted(scene: Scene) -> None:
    like_post(actor=scene.bob, post_id=scene.by_alice.pk)
    comment_on_post(actor=scene.alice, post_id=scene.by_bob.pk, text="hello")
    like_post(actor=scene.charlie, post_id=scene.by_alice.pk)
    scene.block()
    assert [row.actor for row in Notification.objects.all()] == [scene.charlie]


@pytest.mark.rows("S4-6.6", "B18")
def test_likers_leave_out_the_blocked(scene: Scene) -> None:
    for user in (scene.alice, scene.bob):
        like_post(actor=user, post_id=scene.by_charlie.pk)
    scene.block()
    page = scene.browsers["alice"].get(f"/posts/{scene.by_charlie.pk}/likers/", headers=PART).content.decode()
    assert "@alice" in page
    assert "@bob" not in page
    assert "<bdi>bob</bdi>" not in scene.page("alice", f"/posts/{scene.by_charlie.pk}/")


@pytest.mark.rows("B34")
def test_a_picture_of_the_other_is_404_and_charlie_still_sees_it(scene: Scene) -> None:
    name = PostPicture.objects.get(post=scene.by_alice).picture.name
    path = f"/files/{name}/480.webp"
    assert scene.browsers["bob"].get(path).status_code == 200
    scene.block()
    assert scene.browsers["bob"].get(path).status_code == 404
    assert scene.browsers["charlie"].get(path).status_code == 200
