"""Idempotency-Key, limits, origins, ETags and the one shape of errors."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.conftest import MakeServer
from tests.support.people import Person, fresh_address
from tests.support.server import Server

Name = Callable[[str], str]


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or uuid.uuid4().hex}


def test_a_room_made_twice_with_one_key_is_made_once(alice: Person, bob: Person, name: Name) -> None:
    key, body = keyed(), {"name": name("tea"), "users": [bob.id]}
    with alice.api() as api:
        first = api.post("/api/chatrooms/", json=body, headers=key)
        again = api.post("/api/v1/chatrooms/", json=body, headers=key)
        other = api.post("/api/chatrooms/", json={**body, "name": name("coffee")}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_key_whose_request_was_refused_may_be_used_again(alice: Person, name: Name) -> None:
    key = keyed()
    with alice.api() as api:
        assert api.post("/api/chatrooms/", json={"name": ""}, headers=key).status_code == 400
        assert api.post("/api/chatrooms/", json={"name": name("tea")}, headers=key).status_code == 201


def test_two_at_the_same_time_make_one_room(alice: Person, name: Name) -> None:
    key, body = keyed(), {"name": name("race")}
    with alice.api() as api, ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: api.post("/api/chatrooms/", json=body, headers=key).json(), range(8))
        )
    assert len({answer["id"] for answer in answers}) == 1


def test_a_message_sent_twice_is_stored_once(alice: Person, name: Name) -> None:
    key = keyed()
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": name("r")}).json()["id"]
        sent = {"chatroom": room, "content": "once"}
        first = api.post("/api/messages/", json=sent, headers=key)
        again = api.post("/api/messages/", json=sent, headers=key)
        other = api.post("/api/messages/", json={**sent, "content": "twice"}, headers=key)
        stored = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
    assert first.json() == again.json()
    assert other.status_code == 422
    assert [message["content"] for message in stored] == ["once"]


def test_a_registration_sent_twice_makes_one_account(server: Server) -> None:
    who = f"newcomer-{uuid.uuid4().hex[:8]}"
    body = {"username": who, "email": f"{who}@example.org", "password": "long and winding road"}
    key = keyed()
    with server.client(fresh_address()) as client:
        first = client.post("/api/register/", json=body, headers=key)
        again = client.post("/api/register/", json=body, headers=key)
        other = client.post("/api/register/", json={**body, "password": "another long road"}, headers=key)
        assert client.post("/api/register/", json=body).status_code == 400
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert other.status_code == 422


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb"])
def test_a_key_that_is_none_is_refused(alice: Person, name: Name, key: str) -> None:
    with alice.api() as api:
        answer = api.post("/api/chatrooms/", json={"name": name("r")}, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")


def test_who_asks_too_much_is_told_when_to_come_back(make_server: MakeServer) -> None:
    server = make_server(API_PER_MINUTE="60")
    with server.person("alice").api() as api:
        first = api.get("/api/me/")
        assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == ("60", "59")
        # One a second comes back, so a slow machine asks more often.
        answers = (api.get("/api/me/") for _ in range(1000))
        refused = next(answer for answer in answers if answer.status_code != 200)
    assert refused.status_code == 429
    assert refused.json()["code"] == "too_many"
    assert int(refused.headers["Retry-After"]) >= 1


def test_pages_of_listed_origins_alone_may_read(make_server: MakeServer) -> None:
    server = make_server(CORS_ALLOWED_ORIGINS="https://app.example.org")
    listed, foreign = "https://app.example.org", "https://evil.example.org"
    asking = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    with server.client() as client:
        leave = client.options("/api/messages/", headers={"Origin": listed, **asking})
        none = client.options("/api/messages/", headers={"Origin": foreign, **asking})
        read = client.get("/api/chatrooms/", headers={"Origin": listed})
    assert leave.status_code == 204
    assert leave.headers["Access-Control-Allow-Origin"] == listed
    assert "Authorization" in leave.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in leave.headers
    assert "Access-Control-Allow-Origin" not in none.headers
    assert (read.status_code, read.headers["Access-Control-Allow-Origin"]) == (401, listed)


def test_who_has_the_answer_already_is_told_only_that(alice: Person, name: Name) -> None:
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": name("r")}).json()["id"]
        first = api.get(f"/api/chatrooms/{room}/")
        known = {"If-None-Match": first.headers["ETag"]}
        assert api.get(f"/api/chatrooms/{room}/", headers=known).status_code == 304
        api.patch(f"/api/chatrooms/{room}/", json={"name": name("new")})
        assert api.get(f"/api/chatrooms/{room}/", headers=known).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing/", 404),
        ("GET", "/api/chatrooms/99999999999999999999999/", 404),
        ("GET", "/api/chatrooms/9223372036854775807/", 404),
        ("PUT", "/api/chatrooms/", 405),
        ("OPTIONS", "/api/chatrooms/", 405),
    ],
)
def test_every_error_has_one_shape(alice: Person, method: str, path: str, status: int) -> None:
    with alice.api() as api:
        answer: httpx.Response = api.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()) == {"detail", "code"}
    assert all(isinstance(value, str) and value for value in answer.json().values())


def test_what_is_no_json_is_refused_in_the_same_shape(alice: Person) -> None:
    with alice.api() as api:
        for content, kind, status in ((b"{", "application/json", 400), (b"a=1", "text/plain", 415)):
            answer = api.post("/api/chatrooms/", content=content, headers={"Content-Type": kind})
            assert answer.status_code == status
            assert set(answer.json()) == {"detail", "code"}
        bodies: list[Any] = [[], 7, "text", None]
        for body in bodies:
            answer = api.post("/api/chatrooms/", json=body)
            assert answer.status_code == 400
