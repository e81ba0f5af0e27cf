"""By REST: changing messages, reactions, answers, whispers, members, conversations of two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.pages import walk
from tests.api.plain import Wscat
from tests.support.people import Person

Name = Callable[[str], str]


def test_a_message_is_answered_edited_reacted_to_and_deleted(alice: Person, bob: Person, name: Name) -> None:
    with alice.api() as api, bob.api() as theirs:
        room = api.post("/api/chatrooms/", json={"name": name("tea"), "users": [bob.id]}).json()["id"]
        log = f"/api/chatrooms/{room}/messages/"
        api.post("/api/messages/", json={"chatroom": room, "content": "first"})
        theirs.post("/api/messages/", json={"chatroom": room, "content": "second", "reply_to": 1})
        second, first = api.get(log).json()["results"]
        assert (second["reply"]["n"], second["reply"]["content"], first["reply"]) == (1, "first", None)
        changed = api.patch(f"{log}1/", json={"content": "erste"}).json()
        assert (changed["content"], bool(changed["edited"])) == ("erste", True)
        said = [version["content"] for version in theirs.get(f"{log}1/versions/").json()]
        assert said == ["first", "erste"]
        assert theirs.patch(f"{log}1/", json={"content": "forged"}).status_code == 403
        empty = api.patch(f"{log}1/", json={"content": ""})
        assert (empty.status_code, list(empty.json()["fields"])) == (400, ["content"])
        many = " ".join(f"@n{number}" for number in range(1000))
        refused = [
            api.post("/api/messages/", json={"chatroom": room, "content": many}),
            api.patch(f"{log}1/", json={"content": many}),
        ]
        assert [(one.status_code, "at most 50 people" in one.text) for one in refused] == [(400, True)] * 2
        for _twice in range(2):
            reacted = theirs.put(f"{log}1/reactions/👍/").json()["reactions"]
            assert [(one["emoji"], len(one["participants"])) for one in reacted] == [("👍", 1)]
        who = api.get(f"{log}1/reactions/👍/").json()
        assert ([one["user"] for one in who["people"]], who["others"]) == ([bob.id], 0)
        assert set(who["people"][0]) == {"id", "user", "name"}
        assert theirs.put(f"{log}1/reactions/x/").status_code == 400
        assert theirs.delete(f"{log}1/reactions/👍/").status_code == 204
        assert api.get(f"{log}1/").json()["reactions"] == []
        assert theirs.delete(f"{log}1/").status_code == 403
        assert api.delete(f"{log}2/").status_code == 204
        gone = theirs.get(log).json()["results"][0]
        assert (gone["deleted"], gone["content"]) == (True, "")


@pytest.mark.rows("S1-09")
def test_a_direct_message_is_read_by_two_and_sent_once(
    alice: Person, bob: Person, charlie: Person, name: Name
) -> None:
    with alice.api() as api, bob.api() as theirs, charlie.api() as others:
        address = f"/api/people/{bob.username}/messages/"
        assert api.get(address).json()["results"] == []
        key = {"Idempotency-Key": name("key")}
        first, again = (api.post(address, json={"content": "رازِ ما"}, headers=key).json() for _ in range(2))
        assert first == again
        assert set(first) == {"id", "chatroom", "user", "content", "timestamp"}
        for client, other in ((api, bob), (theirs, alice)):
            page = client.get(f"/api/people/{other.username}/messages/").json()
            assert [one["content"] for one in page["results"]] == ["رازِ ما"]
        assert others.get(f"/api/people/{bob.username}/messages/").json()["results"] == []
        assert others.get(f"/api/chatrooms/{first['chatroom']}/messages/").status_code == 404
        [row] = theirs.get("/api/conversations/").json()["results"]
        assert (row["person"]["id"], row["unread"], row["mine"]) == (alice.id, 1, False)
        read = theirs.put(f"/api/chatrooms/{first['chatroom']}/read/", json={"n": 1})
        assert read.status_code == 204
        assert theirs.get("/api/conversations/").json()["results"][0]["unread"] == 0
        assert api.post(f"/api/people/{alice.username}/messages/", json={"content": "x"}).status_code == 400
        assert others.get("/api/conversations/").json()["results"] == []


async def test_a_whisper_by_rest_is_heard_by_one(
    alice: Person, bob: Person, charlie: Person, name: Name
) -> None:
    with alice.api() as api, charlie.api() as others:
        made = api.post("/api/chatrooms/", json={"name": name("r"), "users": [bob.id, charlie.id]}).json()
        address = f"/api/chatrooms/{made['id']}/whispers/"
        async with Wscat.of(bob, made["name"]) as socket:
            await socket.ready()
            sent = api.post(address, json={"to": bob.username, "content": "psst"})
            assert sent.status_code == 201, sent.text
            heard = await socket.next("message")
        assert (heard["message"], heard["private"], heard["id"]) == ("psst", True, sent.json()["id"])
        assert [one["content"] for one in api.get(address).json()] == ["psst"]
        assert others.get(address).json() == []
        nobody = api.post(address, json={"to": "nobody at all", "content": "psst"})
        assert nobody.status_code == 404


def test_members_are_listed_made_hosts_and_removed(
    alice: Person, bob: Person, charlie: Person, name: Name
) -> None:
    with alice.api() as api, bob.api() as theirs, charlie.api() as others:
        made = api.post("/api/chatrooms/", json={"name": name("r"), "users": [bob.id, charlie.id]}).json()
        members = f"/api/chatrooms/{made['id']}/members/"
        [rows] = walk(theirs, members)
        places = {row["username"]: row for row in rows}
        assert {who: row["role"] for who, row in places.items()} == {
            alice.username: "owner",
            bob.username: "member",
            charlie.username: "member",
        }
        bobs, charlies = (f"{members}{places[who.username]['id']}/" for who in (bob, charlie))
        assert theirs.patch(charlies, json={"host": True}).status_code == 403
        assert api.patch(bobs, json={"host": True}).status_code == 204
        assert theirs.delete(charlies, params={"ban": True}).status_code == 204
        assert charlie.id not in api.get(f"/api/chatrooms/{made['id']}/").json()["users"]
        again = others.post("/api/messages/", json={"chatroom": made["id"], "content": "x"})
        assert (again.status_code, again.json()["code"]) == (403, "banned")
        assert api.delete(f"{members}999999/").status_code == 404
