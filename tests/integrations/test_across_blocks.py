"""Bots and webhooks across a block: nobody goes round it with a tool; a room's webhooks stay the room's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from samovar.chat.actions import Draft, send_message
from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.integrations import actions
from samovar.integrations.models import Delivery
from samovar.people.actions import block_person, unblock_person
from samovar.people.models import Block, Follow
from samovar.people.queries import blocked_people_for, profile_for
from samovar.rooms.actions import RoomDraft, create_room

People = Callable[..., Any]
pytestmark = pytest.mark.django_db


def blocks() -> set[tuple[str, str]]:
    return set(Block.objects.values_list("blocker__username", "blocked__username"))


@pytest.mark.rows("B01", "B28", "B39", "B40")
def test_a_block_holds_for_the_bots_of_both_and_ends_with_it(person: People, api_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    actions.create_bot(actor=alice, username="ada")
    bill = actions.create_bot(actor=bob, username="bill")
    Follow.objects.create(follower=bill.user, followed=alice)
    block_person(actor=alice, username="bob")
    assert blocks() == {(one, other) for one in ("alice", "ada") for other in ("bob", "bill")}
    assert not Follow.objects.exists()
    late = actions.create_bot(actor=bob, username="late")
    assert ("alice", "late") in blocks()
    for bot in (None, bill.pk, late.pk):
        program = api_of(bob, bot_id=bot)
        assert program.put("/api/people/alice/follow/").status_code == 404
        assert program.get("/api/people/alice/").status_code == 404
        missing = program.get("/api/people/nobody/").content
        assert program.get("/api/people/alice/").content == missing
    # Nobody learns from the list, the export or a profile whose tools they are.
    shown = api_of(alice).get("/api/blocks/").json()
    assert [one["username"] for one in shown["results"]] == ["bob"]
    assert [one.username for one in blocked_people_for(viewer=alice)] == ["bob"]
    for tool in ("bill", "late"):
        with pytest.raises(NotFound):
            profile_for(viewer=alice, username=tool)
    unblock_person(actor=alice, username="bob")
    assert blocks() == set()
    assert not Follow.objects.exists()


@pytest.mark.rows("B28")
def test_a_bot_is_blocked_alone_too(person: People) -> None:
    alice, bob = person("alice"), person("bob")
    actions.create_bot(actor=bob, username="bill")
    block_person(actor=alice, username="bill")
    assert blocks() == {("alice", "bill")}
    block_person(actor=alice, username="bob")
    unblock_person(actor=alice, username="bill")
    assert blocks() == {("alice", "bob")}
    unblock_person(actor=alice, username="bob")
    block_person(actor=alice, username="bill")
    block_person(actor=alice, username="bob")
    unblock_person(actor=alice, username="bob")
    assert blocks() == {("alice", "bill")}, "asked for by itself, it stays"


@pytest.mark.rows("B29", "B39")
def test_a_webhook_tells_the_log_of_its_room_whoever_blocked_whom(
    person: People, api_of: People, settings: Any
) -> None:
    settings.WEBHOOK_HOSTS = {"hooks.example.org"}
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    wish = {"url": "https://hooks.example.org/x"}
    made = api_of(alice).post(f"/api/chatrooms/{room.pk}/hooks/outgoing/", wish, format="json")
    assert made.status_code == 201
    block_person(actor=alice, username="bob")
    for who in (alice, bob):
        caller = Caller(f"u:{who.pk}", 0, user_id=who.pk)
        send_message(actor=caller, draft=Draft(room.pk, who.username, f"of {who.username}"))
    actions.collect_deliveries(start=lambda _id: None)
    payloads = [row.payload for row in Delivery.objects.order_by("pk")]
    assert [one["message"]["content"] for one in payloads] == ["of alice", "of bob"]
    assert "block" not in json.dumps(payloads)


@pytest.mark.django_db(transaction=True)
@pytest.mark.rows("B29")
def test_what_comes_in_by_a_webhook_is_the_rooms_and_not_its_owners(person: People, api_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=bob, draft=RoomDraft("tea", user_ids=(alice.pk,)))
    hook = api_of(bob).post(f"/api/chatrooms/{room.pk}/hooks/incoming/", {"name": "builds"}, format="json")
    block_person(actor=alice, username="bob")
    path = "/api/" + hook.json()["url"].partition("/api/")[2]
    assert APIClient().post(path, {"text": "built"}, format="json").status_code == 201
    shown = api_of(alice).get(f"/api/chatrooms/{room.pk}/messages/").json()["results"]
    assert [(row["content"], row["name"]) for row in shown] == [("built", "builds")]
