"""The door of a room: account or guest, display name, passcode, and who is not let in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.core.errors import Invalid, TooMany
from samovar.rooms import actions, rules
from samovar.rooms.actions import RoomDraft
from samovar.rooms.actions.entering import PASSCODES, check_passcode
from samovar.rooms.models import GuestPass, Membership, Room
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
People = Callable[..., Any]


@pytest.fixture
def room_of(person: People) -> Callable[..., Room]:
    """Give a factory of alice's rooms: ``room_of(guests_allowed=True, passcode="1")``."""

    def make(**fields: Any) -> Room:
        return actions.create_room(actor=person("alice"), draft=RoomDraft("Linear algebra", **fields))

    return make


@pytest.mark.rows("S0-03", "S0-14")
def test_a_link_leads_to_the_door_with_both_ways_in(room_of: Callable[..., Room], client: Client) -> None:
    room = room_of(guests_allowed=True, passcode="1234")
    page = client.get(f"/r/{room.code}/").content.decode()
    for text in (
        "Linear algebra",
        "Account",
        "Guest",
        "Username or email",
        "Password",
        "Display name",
        "Passcode",
    ):
        assert text in page
    guest = client.get(f"/r/{room.code}/?as=guest").content.decode()
    assert "Display name" in guest
    assert "Username or email" not in guest


def test_who_is_not_logged_in_sees_nothing_but_the_name(room_of: Callable[..., Room], client: Client) -> None:
    room = room_of()
    page = client.get(f"/r/{room.code}/").content.decode()
    assert "Linear algebra" in page
    assert "inside" not in page
    assert "alice" not in page
    assert "is kept" not in page


@pytest.mark.rows("S0-14")
def test_an_account_enters_with_its_password(
    room_of: Callable[..., Room], person: People, client: Client
) -> None:
    room = room_of(passcode="1234")
    bob = person("bob")
    form = {"username": "bob", "password": PASSWORD, "display_name": "Bobby", "passcode": "1234"}
    answer = client.post(f"/r/{room.code}/", form, follow=True)
    assert f'data-room-id="{room.pk}"' in answer.content.decode()
    member = Membership.objects.get(room=room, participant__user=bob)
    assert (member.display_name, member.role) == ("Bobby", "member")


@pytest.mark.rows("S0-14", "S0-16")
def test_a_wrong_password_gives_a_visible_error(
    room_of: Callable[..., Room], person: People, client: Client
) -> None:
    room = room_of()
    person("bob")
    form = {"username": "bob", "password": "wrong and long", "display_name": "Bobby"}
    answer = client.post(f"/r/{room.code}/", form)
    assert answer.status_code == 401
    assert 'role="alert"' in answer.content.decode()
    assert not Membership.objects.filter(room=room, role="member").exists()


def test_an_unverified_account_is_offered_its_link_again(
    room_of: Callable[..., Room], person: People, client: Client
) -> None:
    room = room_of()
    person("bob", verified=False)
    answer = client.post(
        f"/r/{room.code}/", {"username": "bob", "password": PASSWORD, "display_name": "Bobby"}
    )
    assert answer.status_code == 403
    assert "Send the link again" in answer.content.decode()


@pytest.mark.rows("S0-14")
def test_who_is_logged_in_is_asked_the_display_name_alone(
    room_of: Callable[..., Room], person: People, browser_of: People
) -> None:
    room = room_of()
    bob = browser_of(person("bob", first_name="Bob", last_name="Volkov"))
    page = bob.get(f"/r/{room.code}/").content.decode()
    assert 'value="Bob Volkov"' in page
    assert "Password" not in page
    assert 'role="tab"' not in page
    assert bob.post(f"/r/{room.code}/", {"display_name": "  "}).status_code == 400
    assert bob.post(f"/r/{room.code}/", {"display_name": "x" * 81}).status_code == 400
    assert bob.post(f"/r/{room.code}/", {"display_name": "Bob V."}).status_code == 302
    assert "<samovar-room" in bob.get(f"/r/{room.code}/").content.decode()


@pytest.mark.rows("S0-14")
def test_a_guest_needs_a_display_name_and_the_passcode(room_of: Callable[..., Room], client: Client) -> None:
    room = room_of(guests_allowed=True, passcode="1234")
    address = f"/r/{room.code}/"
    for wrong in ({"display_name": "", "passcode": "1234"}, {"display_name": "Dmitri"}):
        assert client.post(address, {"as": "guest", **wrong}).status_code == 400
    refused = client.post(address, {"as": "guest", "display_name": "Dmitri", "passcode": "4321"})
    assert "The passcode is wrong." in refused.content.decode()
    assert not GuestPass.objects.exists()
    entered = client.post(address, {"as": "guest", "display_name": "Dmitri", "passcode": "1234"}, follow=True)
    assert "data-guest" in entered.content.decode()
    assert GuestPass.objects.get().display_name == "Dmitri"


@pytest.mark.rows("S0-14")
def test_a_room_without_guests_refuses_them_also_by_a_direct_post(
    room_of: Callable[..., Room], client: Client
) -> None:
    room = room_of()
    address = f"/r/{room.code}/"
    assert "Guest" not in client.get(address).content.decode()
    assert "Guest" not in client.get(f"{address}?as=guest").content.decode()
    answer = client.post(address, {"as": "guest", "display_name": "Dmitri"})
    assert answer.status_code == 403
    assert "does not let guests in" in answer.content.decode()
    assert not GuestPass.objects.exists()


def test_a_pass_opens_its_own_room_and_nothing_else(person: People, client: Client) -> None:
    alice = person("alice")
    first = actions.create_room(actor=alice, draft=RoomDraft("first", guests_allowed=True))
    second = actions.create_room(actor=alice, draft=RoomDraft("second", guests_allowed=True))
    client.post(f"/r/{first.code}/", {"as": "guest", "display_name": "Dmitri"})
    assert "<samovar-room" in client.get(f"/r/{first.code}/").content.decode()
    assert "<samovar-room" not in client.get(f"/r/{second.code}/").content.decode()
    name = f"samovar_guest_{first.code.replace('-', '')}"
    client.cookies[f"samovar_guest_{second.code.replace('-', '')}"] = client.cookies[name].value
    assert "<samovar-room" not in client.get(f"/r/{second.code}/").content.decode()
    for address in ("/rooms/", "/@alice/", "/people/", "/"):
        assert client.get(address).headers["Location"].startswith("/login/")
    assert client.get("/api/chatrooms/").status_code == 401


def test_a_forged_pass_opens_nothing(room_of: Callable[..., Room], client: Client) -> None:
    room = room_of(guests_allowed=True)
    for forged in ("", "x", "WyJhIiwiYiJd:1abc:def"):
        client.cookies[f"samovar_guest_{room.code.replace('-', '')}"] = forged
        assert "<samovar-room" not in client.get(f"/r/{room.code}/").content.decode()


def test_a_room_for_members_only_refuses_who_has_its_code(
    room_of: Callable[..., Room], person: People, browser_of: People
) -> None:
    room = room_of(members_only=True)
    answer = browser_of(person("bob")).post(f"/r/{room.code}/", {"display_name": "Bob"})
    assert answer.status_code == 403
    assert "Only its members may enter this room." in answer.content.decode()
    assert Membership.objects.filter(room=room).count() == 1


def test_passcodes_cannot_be_tried_for_ever(
    room_of: Callable[..., Room], person: People, browser_of: People
) -> None:
    room = room_of(passcode="1234")
    bob = browser_of(person("bob"))
    form = {"display_name": "Bob", "passcode": "0000"}
    answers = [bob.post(f"/r/{room.code}/", form) for _try in range(11)]
    assert [answer.status_code for answer in answers] == [400] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert bob.post(f"/r/{room.code}/", {**form, "passcode": "1234"}).status_code == 429


def test_an_unknown_code_is_a_friendly_page(client: Client, db: None) -> None:
    answer = client.get("/r/abc-defg-hij/")
    assert answer.status_code == 404
    assert "There is no such room, or it has ended." in answer.content.decode()


def test_a_room_that_ended_says_so(room_of: Callable[..., Room], person: People, client: Client) -> None:
    room = room_of(guests_allowed=True)
    assert room.creator is not None
    client.post(f"/r/{room.code}/", {"as": "guest", "display_name": "Dmitri"})
    actions.delete_room(actor=room.creator, room_id=room.pk)
    for address in (f"/r/{room.code}/", f"/r/{room.code}/left/"):
        answer = client.get(address)
        assert answer.status_code == 410
        assert "This room has ended" in answer.content.decode()
    assert client.post(f"/r/{room.code}/", {"as": "guest", "display_name": "D"}).status_code == 410


def test_a_guest_who_left_may_come_again(room_of: Callable[..., Room], client: Client) -> None:
    room = room_of(guests_allowed=True)
    client.post(f"/r/{room.code}/", {"as": "guest", "display_name": "Dmitri"})
    page = client.get(f"/r/{room.code}/left/").content.decode()
    assert "Enter again" in page
    assert f'href="/r/{room.code}/"' in page


def test_a_name_that_is_markup_stays_text(person: People, client: Client) -> None:
    room = actions.create_room(
        actor=person("alice"), draft=RoomDraft("<script>alert(1)</script>", guests_allowed=True)
    )
    client.post(f"/r/{room.code}/", {"as": "guest", "display_name": "</script><b>"})
    for address in (f"/r/{room.code}/", f"/r/{room.code}/left/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "</script><b>" not in page


def test_of_guesses_at_the_same_time_only_ten_count(
    room_of: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = room_of(passcode="tea time")
    really, others = rules.passcode_fits, list(range(PASSCODES.amount))

    def slowly(about: Room, passcode: str) -> bool:
        if others:
            others.pop()
            with pytest.raises(Invalid):
                check_passcode(room, "wrong", "mallory")
        return really(about, passcode)

    monkeypatch.setattr(rules, "passcode_fits", slowly)
    with pytest.raises(TooMany):
        check_passcode(room, "tea time", "mallory")
    check_passcode(room, "tea time", "somebody else")
