"""The decisions that refine the first seed (C1, C4, C5, C8, C25, C26), from outside."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.api.plain import Wscat
from tests.api.world import bearer, expired
from tests.support.people import Person, fresh_address
from tests.support.server import Server

Name = Callable[[str], str]


def room_of(client: httpx.Client, name: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/chatrooms/", json={"name": name, "users": [], **more})
    assert answer.status_code == 201, answer.text
    room: dict[str, Any] = answer.json()
    return room


# C1


@pytest.mark.rows("S1-12", "S1-13", "S4-F2")
def test_the_tokens_of_a_registration_open_everything_once_the_address_is_confirmed(server: Server) -> None:
    name = f"newcomer-{uuid.uuid4().hex[:10]}"
    new = {"username": name, "password": "long and winding road", "email": f"{name}@example.com"}
    with server.client(fresh_address()) as client:
        pair = client.post("/api/register/", json=new).json()
        client.headers.update(bearer(pair["access"]))
        for open_path in ("/api/me/", "/api/v1/me/"):
            assert client.get(open_path).status_code == 200
        for closed in ("/api/chatrooms/", "/api/people/", "/api/posts/", "/api/notifications/"):
            refused = client.get(closed)
            assert (refused.status_code, refused.json()["code"]) == (403, "email_not_verified")
            assert set(refused.json()) == {"detail", "code"}
        written = client.post("/api/messages/", json={"chatroom": 1, "content": "x"})
        assert (written.status_code, written.json()["code"]) == (403, "email_not_verified")
        refreshed = client.post("/api/token/refresh/", json={"refresh": pair["refresh"]})
        assert (refreshed.status_code, set(refreshed.json())) == (200, {"refresh", "access"})
        key = mailed_key(server, name)
        assert client.post("/api/verify/", json={"key": key}).status_code == 200
        assert client.post("/api/verify/", json={"key": key}).status_code == 404
        # The very first access token, not a new one.
        assert client.get("/api/chatrooms/").status_code == 200
        login = client.post("/api/login/", json={"username": name, "password": new["password"]})
        assert (login.status_code, set(login.json())) == (200, {"refresh", "access"})


def mailed_key(server: Server, name: str) -> str:
    """Return the key in the mail to ``name``, which a server without a mail server keeps."""
    from samovar.accounts.models import Mail  # noqa: PLC0415 - after the settings were read

    with server.database() as alias:
        text = Mail.objects.using(alias).get(to=f"{name}@example.com").text
    found = re.search(r"/confirm/(\S+)/", text)
    assert found, text
    return found[1]


# S1-17


@pytest.mark.rows("S1-17")
async def test_an_expired_token_closes_the_socket_with_4401(server: Server, alice: Person) -> None:
    over = expired(server, alice.tokens()["access"])
    async with Wscat(server, "Room1", f"?token={over}") as socket:
        assert await socket.code() == 4401


# C4, C5


@pytest.mark.rows("S1-15", "S1-02")
def test_a_listed_name_is_taken_in_any_case_and_form(alice: Person, bob: Person, name: Name) -> None:
    first = name("Café")
    with alice.api() as api, bob.api() as others:
        room_of(api, first)
        for same in (first.upper(), first.replace("é", "e\u0301")):
            taken = others.post("/api/chatrooms/", json={"name": same, "users": []})
            assert (taken.status_code, list(taken.json())) == (400, ["name"])


@pytest.mark.rows("S1-14", "B34")
def test_a_list_shows_no_private_and_no_direct_room_of_others(
    alice: Person, bob: Person, charlie: Person, name: Name
) -> None:
    with alice.api() as api, bob.api() as theirs, charlie.api() as others:
        private = room_of(api, name("private"), private=True)
        direct = api.post(f"/api/people/{bob.username}/messages/", json={"content": "psst"}).json()
        seen = {room["id"] for room in others.get("/api/chatrooms/").json()}
        assert not seen & {private["id"], direct["chatroom"]}
        for path in (f"/api/chatrooms/{private['id']}/", f"/api/chatrooms/{direct['chatroom']}/"):
            for method in ("GET", "PATCH", "DELETE"):
                body = {"name": "x"} if method == "PATCH" else None
                assert others.request(method, path, json=body).status_code == 404
        assert private in api.get("/api/chatrooms/").json()
        assert private["id"] not in {room["id"] for room in theirs.get("/api/chatrooms/").json()}


# C25, C6


@pytest.mark.rows("S1-04", "S1-16")
def test_posting_into_a_listed_room_makes_one_a_member(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api, bob.api() as others:
        room = room_of(api, name("open to all"))
        assert room["users"] == [alice.id]
        posted = others.post("/api/messages/", json={"chatroom": room["id"], "content": "hello"})
        assert (posted.status_code, posted.json()["user"]) == (201, bob.id)
        assert api.get(f"/api/chatrooms/{room['id']}/").json()["users"] == sorted([alice.id, bob.id])


@pytest.mark.rows("S1-16")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content": "  \n"}, "content"),
        ({"content": 5}, "content"),
        ({"content": None}, "content"),
        ({"chatroom": "1"}, "chatroom"),
        ({"chatroom": True}, "chatroom"),
        ({"chatroom": None}, "chatroom"),
        ({"user": "1"}, "user"),
    ],
)
def test_no_type_of_a_message_is_coerced(alice: Person, name: Name, change: Any, field: str) -> None:
    with alice.api() as api:
        room = room_of(api, name("r"))
        answer = api.post("/api/messages/", json={"chatroom": room["id"], "content": "x", **change})
        assert (answer.status_code, list(answer.json())) == (400, [field])
        assert api.get(f"/api/chatrooms/{room['id']}/messages/").json()["results"] == []


# C8


@pytest.mark.rows("S1-18", "S1-09")
async def test_every_frame_has_exactly_the_keys_of_its_type(
    alice: Person, bob: Person, charlie: Person, name: Name
) -> None:
    with alice.api() as api:
        room = room_of(api, name("r"))
    everybody = {"type", "id", "message", "user", "username", "timestamp"}
    async with Wscat.of(alice, room["name"]) as one, Wscat.of(charlie, room["name"]) as three:
        for socket in (one, three):
            await socket.ready()
        # Who of the first two came first hears of the other.
        await one.send("here")
        await three.next("message")
        async with Wscat.of(bob, room["name"]) as two:
            joined = await three.next("joined")
            assert (set(joined), joined["user"]) == ({"type", "user", "username"}, bob.id)
            await two.ready()
            await one.send("for all")
            assert everybody <= set(await two.next("message"))
            await one.send("for one", to=bob.username)
            told = await two.next("message")
            assert everybody - {"id"} | {"private"} <= set(told)
            assert (told["message"], told["private"]) == ("for one", True)
        left = await three.next("left")
        assert (set(left), left["user"]) == ({"type", "user", "username"}, bob.id)
    heard = [frame["message"] for frame in three.frames if frame["type"] == "message"]
    assert heard == ["here", "for all"]


# C26


@pytest.mark.rows("S1-14")
def test_who_one_is_and_one_room_are_answered_with_the_keys_that_are_promised(
    alice: Person, name: Name
) -> None:
    with alice.api() as api:
        me = api.get("/api/me/").json()
        assert {"id", "username", "email", "first_name", "last_name", "verified"} <= set(me)
        assert (me["id"], me["username"], me["verified"]) == (alice.id, alice.username, True)
        room = room_of(api, name("r"))
        address = f"/api/chatrooms/{room['id']}/"
        assert room.items() <= api.get(address).json().items()
        renamed = api.patch(address, json={"name": name("renamed")})
        assert (renamed.status_code, set(renamed.json()) >= {"id", "name", "users"}) == (200, True)
        assert api.get(address).json()["name"] == renamed.json()["name"]
        assert api.delete(address).status_code == 204
        assert api.get(address).status_code == 404


@pytest.mark.rows("S1-14", "S1-16")
def test_the_versioned_addresses_answer_the_same(alice: Person, name: Name) -> None:
    with alice.api() as api:
        room = room_of(api, name("r"))
        posted = api.post("/api/v1/messages/", json={"chatroom": room["id"], "content": "سلام"})
        assert posted.status_code == 201
        for path in (f"/chatrooms/{room['id']}/", f"/chatrooms/{room['id']}/messages/", "/me/"):
            # Addresses of next pages differ; here there is none.
            assert api.get(f"/api{path}").json() == api.get(f"/api/v1{path}").json()
