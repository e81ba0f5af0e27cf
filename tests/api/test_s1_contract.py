"""The first seed, sentence by sentence, from outside: an HTTP client, a bare WebSocket, nothing else."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jwt
import pytest

from tests.api.plain import Wscat
from tests.support.people import PASSWORD, Person, fresh_address
from tests.support.server import Server
from tests.support.waiting import wait_until

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z")
Name = Callable[[str], str]


def make_room(client: httpx.Client, name: str, users: list[int] | None = None, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/chatrooms/", json={"name": name, "users": users or [], **more})
    assert answer.status_code == 201, answer.text
    room: dict[str, Any] = answer.json()
    return room


@pytest.fixture
def visitor(server: Server) -> Iterator[httpx.Client]:
    with server.client(fresh_address()) as client:
        yield client


def newcomer() -> dict[str, str]:
    name = f"testuser-{uuid.uuid4().hex[:10]}"
    return {"username": name, "password": "long and winding road", "email": f"{name}@example.com"}


# ثبت نام کاربر جدید


@pytest.mark.rows("S1-06", "S1-12")
def test_registering_answers_a_pair_of_tokens(visitor: httpx.Client) -> None:
    answer = visitor.post("/api/register/", json=newcomer())
    assert answer.status_code == 201
    assert set(answer.json()) == {"refresh", "access"}
    for token in answer.json().values():
        assert jwt.decode(token, options={"verify_signature": False})["user_id"]


@pytest.mark.rows("S1-12")
def test_a_taken_name_a_taken_address_and_a_weak_password_are_refused_at_their_fields(
    visitor: httpx.Client,
) -> None:
    first = newcomer()
    assert visitor.post("/api/register/", json=first).status_code == 201
    for change, field in (
        ({"email": newcomer()["email"]}, "username"),
        ({"username": newcomer()["username"]}, "email"),
        ({**newcomer(), "password": "12345"}, "password"),
    ):
        answer = visitor.post("/api/register/", json={**first, **change})
        assert answer.status_code == 400
        assert list(answer.json()) == [field]
        assert isinstance(answer.json()[field][0], str)


# ورود کاربر


@pytest.mark.rows("S1-06", "S1-13")
def test_logging_in_answers_a_pair_of_tokens_that_open_the_api(visitor: httpx.Client, alice: Person) -> None:
    answer = visitor.post("/api/login/", json={"username": alice.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert set(answer.json()) == {"refresh", "access"}
    bearer = {"Authorization": f"Bearer {answer.json()['access']}"}
    assert visitor.get("/api/chatrooms/", headers=bearer).status_code == 200


@pytest.mark.rows("S1-13")
def test_a_wrong_password_is_401(visitor: httpx.Client, alice: Person) -> None:
    answer = visitor.post("/api/login/", json={"username": alice.username, "password": "no"})
    assert answer.status_code == 401
    assert set(answer.json()) == {"detail", "code"}


@pytest.mark.rows("S1-13")
def test_who_has_not_confirmed_the_address_reaches_only_the_account(visitor: httpx.Client) -> None:
    new = newcomer()
    access = visitor.post("/api/register/", json=new).json()["access"]
    login = visitor.post("/api/login/", json={"username": new["username"], "password": new["password"]})
    assert (login.status_code, login.json()["code"]) == (403, "email_not_verified")
    bearer = {"Authorization": f"Bearer {access}"}
    rooms = visitor.get("/api/chatrooms/", headers=bearer)
    assert (rooms.status_code, rooms.json()["code"]) == (403, "email_not_verified")
    me = visitor.get("/api/me/", headers=bearer)
    assert (me.status_code, me.json()["verified"]) == (200, False)


# لیست اتاق‌های چت، ایجاد اتاق چت جدید


@pytest.mark.rows("S1-03", "S1-14", "S1-15")
def test_a_room_is_made_with_its_people_and_is_in_the_list_at_once(
    alice: Person, bob: Person, name: Name
) -> None:
    with alice.api() as api, bob.api() as others:
        room = make_room(api, name("NewRoom"), [bob.id])
        assert set(room) == {"id", "name", "users"}
        assert room["users"] == sorted([alice.id, bob.id])
        for client in (api, others):
            listed = client.get("/api/chatrooms/")
            assert listed.status_code == 200
            assert isinstance(listed.json(), list)
            assert room in listed.json()


@pytest.mark.rows("S1-14")
def test_without_a_token_there_is_no_list(visitor: httpx.Client) -> None:
    assert visitor.get("/api/chatrooms/").status_code == 401


@pytest.mark.rows("S1-15")
def test_somebody_who_does_not_exist_cannot_be_put_into_a_room(alice: Person, name: Name) -> None:
    with alice.api() as api:
        answer = api.post("/api/chatrooms/", json={"name": name("r"), "users": [10**9]})
    assert (answer.status_code, list(answer.json())) == (400, ["users"])


# ارسال پیام به اتاق چت


@pytest.mark.rows("S1-16")
def test_a_message_is_posted_and_answered_with_exactly_its_keys(alice: Person, name: Name) -> None:
    with alice.api() as api:
        room = make_room(api, name("Room1"))
        sent = {"chatroom": room["id"], "user": alice.id, "content": "Hello, this is a test message."}
        answer = api.post("/api/messages/", json=sent)
        assert answer.status_code == 201
        posted = answer.json()
        assert set(posted) == {"id", "chatroom", "user", "content", "timestamp"}
        assert {**posted, **sent} == posted
        assert STAMP.fullmatch(posted["timestamp"])
        page = api.get(f"/api/chatrooms/{room['id']}/messages/").json()
        assert set(page) == {"next", "previous", "results"}
        assert posted.items() <= page["results"][0].items()


@pytest.mark.rows("S1-16")
def test_writing_as_somebody_else_into_a_private_room_or_nothing_is_refused(
    alice: Person, bob: Person, name: Name
) -> None:
    with alice.api() as api, bob.api() as others:
        room = make_room(api, name("r"))
        private = make_room(api, name("p"), private=True)
        wrong = {"chatroom": room["id"], "user": bob.id, "content": "x"}
        assert api.post("/api/messages/", json=wrong).status_code == 403
        assert (
            others.post("/api/messages/", json={"chatroom": private["id"], "content": "x"}).status_code == 403
        )
        empty = api.post("/api/messages/", json={"chatroom": room["id"], "content": ""})
        assert (empty.status_code, list(empty.json())) == (400, ["content"])


# استفاده از وب سوکت


@pytest.mark.rows("S1-01", "S1-05", "S1-08", "S1-17", "S1-18", "S1-19")
async def test_two_people_chat_over_the_socket_and_the_sender_hears_himself(
    alice: Person, bob: Person, name: Name
) -> None:
    with alice.api() as api:
        room = make_room(api, name("Room1"))
    text = "سلام، این یک پیام تستی است. می‌خواهم 👋"
    async with Wscat.of(alice, room["name"]) as one:
        await one.ready()
        async with Wscat.of(bob, room["name"]) as two:
            joined = await one.next("joined")
            assert (joined["user"], joined["username"]) == (bob.id, bob.username)
            await two.ready()
            await one.send(text)
            for end in (one, two):
                heard = await end.next("message")
                assert heard["message"] == text
                assert (heard["user"], heard["username"]) == (alice.id, alice.username)
                assert STAMP.fullmatch(heard["timestamp"])
                assert isinstance(heard["id"], int)
                assert "private" not in heard
    assert not [frame for frame in two.frames if frame["type"] == "joined"]


@pytest.mark.rows("S1-05", "S1-16")
async def test_a_posted_message_reaches_the_sockets(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api:
        room = make_room(api, name("Room1"))
        async with Wscat.of(bob, room["name"]) as socket:
            await socket.ready()
            posted = api.post("/api/messages/", json={"chatroom": room["id"], "content": "سلام"}).json()
            heard = await socket.next("message")
    assert (heard["id"], heard["message"], heard["user"]) == (posted["id"], "سلام", alice.id)
    assert heard["timestamp"] == posted["timestamp"]


@pytest.mark.rows("S1-04", "S1-07")
async def test_opening_the_socket_of_a_public_room_makes_one_a_member(
    alice: Person, bob: Person, name: Name
) -> None:
    with alice.api() as api:
        room = make_room(api, name("Room1"))
        async with Wscat.of(bob, room["name"]) as socket:
            await socket.ready()
            assert bob.id in api.get(f"/api/chatrooms/{room['id']}/").json()["users"]


@pytest.mark.rows("S1-02")
async def test_a_persian_room_is_made_listed_opened_and_chatted_in(alice: Person, name: Name) -> None:
    persian = name("اتاق می‌خانه ۱")
    with alice.api() as api:
        room = make_room(api, persian)
        assert room["name"] == persian
        assert room in api.get("/api/chatrooms/").json()
        async with Wscat.of(alice, persian) as socket:
            await socket.send("سلام")
            assert (await socket.next("message"))["message"] == "سلام"
        page = api.get(f"/api/chatrooms/{room['id']}/messages/").json()
    assert [message["content"] for message in page["results"]] == ["سلام"]


async def test_the_code_of_a_room_opens_it_too(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api:
        room = make_room(api, name("r"))
        code = api.get(f"/api/chatrooms/{room['id']}/").json()["code"]
    async with Wscat.of(alice, room["name"]) as one, Wscat.of(bob, code) as two:
        await one.ready()
        await two.send("hello")
        assert (await one.next("message"))["username"] == bob.username


async def test_an_unknown_name_opens_a_room(alice: Person, bob: Person, name: Name) -> None:
    unheard = name("unheard/of")
    async with Wscat.of(alice, unheard) as one:
        await one.ready()
        async with Wscat.of(bob, unheard) as two:
            await two.send("here")
            heard = await one.next("message")
            assert (heard["message"], heard["user"]) == ("here", bob.id)
            assert "id" not in heard
        assert (await one.next("left"))["user"] == bob.id


@pytest.mark.rows("S1-17")
@pytest.mark.parametrize("query", ["", "?token=", "?token=nonsense", "?token=eyJhbGciOiJIUzI1NiJ9.e30.x"])
async def test_without_a_good_token_the_socket_closes_with_4401(server: Server, query: str) -> None:
    async with Wscat(server, "Room1", query) as socket:
        assert await socket.code() == 4401


@pytest.mark.rows("S1-17")
async def test_an_unconfirmed_token_closes_with_4403(server: Server) -> None:
    with server.client(fresh_address()) as client:
        access = client.post("/api/register/", json=newcomer()).json()["access"]
    async with Wscat(server, "Room1", f"?token={access}") as socket:
        assert await socket.code() == 4403


async def test_a_private_room_is_not_opened_by_its_code_nor_a_dead_code_at_all(
    alice: Person, bob: Person, name: Name
) -> None:
    with alice.api() as api:
        room = make_room(api, name("p"), private=True)
        code = api.get(f"/api/chatrooms/{room['id']}/").json()["code"]
        async with Wscat.of(bob, code) as socket:
            assert await socket.code() == 4403
        assert api.delete(f"/api/chatrooms/{room['id']}/").status_code == 204
    async with Wscat.of(bob, code) as socket:
        assert await socket.code() == 4404


WRONG: list[str | bytes] = [
    "",
    "nonsense",
    "[]",
    "7",
    "null",
    '"text"',
    "{}",
    '{"message": 7}',
    '{"message": null}',
    '{"message": ""}',
    '{"message": "  \\n"}',
    '{"message": "x", "to": 7}',
    '{"message": "\\ud800"}',
    '{"message": "a\\u0000b"}',
    "[" * 50_000,
    '{"text": "x"}',
    '{"message": "x", "to": "nobody at all"}',
    b"bytes",
]


@pytest.mark.rows("S1-18")
async def test_wrong_frames_are_answered_with_an_error_and_the_socket_stays_open(
    alice: Person, name: Name
) -> None:
    async with Wscat.of(alice, name("r")) as socket:
        for frame in WRONG:
            await socket.socket.send(frame)
            wrong = await socket.receive()
            assert (wrong["type"], set(wrong)) == ("error", {"type", "code", "detail"}), frame
            assert wrong["detail"]
        await socket.send("still here")
        assert (await socket.next("message"))["message"] == "still here"


async def test_ending_the_session_closes_the_socket(alice: Person, name: Name) -> None:
    tokens = alice.tokens()
    async with Wscat(alice.server, name("r"), f"?token={tokens['access']}") as socket:
        await socket.ready()
        with alice.server.client() as client:
            client.headers["Authorization"] = f"Bearer {tokens['access']}"
            assert client.post("/api/logout/", json={"refresh": tokens["refresh"]}).status_code == 204
            assert client.get("/api/me/").status_code == 401
            refreshed = client.post("/api/token/refresh/", json={"refresh": tokens["refresh"]})
        assert await socket.code() == 4401
    assert refreshed.status_code == 401


async def test_a_ticket_opens_one_socket_without_a_token_in_the_address(alice: Person, name: Name) -> None:
    with alice.api() as api:
        answer = api.post("/api/tickets/")
    assert answer.status_code == 201
    offers: Any = ["samovar", f"ticket.{answer.json()['ticket']}"]
    async with Wscat(alice.server, name("r"), subprotocols=offers) as socket:
        assert socket.socket.subprotocol == "samovar"
        await socket.send("in")
        assert (await socket.next("message"))["user"] == alice.id
    async with Wscat(alice.server, name("r"), subprotocols=offers) as again:
        assert await again.code() == 4401


@pytest.mark.rows("S1-09")
@pytest.mark.parametrize("kept", [True, False])
async def test_a_private_message_is_seen_by_two_and_by_nobody_else(
    alice: Person, bob: Person, charlie: Person, name: Name, kept: bool
) -> None:
    room = name("r")
    if kept:
        with alice.api() as api:
            make_room(api, room)
    async with Wscat.of(alice, room) as one, Wscat.of(bob, room) as two, Wscat.of(charlie, room) as three:
        await asyncio.gather(one.ready(), two.ready(), three.ready())
        await one.send("رازِ ما", to=bob.username)
        for end in (one, two):
            heard = await end.next("message")
            assert (heard["message"], heard["private"], heard["user"]) == ("رازِ ما", True, alice.id)
            assert heard["to"] == bob.username
        await two.send("for all")
        assert (await three.next("message"))["message"] == "for all"
    with charlie.api() as api:
        rooms = [found["id"] for found in api.get("/api/chatrooms/").json() if found["name"] == room]
        pages = [api.get(f"/api/chatrooms/{room_id}/messages/").text for room_id in rooms]
    assert not [page for page in pages if "راز" in page]


async def test_deleting_the_room_tells_and_closes(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api:
        room = make_room(api, name("r"))
        async with Wscat.of(bob, room["name"]) as socket:
            await socket.ready()
            assert api.delete(f"/api/chatrooms/{room['id']}/").status_code == 204
            assert (await socket.next("error"))["code"] == "room_closed"
            assert await socket.code() == 4404


async def test_taking_a_member_out_closes_his_socket(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api:
        room = make_room(api, name("r"), [bob.id])
        async with Wscat.of(bob, room["name"]) as socket:
            await socket.ready()
            assert api.patch(f"/api/chatrooms/{room['id']}/", json={"users": []}).status_code == 200
            assert (await socket.next("error"))["code"] == "removed"
            assert await socket.code() == 4403


@pytest.mark.rows("S1-19")
def test_tokens_never_reach_the_log(server: Server, alice: Person) -> None:
    tokens = alice.tokens()

    async def talk() -> None:
        async with Wscat(server, "log", f"?token={tokens['access']}") as socket:
            await socket.ready()

    asyncio.run(talk())
    wait_until(lambda: "/ws/chat/log/" in server.log(), what="the handshake is in the log")
    assert not [token for token in tokens.values() if token in server.log()]
