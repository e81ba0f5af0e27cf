"""Pins, stars, threads, forwarding and muted rooms by REST."""

from __future__ import annotations

import uuid

from tests.support.line import make_room
from tests.support.server import Server


def test_a_host_pins_and_the_others_read_it(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one, bob.api() as two:
        one.post("/api/messages/", json={"chatroom": room, "content": "Tea at five"})
        two.post("/api/messages/", json={"chatroom": room, "content": "Fine"})
        pin = f"/api/chatrooms/{room}/messages/1/pin/"
        assert two.put(pin).status_code == 403
        assert [one.put(pin).status_code for _ in range(2)] == [204, 204]
        [pinned] = two.get(f"/api/chatrooms/{room}/pins/").json()
        assert (pinned["content"], pinned["pinned"]) == ("Tea at five", True)
        assert one.delete(pin).status_code == 204
        assert two.get(f"/api/chatrooms/{room}/pins/").json() == []
        assert one.put(f"/api/chatrooms/{room}/messages/99/pin/").status_code == 404


def test_stars_are_listed_page_by_page_for_their_owner_alone(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one, bob.api() as two:
        for number in range(3):
            one.post("/api/messages/", json={"chatroom": room, "content": f"{number}"})
        two.post("/api/messages/", json={"chatroom": room, "content": "hello"})
        for n in (1, 2, 3):
            assert two.put(f"/api/chatrooms/{room}/messages/{n}/star/").status_code == 204
        page = two.get("/api/starred/?limit=2").json()
        assert [message["content"] for message in page["results"]] == ["2", "1"]
        rest = two.get(page["next"]).json()
        assert ([message["content"] for message in rest["results"]], rest["next"]) == (["0"], None)
        assert one.get("/api/starred/").json()["results"] == []
        assert two.delete(f"/api/chatrooms/{room}/messages/3/star/").status_code == 204
        assert len(two.get("/api/starred/").json()["results"]) == 2


def test_a_thread_is_written_and_read(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one, bob.api() as two:
        one.post("/api/messages/", json={"chatroom": room, "content": "Tea?"})
        answer = {"chatroom": room, "content": "Yes", "thread": 1, "in_log": False}
        assert two.post("/api/messages/", json=answer).status_code == 201
        wrong = two.post("/api/messages/", json={**answer, "thread": 99})
        assert (wrong.status_code, "thread" in wrong.json()) == (400, True)
        [root] = one.get(f"/api/chatrooms/{room}/messages/").json()["results"]
        assert root["replies"]["count"] == 1
        thread = one.get(f"/api/chatrooms/{room}/messages/1/thread/").json()
        assert [message["content"] for message in thread["messages"]] == ["Yes"]
        assert (thread["root"]["content"], thread["more"], thread["following"]) == ("Tea?", False, True)


def test_words_are_forwarded_once_per_key_and_only_what_one_sees(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room, other = (make_room(alice, f"room {uuid.uuid4()}") for _ in range(2))
    with alice.api() as one, bob.api() as two:
        one.post("/api/messages/", json={"chatroom": room, "content": "The kettle is on"})
        address, key = f"/api/chatrooms/{room}/messages/1/forward/", {"Idempotency-Key": str(uuid.uuid4())}
        sent = [one.post(address, json={"chatroom": other}, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in sent] == [201, 201]
        assert sent[0].json() == sent[1].json()
        [message] = one.get(f"/api/chatrooms/{other}/messages/").json()["results"]
        assert (message["content"], message["forwarded"]["name"]) == ("The kettle is on", alice.username)
        two.post("/api/messages/", json={"chatroom": other, "content": "hello"})
        assert two.post(address, json={"chatroom": other}).status_code == 403
        assert len(one.get(f"/api/chatrooms/{other}/messages/").json()["results"]) == 2


def test_a_room_is_muted_and_heard_again(server: Server) -> None:
    alice = server.person("alice")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one:
        for _ in range(2):
            assert one.put(f"/api/chatrooms/{room}/mute/").status_code == 204
        assert one.delete(f"/api/chatrooms/{room}/mute/").status_code == 204
        assert one.put("/api/chatrooms/999999999/mute/").status_code == 404
