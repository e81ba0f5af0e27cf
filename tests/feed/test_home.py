"""The home page: what is on it, in which order, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samovar.accounts.models import User
from samovar.feed import queries
from samovar.feed.actions import Draft, NewPicture, create_post, like_post
from samovar.feed.models import Post
from samovar.feed.queries import PAGE, home_for
from samovar.people.follow_actions import follow_person
from samovar.people.follow_queries import bonds_for
from samovar.people.models import Follow
from samovar.people.mute_actions import mute_person
from tests.support.people import PASSWORD
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def post_by(author: Any, text: str) -> Any:
    return create_post(actor=author, draft=Draft(text=text))


def order_of(page: str, *texts: str) -> list[str]:
    return sorted((text for text in texts if text in page), key=page.index)


@pytest.mark.rows("S4-5.2", "S4-D1")
def test_all_shows_everybody_newest_first_and_following_only_the_followed(
    person: Make, browser: Make
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    follow_person(actor=alice, username="bob")
    for author, text in ((bob, "by bob"), (charlie, "by charlie"), (alice, "by alice")):
        post_by(author, text)
    texts = ("by bob", "by charlie", "by alice")
    client = browser(alice)
    assert order_of(client.get("/").content.decode(), *texts) == ["by alice", "by charlie", "by bob"]
    assert order_of(client.get("/?filter=following").content.decode(), *texts) == ["by bob"]


@pytest.mark.rows("S4-5.2")
@pytest.mark.parametrize("following", ["", "following"])
def test_older_posts_come_page_by_page_without_gap_or_double(
    person: Make, browser: Make, following: str
) -> None:
    alice, bob = person("alice"), person("bob")
    follow_person(actor=alice, username="bob")
    for number in range(PAGE * 2 + 5):
        post_by(bob, f"number {number}.")
    client, seen, before = browser(alice), [], ""
    while True:
        answer = client.get("/", {"filter": following, "before": before}, **PART)
        cards = answer.context["page"].cards
        seen += [card.post.text for card in cards]
        before = answer.context["page"].before
        if before is None:
            break
        post_by(bob, "new while reading")
    assert seen == [f"number {number}." for number in reversed(range(PAGE * 2 + 5))]


@pytest.mark.parametrize("near", [5000, 60, 1])
def test_following_shows_the_newest_of_many_without_who_is_muted_suspended_or_hidden(
    person: Make, monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    monkeypatch.setattr(queries, "NEAR", near)
    alice, chance = person("alice"), Random(6)
    authors = [person(f"author{number}") for number in range(PAGE + 8)]
    Follow.objects.bulk_create([Follow(follower=alice, followed=author) for author in authors])
    # Some write much, some little; of each the newest post may be one that is not shown.
    posts = Post.objects.bulk_create(
        [
            Post(
                author=chance.choices(authors, weights=range(1, len(authors) + 1))[0],
                text=f"number {number}",
                hidden_at=timezone.now() if chance.random() < 0.2 else None,
                deleted_at=timezone.now() if chance.random() < 0.2 else None,
            )
            for number in range(150)
        ]
    )
    muted, suspended = authors[-1], authors[-2]
    mute_person(actor=alice, username=muted.username)
    User.objects.filter(pk=suspended.pk).update(is_active=False)
    away = {muted.pk, suspended.pk}
    expected = [
        post.pk for post in posts if not (post.hidden_at or post.deleted_at or post.author_id in away)
    ]
    bonds, seen, before = bonds_for(viewer=alice), list[int](), None
    while True:
        page = home_for(viewer=alice, bonds=bonds, following=True, before=before)
        seen += [card.post.pk for card in page.cards]
        before = page.before
        if before is None:
            break
    assert seen == sorted(expected, reverse=True)
    assert len(seen) > PAGE * 2


@pytest.mark.rows("S4-3.2", "S4-D1")
def test_all_blocks_of_the_dashboard_are_there(person: Make, browser: Make) -> None:
    alice = person("alice")
    for name in ("bob", "charlie", "dora", "emma"):
        person(name)
    page = browser(alice).get("/").content.decode()
    for name in ("Share your thoughts", "Pictures", "People you may know", "My followers", "My followings"):
        assert name in page
    assert page.count(">Follow</button>") == 3


def test_a_full_page_takes_at_most_twelve_queries(person: Make) -> None:
    alice = person("alice")
    authors = [person(f"author{number}") for number in range(8)]
    for number, author in enumerate(authors):
        follow_person(actor=alice, username=author.username)
        for _time in range(4):
            file = picture(size=(4, 4))

            draft = Draft(text="with @alice", pictures=[NewPicture(file, file.size)])
            post = create_post(actor=author, draft=draft)
            like_post(actor=authors[number - 1], post_id=post.pk)
    client = Client()
    client.post("/login/", {"login": "alice", "password": PASSWORD})
    client.get("/")
    for path in ("/", "/?filter=following"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert len(answer.context["page"].cards) == PAGE
        assert len(asked) <= 12, "\n".join(query["sql"][:200] for query in asked)
        assert not any("OFFSET" in query["sql"] for query in asked)
