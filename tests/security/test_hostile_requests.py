"""Requests nobody sends by accident: each gets an answer, and none a traceback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.support.people import PASSWORD

PEOPLE = Callable[..., Any]


@pytest.fixture
def browser(person: PEOPLE) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person("alice"))
    return client


@pytest.fixture
def api(person: PEOPLE) -> APIClient:
    person("alice")
    client = APIClient(raise_request_exception=False)
    answer = client.post("/api/login/", {"username": "alice", "password": PASSWORD}, format="json")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer.json()['access']}")
    return client


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"name":' * 50_000,
        b'{"name":"\xff\xfe"}',
        b"\x00",
        b'{"name":NaN}',
        b'{"name":1e999}',
        b'{"name":"a","users":[' + b"9" * 5000 + b"]}",
        b'{"name":"a","users":[9223372036854775808]}',
        b'{"name":"a","users":[-1,0]}',
        b'{"name":"a","name":["b"]}',
        b'{"name":"\\ud800"}',
        b'{"name":"a\\u0000b"}',
        b'{"name":"\\u202eevil"}',
        b'{"name":"a\\nb"}',
        b"null",
        b'"text"',
    ],
)
def test_a_hostile_body_is_refused_with_a_sentence(api: APIClient, body: bytes) -> None:
    answer = api.post("/api/chatrooms/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()


def test_a_body_without_end_is_not_read(api: APIClient) -> None:
    body = b'{"name":"' + b"a" * 2_000_000 + b'"}'
    answer = api.post("/api/chatrooms/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "path",
    [
        "/api/chatrooms/99999999999999999999999999/",
        "/api/chatrooms/9223372036854775808/messages/",
        "/api/chatrooms/1/messages/?cursor=%00",
        "/api/chatrooms/1/messages/?before=99999999999999999999999",
        "/api/rooms/9223372036854775808/invitations/",
    ],
)
def test_a_number_no_database_holds_is_not_found(api: APIClient, path: str) -> None:
    assert api.get(path).status_code in {400, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/@%00/",
        "/@%FF/",
        "/people/?q=%00",
        "/people/?q=" + "a" * 5000,
        "/rooms/?q=%00%FF",
        "/r/%00%FF/",
        "/notifications/?before=99999999999999999999",
        "/notifications/?before=%00",
        "/posts/99999999999999999999/",
        "/?before=%00&filter=%00",
        "/messages/%00/",
        "/settings/sessions/99999999999999999999/end/",
    ],
)
def test_a_hostile_address_is_an_answer(browser: Client, path: str) -> None:
    assert browser.get(path).status_code in {200, 302, 400, 404, 405}


HOSTILE = ["a\x00b", "a\nb", "\u202eevil", "\u2066a", "a" * 1000, "\u200b", " ", "\x07", "a\u2069b"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_a_person_is_refused(browser: Client, name: str) -> None:
    names = {"first_name": name, "last_name": "Smith"}
    assert browser.post("/settings/names/", names).status_code in {200, 400}
    assert b"Smith" not in browser.get("/@alice/").content


@pytest.mark.parametrize("name", HOSTILE)
def test_nobody_signs_up_with_a_hostile_name(client: Client, db: None, name: str) -> None:
    from samovar.accounts.models import User  # noqa: PLC0415

    form = {
        "username": "bob",
        "email": "bob@example.org",
        "first_name": name,
        "last_name": "Smith",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    assert client.post("/signup/", form).status_code in {200, 400}
    assert not User.objects.exists()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_of_a_room_or_a_guest_is_refused(browser: Client, person: PEOPLE, name: str) -> None:
    from samovar.rooms.actions import RoomDraft, create_room  # noqa: PLC0415
    from samovar.rooms.models import GuestPass, Room  # noqa: PLC0415

    for path in ("/rooms/new/", "/rooms/open/"):
        assert browser.post(path, {"name": name}).status_code == 400
    assert not Room.objects.exists()
    room = create_room(actor=person("bob"), draft=RoomDraft(name="tea", guests_allowed=True))
    stranger = Client(raise_request_exception=False)
    answer = stranger.post(f"/r/{room.code}/", {"as": "guest", "display_name": name})
    assert answer.status_code == 400
    assert not GuestPass.objects.exists()


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"]
)
@pytest.mark.parametrize("path", ["/theme/", "/language/"])
def test_no_form_leads_to_another_site(client: Client, db: None, path: str, target: str) -> None:
    answer = client.post(path, {"next": target, "language": "ru", "theme": "dark"})
    assert answer.headers["Location"] == "/"
