"""Devices that are told while no page is open: who is told what, and when no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult
from rest_framework.test import APIClient

from samovar.accounts.actions import end_session
from samovar.accounts.models import Session
from samovar.core import posting
from samovar.core.posting import Unreachable
from samovar.integrations.actions import create_token
from samovar.notifications.actions import mark_all_read
from samovar.notifications.models import Notification, PushDevice
from samovar.notifications.push_actions import push_keys, push_to_device
from samovar.notifications.quiet_actions import set_quiet
from samovar.people.actions import block_person
from tests.support.push import PushBrowser, claims_of

pytestmark = pytest.mark.django_db
Invite = Callable[..., Notification | None]
DOOR = "/api/notifications/devices/"


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.PUSH_HOSTS = {"push.example.org", ".below.example.org"}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stand in for the push service: what it got, after a first element that is its answer."""
    heard: list[Any] = [201]

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        heard.append((url, body, headers))
        if isinstance(heard[0], Exception):
            raise heard[0]
        return int(heard[0])

    monkeypatch.setattr(posting, "post", post)
    return heard


def api_of(user: Any) -> APIClient:
    client = APIClient()
    made = create_token(actor=user, name="test", days=7, grants={"notifications": "write"})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.text}")
    return client


def browser_of(user: Any, endpoint: str = "https://push.example.org/1") -> PushBrowser:
    browser = PushBrowser(endpoint)
    assert api_of(user).post(DOOR, browser.subscription, format="json").status_code == 201
    return browser


def work() -> None:
    """Do what the worker does with what is in the queue now."""
    for row in list(DBTaskResult.objects.filter(task_path__endswith="push_to_device")):
        row.delete()
        push_to_device.func(**row.args_kwargs["kwargs"])


def test_a_device_is_told_so_that_it_alone_can_read_it(
    person: Any, invite: Invite, service: list[Any]
) -> None:
    alice, bob = person("alice"), person("bob", language="ru")
    browser = browser_of(bob)
    invite(alice, bob, room="Чай")
    work()
    [(url, body, headers)] = service[1:]
    assert url == browser.endpoint
    told = browser.read(body)
    assert told["text"] == "alice приглашает вас в комнату «Чай»."
    assert (told["target"], told["unread"]) == ("/r/abc-defg-hij/", "1")
    assert "Чай".encode() not in body
    assert claims_of(headers["Authorization"], push_keys().public)["aud"] == "https://push.example.org"
    assert (headers["Content-Encoding"], headers["Urgency"]) == ("aes128gcm", "high")


def test_the_keys_are_made_once(person: Any) -> None:
    assert push_keys() == push_keys()
    assert api_of(person("alice")).get(DOOR).json() == {"key": push_keys().public, "devices": []}


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_device_that_is_gone_is_forgotten(
    person: Any, invite: Invite, service: list[Any], status: int
) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    service[0] = status
    invite(alice, bob)
    work()
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize("answer", [500, 429, Unreachable("the host refuses connections")])
def test_a_service_that_is_down_is_asked_again_later_and_not_for_ever(
    person: Any, invite: Invite, service: list[Any], answer: Any
) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    service[0] = answer
    invite(alice, bob)
    for _round in range(6):
        work()
    assert len(service[1:]) == 4
    assert PushDevice.objects.exists()


@pytest.mark.rows("B38")
def test_what_waits_is_not_sent_after_a_block(person: Any, invite: Invite, service: list[Any]) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    invite(alice, bob)
    block_person(actor=bob, username="alice")
    work()
    assert service[1:] == []


def test_what_was_read_meanwhile_is_not_sent(person: Any, invite: Invite, service: list[Any]) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    invite(alice, bob)
    mark_all_read(actor=bob)
    work()
    assert service[1:] == []


def test_who_is_not_to_be_disturbed_is_told_on_no_device(
    person: Any, invite: Invite, service: list[Any]
) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    set_quiet(actor=bob, on=True, minutes=30)
    invite(alice, bob)
    work()
    assert service[1:] == []
    set_quiet(actor=bob, on=False)
    invite(alice, bob, key="later")
    work()
    assert len(service) == 2


@pytest.mark.rows("D03")
def test_a_device_is_told_as_long_as_its_login(person: Any, invite: Invite, service: list[Any]) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    invite(alice, bob)
    end_session(actor=bob, session=Session.objects.get(user=bob))
    work()
    invite(alice, bob, key="2")
    work()
    assert service[1:] == []
    assert api_of(bob).get(DOOR).json()["devices"] == []


def test_a_device_added_twice_is_one_and_belongs_to_who_added_it_last(
    person: Any, invite: Invite, service: list[Any]
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    browser_of(bob)
    browser_of(bob)
    assert PushDevice.objects.count() == 1
    browser_of(charlie)
    invite(alice, bob)
    work()
    assert service[1:] == []
    assert [device.user for device in PushDevice.objects.all()] == [charlie]


def test_only_ones_own_devices_are_seen_and_removed(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    device = PushDevice.objects.get()
    assert api_of(alice).delete(f"{DOOR}{device.pk}/").status_code == 404
    assert [row["id"] for row in api_of(bob).get(DOOR).json()["devices"]] == [device.pk]
    assert api_of(bob).delete(f"{DOOR}{device.pk}/").status_code == 204
    assert not PushDevice.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/1",
        "https://127.0.0.1/1",
        "https://evil.example.org/1",
        "https://push.example.org.evil.org/1",
        "https://evilbelow.example.org/1",
        "https://user@push.example.org/1",
        "nonsense",
    ],
)
def test_an_address_elsewhere_is_refused(person: Any, endpoint: str) -> None:
    answer = api_of(person("alice")).post(DOOR, PushBrowser(endpoint).subscription, format="json")
    assert answer.status_code == 400
    assert "endpoint" in answer.json()["fields"]


@pytest.mark.parametrize("keys", [{"p256dh": "AAAA", "auth": "AAAA"}, {"p256dh": "é", "auth": ""}, {}])
def test_keys_that_are_none_are_refused(person: Any, keys: dict[str, str]) -> None:
    body = {"endpoint": "https://x.below.example.org/1", "keys": keys}
    assert api_of(person("alice")).post(DOOR, body, format="json").status_code == 400
    assert not PushDevice.objects.exists()


def test_without_push_services_there_is_no_key_and_no_part_on_the_page(person: Any, settings: Any) -> None:
    from django.test import Client  # noqa: PLC0415 - used here alone

    settings.PUSH_HOSTS = set()
    alice = person("alice")
    assert api_of(alice).get(DOOR).json()["key"] == ""
    client = Client()
    client.force_login(alice)
    assert "data-push-turn" not in client.get("/settings/notifications/").content.decode()


def test_a_kind_that_is_unwanted_there_is_not_pushed(person: Any, service: list[Any]) -> None:
    from samovar.feed.actions import Draft, create_post, like_post  # noqa: PLC0415 - used here alone

    alice, bob = person("alice"), person("bob")
    browser_of(bob)
    post = create_post(actor=bob, draft=Draft("hello"))
    like_post(actor=alice, post_id=post.pk)
    work()
    assert service[1:] == []
