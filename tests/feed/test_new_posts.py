"""What an open home page hears of posts it does not show yet."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from samovar.feed.actions import Draft, create_post
from samovar.people.actions import block_person
from tests.support.line import Line
from tests.support.people import Person, csrf_token
from tests.support.server import Server

Make = Callable[..., Any]


def count_for(client: Any, after: int, **more: str) -> int:
    answer = client.get("/home/new/", {"after": after, **more}, HTTP_HX_REQUEST="true")
    count: int = answer.context["count"]
    return count


@pytest.mark.django_db
def test_only_what_the_viewer_may_see_and_others_wrote_is_counted(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    first = create_post(actor=alice, draft=Draft(text="first"))
    create_post(actor=alice, draft=Draft(text="by herself"))
    create_post(actor=bob, draft=Draft(text="seen"))
    create_post(actor=charlie, draft=Draft(text="for followers", audience="followers"))
    client = browser(alice)
    assert count_for(client, first.pk) == 1
    assert count_for(client, first.pk, filter="following") == 0
    create_post(actor=charlie, draft=Draft(text="with @bob"))
    assert count_for(client, first.pk) == 2
    block_person(actor=bob, username="alice")
    assert count_for(client, first.pk) == 0


@pytest.mark.django_db
def test_a_page_that_is_up_to_date_says_nothing(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    newest = create_post(actor=bob, draft=Draft(text="newest"))
    client = browser(alice)
    assert f"after={newest.pk}" in client.get("/").content.decode()
    answer = client.get("/home/new/", {"after": newest.pk}, HTTP_HX_REQUEST="true").content.decode()
    assert "<a " not in answer
    assert "9" * 40 not in client.get("/home/new/", {"after": "9" * 40}).content.decode()


def send(person: Person, address: str, **fields: str) -> None:
    with closing(person.browser()) as browser:
        token = csrf_token(browser.get("/").text)
        answer = browser.post(address, data={**fields, "csrfmiddlewaretoken": token})
    assert answer.status_code == 302, answer.text[:500]


async def test_the_hint_goes_only_to_who_may_see_the_post(own_server: Server) -> None:
    # Hints are counted, so nobody else may post.
    alice, bob, charlie = (own_server.person(name) for name in ("alice", "bob", "charlie"))
    send(charlie, f"/@{alice.username}/block/")
    send(bob, f"/@{alice.username}/follow/")
    async with Line.of(alice) as own, Line.of(bob) as one, Line.of(charlie) as other:
        send(alice, "/posts/", text=f"for all {uuid.uuid4()}")
        await one.wait(lambda: len(one.events("feed.posted")) == 1, "bob hears of a post for all")
        send(alice, "/posts/", text="for followers", audience="followers")
        await one.wait(lambda: len(one.events("feed.posted")) == 2, "bob hears of a post for followers")
        assert all(frame["d"] == {} for frame in one.events("feed.posted"))
        # What comes later on the same lines is there, so what should not come did not.
        send(bob, "/posts/", text=f"of bob {uuid.uuid4()}")
        await other.wait(lambda: other.events("feed.posted"), "charlie hears of bob's post")
        await own.wait(lambda: own.events("feed.posted"), "alice hears of bob's post")
        assert [len(line.events("feed.posted")) for line in (own, other)] == [1, 1]
