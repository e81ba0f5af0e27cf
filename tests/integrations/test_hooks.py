"""Webhooks: what comes in by an address, what is told outside, and where nothing is ever sent."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from samovar.chat.actions import Draft, send_message
from samovar.chat.change_actions import delete_message
from samovar.chat.place_queries import places_for
from samovar.core import posting
from samovar.core.caller import Caller
from samovar.core.logs import without_secrets
from samovar.core.posting import is_public
from samovar.integrations import actions, tasks
from samovar.integrations.actions.delivering import signature
from samovar.integrations.models import Delivery, IncomingHook, OutgoingHook
from samovar.people.follow_queries import suggestions_for
from samovar.rooms.actions import RoomDraft, create_room
from samovar.rooms.events import Person as PersonView
from samovar.rooms.rules import places

People = Callable[..., Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _allowed_hosts(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = {"hooks.example.org"}


def made(alice: Any, api: APIClient, direction: str, **body: str) -> tuple[int, dict[str, Any]]:
    room = create_room(actor=alice, draft=RoomDraft("tea", user_ids=()))
    answer = api.post(f"/api/chatrooms/{room.pk}/hooks/{direction}/", body, format="json")
    assert answer.status_code == 201, answer.content
    return room.pk, answer.json()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (json.dumps({"text": "*built* سلام"}), "application/json", "*built* سلام"),
        (
            json.dumps({"attachments": [{"fallback": "one"}, {"text": "two"}], "icon_emoji": ":x:"}),
            "application/json",
            "one\ntwo",
        ),
        ("plain words", "text/plain", "plain words"),
        ("# Markdown", "text/markdown", "# Markdown"),
    ],
)
def test_who_has_the_address_writes_into_the_room(
    person: People, api_of: People, body: str, kind: str, said: str
) -> None:
    alice = person("alice")
    api = api_of(alice)
    room, hook = made(alice, api, "incoming", name="builds")
    path = hook["url"].partition("/api/")[2]
    answer = APIClient().generic("POST", f"/api/{path}", body, content_type=kind)
    assert answer.status_code == 201, answer.content
    page = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
    assert [(message["content"], message["name"]) for message in page] == [(said, "builds")]


def test_nothing_to_say_a_wrong_address_and_an_ended_one_are_refused(person: People, api_of: People) -> None:
    alice = person("alice")
    api = api_of(alice)
    room, hook = made(alice, api, "incoming", name="builds")
    path = "/api/" + hook["url"].partition("/api/")[2]
    empty = APIClient().post(path, {"blocks": []}, format="json")
    assert (empty.status_code, list(empty.json()["fields"])) == (400, ["text"])
    wrong = path[:-3] + ("yy/" if path.endswith("xx/") else "xx/")
    assert APIClient().post(wrong, {"text": "x"}, format="json").status_code == 404
    assert api.delete(f"/api/chatrooms/{room}/hooks/incoming/{hook['id']}/").status_code == 204
    assert APIClient().post(path, {"text": "x"}, format="json").status_code == 404


def test_the_address_is_nowhere_stored_and_in_no_log(person: People, api_of: People) -> None:
    alice = person("alice")
    _room, hook = made(alice, api_of(alice), "incoming", name="builds")
    # A number, a dash, and the secret, in which may be more of them.
    secret = hook["url"].rstrip("/").rpartition("/")[2].partition("-")[2]
    assert len(secret) > 20
    assert secret not in IncomingHook.objects.get().digest
    assert secret not in without_secrets(f'"POST /api/hooks/{hook["url"].split("/hooks/")[1]} HTTP/1.1" 201')
    assert "smv_abc" not in without_secrets("a token smv_abc-def_123")


@pytest.mark.parametrize("direction", ["incoming", "outgoing"])
def test_the_owner_alone_manages_webhooks(person: People, api_of: People, direction: str) -> None:
    alice, bob = person("alice"), person("bob")
    room = create_room(actor=alice, draft=RoomDraft("tea", user_ids=(bob.pk,)))
    api, address = api_of(bob), f"/api/chatrooms/{room.pk}/hooks/{direction}/"
    body = {"name": "x", "url": "https://hooks.example.org/x"}
    assert api.get(address).status_code == 403
    assert api.post(address, body, format="json").status_code == 403
    assert api.delete(f"{address}1/").status_code == 403


def test_a_webhook_made_twice_with_one_key_is_made_once(person: People, api_of: People) -> None:
    alice = person("alice")
    api, room = api_of(alice), create_room(actor=alice, draft=RoomDraft("tea"))
    first, again = (
        api.post(
            f"/api/chatrooms/{room.pk}/hooks/incoming/",
            {"name": "x"},
            format="json",
            headers={"Idempotency-Key": "k"},
        )
        for _ in range(2)
    )
    assert first.json() == again.json()
    assert IncomingHook.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "https://evil.example.org/x",
        "https://hooks.example.org.evil.example/x",
        "https://user:word@hooks.example.org/x",
        "https://127.0.0.1/x",
        "ftp://hooks.example.org",
        "nonsense",
    ],
)
def test_only_hosts_the_operator_allows_are_told(person: People, api_of: People, url: str) -> None:
    alice = person("alice")
    room = create_room(actor=alice, draft=RoomDraft("tea"))
    answer = api_of(alice).post(f"/api/chatrooms/{room.pk}/hooks/outgoing/", {"url": url}, format="json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["url"])


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "224.0.0.1", "::"],
)  # fmt: skip
def test_a_private_address_is_never_sent_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_public(address)
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.215.14", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(posting.Unreachable, match="private"):
        posting.post("https://hooks.example.org/x", b"{}", {})


def test_the_name_is_looked_up_once_and_that_address_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    used: list[Any] = []

    def look_up(host: str, *_args: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        ip = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443))]

    def connect(address: Any, *_args: Any) -> socket.socket:
        used.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(posting.Unreachable):
        posting.post("https://hooks.example.org/x", b"{}", {})
    assert (asked, used) == (["hooks.example.org"], [("93.184.215.14", 443)])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bytes, dict[str, str]]]:
    """What was sent; the other side answers 200 until ``told.status`` says otherwise."""
    sent: list[tuple[str, bytes, dict[str, str]]] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        sent.append((url, body, headers))
        return 500 if "failing" in url else 200

    monkeypatch.setattr(posting, "post", post)
    return sent


def say(alice: Any, room: int, text: str) -> None:
    send_message(actor=Caller(f"u:{alice.pk}", 0, user_id=alice.pk), draft=Draft(room, text, text))


def test_each_message_is_told_once_signed_and_logged(
    person: People, api_of: People, told: list[tuple[str, bytes, dict[str, str]]]
) -> None:
    alice = person("alice")
    api = api_of(alice)
    room, hook = made(alice, api, "outgoing", url="https://hooks.example.org/x")
    say(alice, room, "سلام")
    started: list[int] = []
    assert actions.collect_deliveries(start=started.append) == 1
    assert actions.collect_deliveries(start=started.append) == 0
    for delivery_id in started:
        assert actions.deliver(actor=None, delivery_id=delivery_id)
        assert actions.deliver(actor=None, delivery_id=delivery_id)
    [(url, body, headers)] = told
    assert url == "https://hooks.example.org/x"
    assert json.loads(body)["message"]["content"] == "سلام"
    at, given = (part.partition("=")[2] for part in headers["X-Samovar-Signature"].split(","))
    assert given == signature(hook["secret"], at, body)
    log = api.get(f"/api/chatrooms/{room}/hooks/outgoing/{hook['id']}/deliveries/").json()["results"]
    assert [(row["state"], row["tries"], row["status"]) for row in log] == [("done", 1, 200)]
    assert "secret" not in api.get(f"/api/chatrooms/{room}/hooks/outgoing/").json()[0]


def test_what_was_deleted_is_delivered_no_longer_and_not_kept(
    person: People, api_of: People, told: list[tuple[str, bytes, dict[str, str]]]
) -> None:
    alice = person("alice")
    room, _hook = made(alice, api_of(alice), "outgoing", url="https://hooks.example.org/x")
    caller = Caller(f"u:{alice.pk}", 0, user_id=alice.pk)
    say(alice, room, "canary one")
    started: list[int] = []
    actions.collect_deliveries(start=started.append)
    say(alice, room, "canary two")
    say(alice, room, "stays")
    for n in (1, 2):
        delete_message(actor=caller, room_id=room, n=n)
    actions.collect_deliveries(start=started.append)
    for delivery_id in started:
        assert actions.deliver(actor=None, delivery_id=delivery_id)
    assert [json.loads(body)["message"]["content"] for _url, body, _headers in told] == ["stays"]
    assert [row.payload["message"]["content"] for row in Delivery.objects.all()] == ["stays"]


def test_what_cannot_be_told_is_tried_again_and_then_dead(
    person: People, api_of: People, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = person("alice")
    room, _hook = made(alice, api_of(alice), "outgoing", url="https://hooks.example.org/failing")
    say(alice, room, "hello")
    started: list[int] = []
    actions.collect_deliveries(start=started.append)
    [delivery] = started
    later: list[int] = []

    def try_again(_work: Any, *, attempt: int, tries: int, **_more: Any) -> bool:
        later.append(attempt)
        return attempt < tries

    monkeypatch.setattr(tasks, "try_again", try_again)
    for attempt in range(1, tasks.TRIES + 1):
        tasks.deliver.func(delivery, attempt)
    assert later == list(range(1, tasks.TRIES + 1))
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.status) == ("dead", tasks.TRIES, 500)
    assert OutgoingHook.objects.get().told_n == 1


def test_a_webhook_is_met_only_where_it_speaks(person: People, api_of: People) -> None:
    alice, bob = person("alice"), person("bob")
    made(alice, api_of(alice), "incoming", name="secret plans")
    account = IncomingHook.objects.get().bot
    [place] = [one for one in places() if one.participant.user_id == account.pk]
    shown = PersonView.of(place)
    assert (shown.name, shown.username) == ("secret plans", None)
    for who in (alice, bob):
        api = api_of(who)
        assert api.get(f"/api/people/{account.username}/").status_code == 404
        assert api.get("/api/people/", {"q": "secret"}).json() == []
        assert places_for(viewer=who, text="secret") == []
        assert {row.name for row in places_for(viewer=who, text="")} <= {"tea", "alice", "bob"}
        assert [one.person for one in suggestions_for(viewer=who, followed=frozenset())] == [
            bob if who == alice else alice
        ]
