"""Rooms by REST: what is shown, made, changed and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from samovar.people.actions import block_person
from samovar.rooms import actions
from samovar.rooms.actions import RoomDraft
from samovar.rooms.models import Membership, Room

pytestmark = pytest.mark.django_db
People = Callable[..., Any]


@pytest.mark.rows("S1-03", "S1-14", "S1-15")
@pytest.mark.parametrize("base", ["/api", "/api/v1"])
def test_a_room_that_was_made_is_in_the_list_at_once(person: People, api_of: People, base: str) -> None:
    alice, bob = person("alice"), person("bob")
    client = api_of(alice)
    answer = client.post(f"{base}/chatrooms/", {"name": "اتاق چای", "users": [bob.pk]}, format="json")
    assert answer.status_code == 201
    assert answer.json() == {"id": Room.objects.get().pk, "name": "اتاق چای", "users": [alice.pk, bob.pk]}
    listed = client.get(f"{base}/chatrooms/")
    assert listed.status_code == 200
    assert listed.json() == [answer.json()]


@pytest.mark.rows("S1-14")
def test_without_a_token_rooms_are_neither_listed_nor_made(db: None) -> None:
    client = APIClient()
    for answer in (
        client.get("/api/chatrooms/"),
        client.post("/api/chatrooms/", {"name": "a"}, format="json"),
    ):
        assert answer.status_code == 401


@pytest.mark.rows("S1-15")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "tea", "users": [987654]}, "users"),
        ({"name": "tea", "users": [10**30]}, "users"),
        ({"name": "tea", "users": ["1"]}, "users"),
        ({"name": "tea", "users": [True]}, "users"),
        ({"name": "tea", "users": "1"}, "users"),
        ({"name": 5, "users": []}, "name"),
        ({"name": "", "users": []}, "name"),
        ({"name": "   ", "users": []}, "name"),
        ({"name": "\u200c", "users": []}, "name"),
        ({"name": "a\nb", "users": []}, "name"),
        ({"name": "safe\u202eexe", "users": []}, "name"),
        ({"name": "x" * 101, "users": []}, "name"),
        ({"users": []}, "name"),
        ({"name": "tea", "private": "yes"}, "private"),
    ],
)
def test_a_wrong_room_is_refused_at_its_field(
    person: People, api_of: People, body: dict[str, Any], field: str
) -> None:
    answer = api_of(person("alice")).post("/api/chatrooms/", body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert isinstance(answer.json()[field][0], str)
    assert not Room.objects.exists()


def test_a_name_is_taken_in_any_letter_case_until_its_room_ends(person: People, api_of: People) -> None:
    client = api_of(person("alice"))
    first = client.post("/api/chatrooms/", {"name": "Чай"}, format="json").json()
    again = client.post("/api/chatrooms/", {"name": "чАЙ"}, format="json")
    assert (again.status_code, list(again.json())) == (400, ["name"])
    assert client.delete(f"/api/chatrooms/{first['id']}/").status_code == 204
    assert client.post("/api/chatrooms/", {"name": "чАЙ"}, format="json").status_code == 201


def test_a_private_room_is_there_for_its_members_alone(person: People, api_of: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    body = {"name": "secret", "users": [bob.pk], "private": True}
    room = api_of(alice).post("/api/chatrooms/", body, format="json").json()
    assert api_of(bob).get("/api/chatrooms/").json() == [room]
    stranger = api_of(charlie)
    assert stranger.get("/api/chatrooms/").json() == []
    for answer in (
        stranger.get(f"/api/chatrooms/{room['id']}/"),
        stranger.patch(f"/api/chatrooms/{room['id']}/", {"name": "mine"}, format="json"),
        stranger.delete(f"/api/chatrooms/{room['id']}/"),
        stranger.post(f"/api/chatrooms/{room['id']}/invitations/", {"username": "bob"}, format="json"),
    ):
        assert answer.status_code == 404
        assert answer.json() == stranger.get("/api/chatrooms/999999/").json()


@pytest.mark.rows("S2-05")
def test_the_owner_renames_and_nobody_else(person: People, api_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    other = actions.create_room(actor=alice, draft=RoomDraft("coffee"))
    address = f"/api/chatrooms/{room.pk}/"
    assert api_of(bob).patch(address, {"name": "bob's"}, format="json").status_code == 403
    owner = api_of(alice)
    assert owner.patch(address, {"name": "Tea!"}, format="json").json()["name"] == "Tea!"
    taken = owner.patch(address, {"name": other.name}, format="json")
    assert (taken.status_code, list(taken.json())) == (400, ["name"])
    assert owner.patch(address, {"name": 7}, format="json").status_code == 400
    room.refresh_from_db()
    assert room.name == "Tea!"


@pytest.mark.rows("S2-05")
def test_the_owner_sets_the_members_and_stays_one(person: People, api_of: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    address = f"/api/chatrooms/{room.pk}/"
    changed = api_of(alice).patch(address, {"users": [charlie.pk]}, format="json")
    assert changed.json()["users"] == [alice.pk, charlie.pk]
    assert api_of(bob).patch(address, {"users": [bob.pk]}, format="json").status_code == 403
    assert api_of(alice).patch(address, {"users": [987654]}, format="json").status_code == 400


@pytest.mark.rows("S2-06")
def test_the_owner_deletes_and_nobody_else(person: People, api_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    assert api_of(bob).delete(f"/api/chatrooms/{room.pk}/").status_code == 403
    assert api_of(alice).delete(f"/api/chatrooms/{room.pk}/").status_code == 204
    assert api_of(bob).get("/api/chatrooms/").json() == []
    assert api_of(alice).get(f"/api/chatrooms/{room.pk}/").status_code == 404


def test_who_is_in_a_block_with_the_viewer_is_not_among_the_users(person: People, api_of: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = actions.create_room(actor=charlie, draft=RoomDraft("tea", user_ids=(alice.pk, bob.pk)))
    block_person(actor=alice, username=bob.username)
    for viewer, hidden in ((alice, bob), (bob, alice)):
        [shown] = api_of(viewer).get("/api/chatrooms/").json()
        assert hidden.pk not in shown["users"]
        refused = api_of(viewer).post("/api/chatrooms/", {"name": "n", "users": [hidden.pk]}, format="json")
        unknown = api_of(viewer).post("/api/chatrooms/", {"name": "n", "users": [987654]}, format="json")
        assert refused.status_code == unknown.status_code == 400
    assert Membership.objects.filter(room=room).count() == 3


def test_members_the_owner_cannot_see_are_not_taken_out_by_setting_members(
    person: People, api_of: People
) -> None:
    alice, bob = person("alice"), person("bob")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    block_person(actor=bob, username=alice.username)
    api_of(alice).patch(f"/api/chatrooms/{room.pk}/", {"users": []}, format="json")
    assert Membership.objects.filter(room=room, participant__user=bob).exists()


@pytest.mark.rows("S0-03")
def test_an_invited_person_is_told_and_needs_no_passcode(
    person: People, api_of: People, browser_of: People
) -> None:
    alice, bob = person("alice", first_name="Alice"), person("bob", first_name="Bob")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", passcode="1234"))
    address = f"/api/chatrooms/{room.pk}/invitations/"
    answer = api_of(alice).post(address, {"username": "BOB"}, format="json")
    assert (answer.status_code, answer.json()["invited"]) == (201, True)
    page = browser_of(bob)
    assert f"/r/{room.code}/" in page.get("/notifications/").content.decode()
    assert "Passcode" not in page.get(f"/r/{room.code}/").content.decode()
    entered = page.post(f"/r/{room.code}/", {"display_name": "Bob"})
    assert entered.status_code == 302
    assert Membership.objects.filter(room=room, participant__user=bob).exists()
    again = api_of(alice).post(address, {"username": "bob"}, format="json")
    assert (again.status_code, again.json()["invited"]) == (200, False)


def test_only_who_is_trusted_invites_to_a_room_with_a_passcode(person: People, api_of: People) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", passcode="1", user_ids=(bob.pk,)))
    address = f"/api/chatrooms/{room.pk}/invitations/"
    assert api_of(bob).post(address, {"username": "charlie"}, format="json").status_code == 403
    assert api_of(charlie).post(address, {"username": "bob"}, format="json").status_code == 403
    free = actions.create_room(actor=alice, draft=RoomDraft("free", user_ids=(bob.pk,)))
    address = f"/api/chatrooms/{free.pk}/invitations/"
    assert api_of(bob).post(address, {"username": "charlie"}, format="json").status_code == 201


def test_the_picker_of_people_to_invite_leaves_out_blocks_and_who_is_inside(
    person: People, api_of: People
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    dora = person("dora")
    room = actions.create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    block_person(actor=charlie, username=alice.username)
    address = f"/api/chatrooms/{room.pk}/invitations/"
    found = api_of(alice).get(address, {"q": ""}).json()
    assert found == [{"id": dora.pk, "username": "dora", "name": "dora"}]
    for name in ("charlie", "nobody"):
        answer = api_of(alice).post(address, {"username": name}, format="json")
        assert (answer.status_code, list(answer.json())) == (400, ["username"])
