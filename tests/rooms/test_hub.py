"""The hub, and the ways into a room that begin there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.people.actions import block_person
from samovar.rooms import actions
from samovar.rooms.actions import RoomDraft
from samovar.rooms.models import Membership, Room

pytestmark = pytest.mark.django_db
People = Callable[..., Any]


@pytest.mark.rows("S0-02", "S0-15", "S2-04", "S1-03")
def test_the_form_makes_a_room_that_opens_and_belongs_to_its_maker(
    person: People, browser_of: People
) -> None:
    alice = person("alice")
    browser = browser_of(alice)
    assert "Create room" in browser.get("/rooms/").content.decode()
    page = browser.get("/rooms/new/").content.decode()
    for name in ("Name", "Guests may join", "Passcode", "Keep history", "Listed", "Create room"):
        assert name in page
    answer = browser.post("/rooms/new/", {"name": "Chemistry", "kept": "on", "listed": "on"}, follow=True)
    room = Room.objects.get()
    assert answer.redirect_chain == [(f"/r/{room.code}/", 302)]
    assert f'data-room-id="{room.pk}"' in answer.content.decode()
    assert (room.kind, room.kept, room.listed, room.guests_allowed) == ("group", True, True, False)
    assert Membership.objects.get(room=room).role == "owner"
    assert "Chemistry" in browser_of(person("bob")).get("/rooms/").content.decode()


def test_a_room_without_history_or_outside_the_list_is_made_so(person: People, browser_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(alice).post(
        "/rooms/new/", {"name": "hidden tea room", "guests_allowed": "on", "passcode": "tea time"}
    )
    room = Room.objects.get()
    assert (room.kept, room.listed, room.guests_allowed) == (False, False, True)
    assert room.passcode_hash
    # With a space: letters alone may stand in a salt by chance.
    assert "tea time" not in room.passcode_hash
    assert "hidden tea room" not in browser_of(bob).get("/rooms/").content.decode()
    assert "hidden tea room" in browser_of(alice).get("/rooms/").content.decode()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "\u200b"])
def test_the_form_says_what_is_wrong_with_a_name(person: People, browser_of: People, name: str) -> None:
    answer = browser_of(person("alice")).post("/rooms/new/", {"name": name})
    assert answer.status_code == 400
    assert answer.context["form"].errors["name"]
    assert not Room.objects.exists()


@pytest.mark.rows("S3-10", "S3-14", "S1-07", "S2-07")
def test_two_who_type_the_same_name_meet(person: People, browser_of: People) -> None:
    alice, bob = browser_of(person("alice")), browser_of(person("bob"))
    first = alice.post("/rooms/open/", {"name": "Чай в четыре"}, follow=True)
    second = bob.post("/rooms/open/", {"name": "  чай В ЧЕТЫРЕ "}, follow=True)
    room = Room.objects.get()
    assert (room.kind, room.kept) == ("open", False)
    for answer in (first, second):
        assert answer.redirect_chain[-1][0] == f"/r/{room.code}/"
        assert f'data-room-id="{room.pk}"' in answer.content.decode()


@pytest.mark.rows("S3-10")
@pytest.mark.parametrize("name", ["", "  ", "x" * 101])
def test_an_empty_or_too_long_name_opens_nothing(person: People, browser_of: People, name: str) -> None:
    answer = browser_of(person("alice")).post("/rooms/open/", {"name": name})
    assert answer.status_code == 400
    assert "field-errors" in answer.content.decode()
    assert not Room.objects.exists()


def test_the_name_of_a_room_with_a_passcode_leads_to_its_door(person: People, browser_of: People) -> None:
    actions.create_room(actor=person("alice"), draft=RoomDraft("vault", passcode="1234"))
    answer = browser_of(person("bob")).post("/rooms/open/", {"name": "vault"}, follow=True)
    assert "Passcode" in answer.content.decode()
    assert "Enter room" in answer.content.decode()


@pytest.mark.rows("S4-9.1", "S4-9.2")
def test_a_meeting_is_joined_by_its_code_or_its_link(person: People, browser_of: People) -> None:
    alice, bob = browser_of(person("alice")), browser_of(person("bob"))
    alice.post("/rooms/meeting/")
    room = Room.objects.get()
    assert (room.kind, room.kept, room.listed) == ("meeting", False, False)
    letters = room.code.replace("-", "")
    for typed in (
        room.code,
        room.code.upper(),
        letters,
        f"http://testserver/r/{room.code}/",
        f"  {room.code} ",
    ):
        answer = bob.post("/rooms/join/", {"code": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/r/{room.code}/")


@pytest.mark.rows("S4-9.1")
@pytest.mark.parametrize("code", ["", "abc-defg-hij", "nonsense", "/"])
def test_an_unknown_code_says_so(person: People, browser_of: People, code: str) -> None:
    answer = browser_of(person("alice")).post("/rooms/join/", {"code": code})
    assert answer.status_code == 400
    assert "There is no room with this code." in answer.content.decode()


@pytest.mark.rows("S4-9.2")
def test_codes_cannot_be_guessed_from_each_other(person: People) -> None:
    alice = person("alice")
    codes = {actions.host_meeting(actor=alice).code for _number in range(50)}
    assert len(codes) == 50
    assert len({code[:3] for code in codes}) > 30


@pytest.mark.rows("S2-20")
def test_the_list_is_sent_again_only_when_it_changed(person: People, browser_of: People) -> None:
    alice, bob = browser_of(person("alice")), person("bob")
    empty = alice.get("/rooms/active/")
    assert "No rooms are open" in empty.content.decode()
    seen = empty.context["version"]
    assert alice.get("/rooms/active/", {"seen": seen}).status_code == 204
    actions.open_room_by_name(actor=bob, name="tea")
    changed = alice.get("/rooms/active/", {"seen": seen})
    assert changed.status_code == 200
    assert "tea" in changed.content.decode()


def test_a_private_room_is_in_the_list_of_its_members_alone(person: People, browser_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    actions.create_room(actor=alice, draft=RoomDraft("hidden away", members_only=True))
    assert "hidden away" in browser_of(alice).get("/rooms/").content.decode()
    assert "hidden away" not in browser_of(bob).get("/rooms/").content.decode()


def test_the_search_of_a_person_leads_to_profiles_and_knows_blocks(
    person: People, browser_of: People
) -> None:
    alice, bob = person("alice"), person("bob", first_name="Bob", last_name="Volkov")
    browser = browser_of(alice)
    assert "/@bob/" in browser.get("/rooms/people/", {"q": "volk"}).content.decode()
    assert "Nobody is called so." in browser.get("/rooms/people/", {"q": "zzz"}).content.decode()
    block_person(actor=bob, username="alice")
    assert "/@bob/" not in browser.get("/rooms/people/", {"q": "volk"}).content.decode()


@pytest.mark.parametrize("address", ["/rooms/", "/rooms/new/", "/rooms/active/", "/rooms/people/"])
def test_the_hub_is_for_people_who_are_logged_in(client: Any, db: None, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login/?next={address}")


def test_a_conversation_of_two_is_no_room_of_the_hub(person: People, browser_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    room = actions.open_conversation(actor=alice, username=bob.username)
    browser = browser_of(alice)
    for address in ("/rooms/", "/"):
        assert f"/r/{room.code}/" not in browser.get(address).content.decode()
