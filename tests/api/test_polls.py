"""Polls by REST."""

from __future__ import annotations

import uuid

from tests.support.line import make_room
from tests.support.server import Server


def test_a_poll_is_asked_answered_and_closed(server: Server) -> None:
    alice, bob = server.person("alice"), server.person("bob")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one, bob.api() as two:
        key = {"Idempotency-Key": str(uuid.uuid4())}
        wanted = {"question": "Tea?", "options": ["Yes", "No"]}
        asked = [one.post(f"/api/chatrooms/{room}/polls/", json=wanted, headers=key) for _ in range(2)]
        assert [answer.status_code for answer in asked] == [201, 201]
        assert asked[0].json() == asked[1].json()
        assert asked[0].json()["content"] == "Tea?\n1. Yes\n2. No"
        two.post("/api/messages/", json={"chatroom": room, "content": "let me see"})
        for _ in range(2):
            answer = two.put(f"/api/chatrooms/{room}/polls/1/vote/", json={"options": [1]})
            assert (answer.status_code, answer.json()) == (200, {"options": [1]})
        [_said, poll] = two.get(f"/api/chatrooms/{room}/messages/").json()["results"]
        assert poll["poll"]["options"] == [{"text": "Yes", "votes": 0}, {"text": "No", "votes": 1}]
        assert (poll["poll"]["mine"], poll["poll"]["multiple"]) == ([1], False)
        assert two.post(f"/api/chatrooms/{room}/polls/1/close/").status_code == 403
        assert one.post(f"/api/chatrooms/{room}/polls/1/close/").status_code == 204
        assert two.put(f"/api/chatrooms/{room}/polls/1/vote/", json={"options": [0]}).status_code == 403


def test_what_is_wrong_with_a_poll_is_said_by_its_fields(server: Server) -> None:
    alice, charlie = server.person("alice"), server.person("charlie")
    room = make_room(alice, f"room {uuid.uuid4()}")
    with alice.api() as one, charlie.api() as three:
        wrong = one.post(f"/api/chatrooms/{room}/polls/", json={"question": "Tea?", "options": ["Yes"]})
        assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["options"])
        assert one.put(f"/api/chatrooms/{room}/polls/1/vote/", json={"options": [0]}).status_code == 404
        assert three.put(f"/api/chatrooms/{room}/polls/1/vote/", json={"options": [0]}).status_code == 403
        assert one.put(f"/api/chatrooms/{room}/polls/1/vote/", json={"options": "x"}).status_code == 400
        assert one.get(f"/api/chatrooms/{room}/messages/").json()["results"] == []
