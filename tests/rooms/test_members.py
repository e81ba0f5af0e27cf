"""Members of a group: who is listed, who leaves, who hands over, who comes back after a ban."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.core.caller import Caller
from samovar.core.errors import Denied, NotFound
from samovar.people.actions import block_person
from samovar.rooms import rules
from samovar.rooms.actions import (
    RoomDraft,
    appoint_host,
    create_room,
    forgive,
    hand_over,
    join_room,
    open_conversation,
    quit_room,
    remove_person,
    set_host,
)
from samovar.rooms.member_queries import banned_for, members_for
from samovar.rooms.models import Room
from samovar.rooms.rules import membership_of

pytestmark = pytest.mark.django_db(transaction=True)


def group(owner: Any, *others: Any, **draft: Any) -> Room:
    ids = tuple(other.pk for other in others)
    return create_room(actor=owner, draft=RoomDraft("Tea", user_ids=ids, **draft))


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def place(user: Any, room: Room) -> int:
    member = membership_of(user, room.pk)
    assert member is not None
    return member.participant_id


def roles(viewer: Any, room: Room, **asked: Any) -> list[tuple[str, str]]:
    page = members_for(viewer=viewer, room_id=room.pk, **asked)
    return [(one.person.username or "", one.person.role) for one in page.members]


@pytest.mark.rows("S2-05")
def test_members_are_listed_by_role_whether_they_are_there_or_not(person: Any) -> None:
    alice, bob, charlie, dora = (person(name) for name in ("alice", "bob", "charlie", "dora"))
    room = group(alice, bob, charlie)
    set_host(actor=caller(alice), room_id=room.pk, participant_id=place(charlie, room), host=True)
    assert roles(bob, room) == [("alice", "owner"), ("charlie", "host"), ("bob", "member")]
    assert roles(bob, room, text="CHAR") == [("charlie", "host")]
    with pytest.raises((NotFound, Denied)):
        roles(dora, room)


@pytest.mark.rows("B30")
def test_nobody_of_a_block_is_among_the_members(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = group(alice, bob, charlie)
    block_person(actor=bob, username="charlie")
    assert [name for name, _role in roles(bob, room)] == ["alice", "bob"]
    assert [name for name, _role in roles(charlie, room)] == ["alice", "charlie"]


def test_pages_of_members_hold_everybody_once(person: Any) -> None:
    alice = person("alice")
    others = [person(f"person{number:03}") for number in range(70)]
    room = group(alice, *others)
    first = members_for(viewer=alice, room_id=room.pk)
    rest = members_for(viewer=alice, room_id=room.pk, cursor=first.next)
    names = [one.person.username for one in (*first.members, *rest.members)]
    assert (len(first.members), rest.next) == (50, "")
    assert names == ["alice", *(other.username for other in others)]


@pytest.mark.rows("S2-05")
def test_who_leaves_is_no_member_and_the_owner_hands_over_first(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, bob, members_only=True)
    with pytest.raises(Denied) as refusal:
        quit_room(actor=alice, room_id=room.pk)
    assert refusal.value.code == "owner_stays"
    with pytest.raises(Denied):
        hand_over(actor=caller(bob), room_id=room.pk, participant_id=place(alice, room))
    hand_over(actor=caller(alice), room_id=room.pk, participant_id=place(bob, room))
    assert roles(alice, room) == [("bob", "owner"), ("alice", "host")]
    quit_room(actor=alice, room_id=room.pk)
    assert membership_of(alice, room.pk) is None
    with pytest.raises((NotFound, Denied)):
        quit_room(actor=alice, room_id=room.pk)
    with pytest.raises(Denied):
        quit_room(actor=alice, room_id=open_conversation(actor=alice, username="bob").pk)


def test_a_ban_is_seen_and_lifted_by_hosts_alone(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = group(alice, bob, charlie)
    gone = place(bob, room)
    remove_person(actor=caller(alice), room_id=room.pk, participant_id=gone, ban=True)
    with pytest.raises(Denied):
        banned_for(viewer=charlie, room_id=room.pk)
    assert [one.username for one in banned_for(viewer=alice, room_id=room.pk)] == ["bob"]
    with pytest.raises(Denied):
        join_room(actor=bob, room_id=room.pk)
    with pytest.raises(Denied):
        forgive(actor=charlie, room_id=room.pk, participant_id=gone)
    forgive(actor=alice, room_id=room.pk, participant_id=gone)
    with pytest.raises(NotFound):
        forgive(actor=alice, room_id=room.pk, participant_id=gone)
    assert join_room(actor=bob, room_id=room.pk).participant_id == gone


def test_members_and_bans_by_rest(person: Any, browser_of: Callable[[Any], Client]) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, bob)
    his, hers = browser_of(bob), browser_of(alice)
    told = his.get(f"/api/chatrooms/{room.pk}/members/search/").json()
    assert [(one["username"], one["role"]) for one in told["results"]] == [
        ("alice", "owner"),
        ("bob", "member"),
    ]
    assert told["next"] is None
    gone = place(bob, room)
    assert hers.delete(f"/api/chatrooms/{room.pk}/members/").status_code == 403
    assert his.delete(f"/api/chatrooms/{room.pk}/members/").status_code == 204
    join_room(actor=bob, room_id=room.pk)
    remove_person(actor=caller(alice), room_id=room.pk, participant_id=gone, ban=True)
    assert [one["username"] for one in hers.get(f"/api/chatrooms/{room.pk}/bans/").json()] == ["bob"]
    assert his.get(f"/api/chatrooms/{room.pk}/bans/").status_code == 403
    assert hers.delete(f"/api/chatrooms/{room.pk}/bans/{gone}/").status_code == 204


Act = Callable[[], object]


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Act], None]:
    """Give a function that lets something happen once this rule was asked, before what it allowed is done."""

    def wait_for(rule: str, act: Act) -> None:
        asked = getattr(rules, rule)

        def ask(*given: Any) -> object:
            answer = asked(*given)
            monkeypatch.setattr(rules, rule, asked)
            act()
            return answer

        monkeypatch.setattr(rules, rule, ask)

    return wait_for


def refused(act: Act) -> str:
    """Return the code of a refusal."""
    with pytest.raises((NotFound, Denied)) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize("kept", [True, False])
def test_a_room_has_one_owner_whatever_happens_while_it_is_handed_over(
    person: Any, after: Callable[[str, Act], None], kept: bool
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = group(alice, bob, charlie, kept=kept)
    bobs, charlies = ({"room_id": room.pk, "participant_id": place(one, room)} for one in (bob, charlie))

    def over_to_bob() -> None:
        hand_over(actor=caller(alice), **bobs)

    # From another tab to somebody else.
    after("require_owner_over", over_to_bob)
    assert refused(lambda: hand_over(actor=caller(alice), **charlies)) == "not_owner"
    now = [("bob", "owner"), ("alice", "host"), ("charlie", "member")]
    assert roles(alice, room) == now
    # What was meant for a member or host does not hit the owner who this has become.
    back = {"room_id": room.pk, "participant_id": place(alice, room)}
    meant: tuple[tuple[str, Act], ...] = (
        ("require_member", lambda: quit_room(actor=bob, room_id=room.pk)),
        (
            "require_host_over",
            lambda: remove_person(
                actor=caller(alice), room_id=room.pk, participant_id=bobs["participant_id"]
            ),
        ),
        ("require_owner_over", lambda: set_host(actor=caller(alice), host=False, **bobs)),
    )
    for rule, act in meant:
        hand_over(actor=caller(bob), **back)
        after(rule, over_to_bob)
        assert refused(act) in {"owner_stays", "above_you"}
        assert roles(alice, room) == now
    hand_over(actor=caller(bob), **back)
    after("place_of", over_to_bob)
    appoint_host(actor=None, host=False, **bobs)
    assert roles(alice, room) == now


def test_who_leaves_meanwhile_is_not_made_the_owner(person: Any, after: Callable[[str, Act], None]) -> None:
    alice, bob = person("alice"), person("bob")
    room = group(alice, bob)
    bobs = {"room_id": room.pk, "participant_id": place(bob, room)}
    after("require_owner_over", lambda: quit_room(actor=bob, room_id=room.pk))
    assert refused(lambda: hand_over(actor=caller(alice), **bobs)) == "person_not_found"
    assert roles(alice, room) == [("alice", "owner")]
