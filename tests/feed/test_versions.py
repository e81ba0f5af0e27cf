"""What a post said before it was edited is there to read, for who might read it then."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from samovar.core.errors import NotFound
from samovar.feed.actions import Draft, create_post, edit_post
from samovar.feed.models import PostVersion
from samovar.feed.version_queries import versions_for
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person

pytestmark = pytest.mark.django_db


def texts(viewer: Any, post_id: int) -> list[str]:
    return [version.text for version in versions_for(viewer=viewer, post_id=post_id)[1]]


@pytest.mark.rows("S4-5.4", "S4-F6")
def test_each_edit_of_the_text_keeps_what_it_said_before(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("one"))
    for text in ("two", "two", "three"):
        edit_post(actor=alice, post_id=post.pk, draft=Draft(text))
    assert texts(bob, post.pk) == ["two", "one"]
    first = PostVersion.objects.order_by("pk")[0]
    assert first.at == post.created_at


def test_the_word_edited_leads_to_them(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("one <b>word</b>"))
    page = Client()
    page.force_login(bob)
    address = f"/posts/{post.pk}/versions/"
    assert address not in page.get(f"/posts/{post.pk}/").content.decode()
    edit_post(actor=alice, post_id=post.pk, draft=Draft("another"))
    assert address in page.get(f"/posts/{post.pk}/").content.decode()
    shown = page.get(address).content.decode()
    assert "one &lt;b&gt;word&lt;/b&gt;" in shown
    assert "<html" not in page.get(address, headers={"HX-Request": "true"}).content.decode()


def test_what_only_followers_might_read_stays_theirs(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    follow_person(actor=bob, username="alice")
    post = create_post(actor=alice, draft=Draft("for followers", audience="followers"))
    edit_post(actor=alice, post_id=post.pk, draft=Draft("for everybody"))
    assert texts(alice, post.pk) == texts(bob, post.pk) == ["for followers"]
    assert texts(charlie, post.pk) == []


@pytest.mark.rows("B09")
def test_over_a_block_there_is_no_post_and_no_version(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    post = create_post(actor=alice, draft=Draft("one"))
    edit_post(actor=alice, post_id=post.pk, draft=Draft("two"))
    block_person(actor=alice, username="bob")
    with pytest.raises(NotFound):
        versions_for(viewer=bob, post_id=post.pk)
