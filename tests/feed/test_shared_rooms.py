"""A room in a post: its card is seen by who may see the room, and by nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from samovar.core.errors import Invalid, NotFound
from samovar.feed.actions import Draft, create_post, edit_post
from samovar.feed.models import Post
from samovar.feed.queries import card_for, home_for
from samovar.people.follow_queries import bonds_for
from samovar.rooms import signals
from samovar.rooms.actions import (
    RoomDraft,
    create_room,
    delete_room,
    open_conversation,
)

pytestmark = pytest.mark.django_db


def room_seen(viewer: Any, post: Post) -> str | None:
    shown = card_for(viewer=viewer, post_id=post.pk).room
    return shown.room.name if shown else None


def shared(author: Any, **more: Any) -> tuple[Any, Post]:
    room = create_room(actor=author, draft=RoomDraft(name="Tea at four", **more))
    return room, create_post(actor=author, draft=Draft("Come over", room=room.pk))


def test_a_listed_room_is_seen_by_everybody_and_leads_there(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room, post = shared(alice)
    assert room_seen(bob, post) == "Tea at four"
    page = Client()
    page.force_login(bob)
    shown = page.get("/").content.decode()
    assert f'href="/r/{room.code}/">Join</a>' in shown
    assert "Nobody here now" in shown


def test_a_room_of_members_is_seen_by_them_alone(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room, post = shared(alice, listed=False, user_ids=(bob.pk,))
    assert (room_seen(bob, post), room_seen(charlie, post)) == ("Tea at four", None)
    page = Client()
    page.force_login(charlie)
    shown = page.get(f"/posts/{post.pk}/").content.decode()
    assert "Come over" in shown
    assert "Tea at four" not in shown
    assert room.code not in shown
    assert page.get(f"/posts/{post.pk}/room/").content.strip() == b""


def test_nobody_shares_what_he_may_not_see_nor_a_conversation(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    hidden = create_room(actor=alice, draft=RoomDraft(name="Hidden", listed=False))
    talk = open_conversation(actor=alice, username="bob")
    for author, room in ((bob, hidden), (alice, talk)):
        with pytest.raises(NotFound):
            create_post(actor=author, draft=Draft("look", room=room.pk))
    with pytest.raises(NotFound):
        create_post(actor=bob, draft=Draft("look", room=10**9))
    assert not Post.objects.exists()


def test_a_room_alone_is_a_post_and_taken_out_it_needs_words(person: Any) -> None:
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    post = create_post(actor=alice, draft=Draft("", room=room.pk))
    edit_post(actor=alice, post_id=post.pk, draft=Draft("words"))
    assert room_seen(alice, post) == "Tea"
    with pytest.raises(Invalid):
        edit_post(actor=alice, post_id=post.pk, draft=Draft("", clear_room=True))
    edit_post(actor=alice, post_id=post.pk, draft=Draft("words", clear_room=True))
    assert room_seen(alice, post) is None


def test_a_room_that_is_gone_leaves_the_post(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room, post = shared(alice)
    delete_room(actor=alice, room_id=room.pk)
    assert room_seen(bob, post) is None


def test_it_says_how_many_are_in_the_call_now(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room, post = shared(alice)

    def three(**_told: Any) -> dict[int, int]:
        return {room.pk: 3}

    signals.calling.connect(three)
    try:
        page = Client()
        page.force_login(bob)
        assert "3 in the call now" in page.get(f"/posts/{post.pk}/room/").content.decode()
    finally:
        signals.calling.disconnect(three)


def test_rooms_are_offered_that_one_may_share(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    create_room(actor=alice, draft=RoomDraft(name="Listed"))
    create_room(actor=alice, draft=RoomDraft(name="Secret", listed=False))
    open_conversation(actor=alice, username="bob")
    page = Client()
    page.force_login(bob)
    shown = page.get("/posts/rooms/").content.decode()
    assert ">Listed</option>" in shown
    assert "Secret" not in shown
    assert shown.count("<option") == 2
    answer = page.post("/posts/", {"text": "", "room": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 400


def test_a_page_full_of_rooms_asks_for_them_once(person: Any, django_assert_max_num_queries: Any) -> None:
    alice, bob = person("alice"), person("bob")
    for number in range(20):
        room = create_room(actor=alice, draft=RoomDraft(name=f"Room {number}"))
        create_post(actor=alice, draft=Draft("Come", room=room.pk))
    with django_assert_max_num_queries(7):
        page = home_for(viewer=bob, bonds=bonds_for(viewer=bob))
    assert sum(card.room is not None for card in page.cards) == 20
    client = Client()
    client.force_login(bob)
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")
