"""Links into rooms: who makes them, whom they let in, when they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samovar.accounts.signals import erasing
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.people.actions import block_person
from samovar.rooms.actions import (
    RoomDraft,
    create_room,
    guard_room,
    join_by_link,
    make_link,
    remove_person,
    revoke_link,
)
from samovar.rooms.member_queries import links_for
from samovar.rooms.member_rules import LINKS_MAX
from samovar.rooms.models import InviteLink, Membership, Room
from samovar.rooms.rules import membership_of

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[Any], Client]


def group(owner: Any, *others: Any, name: str = "Tea", **draft: Any) -> Room:
    ids = tuple(other.pk for other in others)
    return create_room(actor=owner, draft=RoomDraft(name, user_ids=ids, **draft))


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def test_a_link_lets_members_into_a_room_that_is_closed_to_others(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, members_only=True, passcode="1234", waiting_room=True)
    link = make_link(actor=alice, room_id=room.pk)
    assert join_by_link(actor=bob, word=link.word) == room
    assert join_by_link(actor=bob, word=link.word) == room
    place = membership_of(bob, room.pk)
    assert place is not None
    assert place.role == Membership.Role.MEMBER
    link.refresh_from_db()
    assert link.uses == 1


def test_a_link_ends_by_time_by_uses_and_when_it_is_taken_back(person: Any) -> None:
    alice, bob, charlie, dora = (person(name) for name in ("alice", "bob", "charlie", "dora"))
    room = group(alice, members_only=True)
    timed = make_link(actor=alice, room_id=room.pk, days=1)
    once = make_link(actor=alice, room_id=room.pk, uses=1)
    join_by_link(actor=bob, word=once.word)
    InviteLink.objects.filter(pk=timed.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    back = make_link(actor=alice, room_id=room.pk)
    revoke_link(actor=alice, room_id=room.pk, link_id=back.pk)
    for word in (timed.word, once.word, back.word, "nonsense", ""):
        for newcomer in (charlie, dora):
            with pytest.raises(NotFound):
                join_by_link(actor=newcomer, word=word)
    assert links_for(viewer=alice, room_id=room.pk) == []
    assert Membership.objects.filter(room=room).count() == 2


@pytest.mark.rows("B39")
def test_a_link_is_nothing_across_a_block_and_no_way_around_a_ban_or_a_lock(person: Any) -> None:
    alice, bob, charlie, dora = (person(name) for name in ("alice", "bob", "charlie", "dora"))
    room = group(alice, charlie)
    link = make_link(actor=alice, room_id=room.pk)
    block_person(actor=alice, username="bob")
    with pytest.raises(NotFound) as refusal:
        join_by_link(actor=bob, word=link.word)
    assert refusal.value.code == "link_not_found"
    place = membership_of(charlie, room.pk)
    assert place is not None
    remove_person(actor=caller(alice), room_id=room.pk, participant_id=place.participant_id, ban=True)
    with pytest.raises(Denied):
        join_by_link(actor=charlie, word=link.word)
    guard_room(actor=caller(alice), room_id=room.pk, locked=True)
    with pytest.raises(Denied):
        join_by_link(actor=dora, word=link.word)
    link.refresh_from_db()
    assert link.uses == 0


def test_who_may_invite_makes_links_and_sees_the_own_ones(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    public = group(alice, bob)
    mine, his = make_link(actor=alice, room_id=public.pk), make_link(actor=bob, room_id=public.pk)
    assert links_for(viewer=bob, room_id=public.pk) == [his]
    assert links_for(viewer=alice, room_id=public.pk) == [his, mine]
    with pytest.raises(NotFound):
        revoke_link(actor=bob, room_id=public.pk, link_id=mine.pk)
    revoke_link(actor=alice, room_id=public.pk, link_id=his.pk)
    private = group(alice, bob, name="Closed", members_only=True)
    with pytest.raises(Denied):
        make_link(actor=bob, room_id=private.pk)
    with pytest.raises((NotFound, Denied)):
        make_link(actor=charlie, room_id=private.pk)


def test_a_room_has_a_bounded_number_of_links(person: Any) -> None:
    alice = person("alice")
    room = group(alice)
    for _number in range(LINKS_MAX):
        make_link(actor=alice, room_id=room.pk)
    with pytest.raises(Invalid):
        make_link(actor=alice, room_id=room.pk)


def test_links_go_with_their_maker(person: Any) -> None:
    alice, ghost = person("alice"), person("ghost")
    room = group(alice)
    make_link(actor=alice, room_id=room.pk)
    erasing.send(sender=type(alice), person=alice, ghost=ghost)
    assert not InviteLink.objects.exists()


def test_the_page_shows_a_stranger_the_name_and_leads_back_after_the_login(
    person: Any, browser_of: Browser
) -> None:
    alice, bob = person("alice", first_name="Alice", last_name="Moradi"), person("bob")
    room = group(alice, name="Samovar friends", members_only=True)
    link = make_link(actor=alice, room_id=room.pk)
    stranger = Client()
    page = stranger.get(f"/i/{link.word}/")
    assert page.status_code == 200
    assert "Samovar friends" in page.content.decode()
    assert "Moradi" not in page.content.decode()
    answer = stranger.post("/login/", {"login": "bob", "password": "correct horse battery"})
    assert f"/i/{link.word}/".encode() in answer.headers["Location"].replace("%2F", "/").encode()
    friend = browser_of(bob)
    assert "Alice Moradi" in friend.get(f"/i/{link.word}/").content.decode()
    assert friend.post(f"/i/{link.word}/").headers["Location"] == f"/r/{room.code}/"
    assert friend.get(f"/i/{link.word}/").headers["Location"] == f"/r/{room.code}/"
    assert Client().get("/i/nothing/").status_code == 404
    assert friend.get("/i/nothing/").status_code == 404


def test_links_by_rest(person: Any, browser_of: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice)
    page = browser_of(alice)
    address = f"/api/chatrooms/{room.pk}/links/"
    made = page.post(address, {"days": 7, "uses": 3}, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["most_uses"] == 3
    assert [one["id"] for one in page.get(address).json()] == [made.json()["id"]]
    for wrong in ({"days": 0}, {"days": "7"}, {"uses": -1}, {"uses": 10**9}):
        assert page.post(address, wrong, content_type="application/json").status_code == 400
    assert browser_of(bob).delete(f"{address}{made.json()['id']}/").status_code in {403, 404}
    assert page.delete(f"{address}{made.json()['id']}/").status_code == 204
    assert page.delete(f"{address}{made.json()['id']}/").status_code == 404
