"""Webhooks in the settings: made, shown, looked after."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from samovar.integrations import actions
from samovar.integrations.models import Delivery, IncomingHook, OutgoingHook
from samovar.rooms.actions import RoomDraft, create_room

People = Callable[..., Any]
pytestmark = pytest.mark.django_db
URL = "https://hooks.example.org/x"


@pytest.fixture(autouse=True)
def _allowed_hosts(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = {"hooks.example.org"}


@pytest.fixture
def alice(person: People) -> Any:
    return person("alice")


@pytest.fixture
def room(alice: Any) -> Any:
    return create_room(actor=alice, draft=RoomDraft("tea"))


@pytest.mark.django_db(transaction=True)
def test_an_incoming_one_is_made_and_its_address_writes(alice: Any, room: Any, browser_of: People) -> None:
    browser = browser_of(alice)
    wish = {"in-room": room.pk, "in-name": "builds"}
    assert browser.post("/settings/webhooks/incoming/", wish).status_code == 302
    page = browser.get("/settings/webhooks/").content.decode()
    address = re.search(r"/api/hooks/[\w-]+/", page)
    assert address
    assert APIClient().post(address[0], {"text": "done"}, format="json").status_code == 201
    hook = IncomingHook.objects.get()
    assert browser.post(f"/settings/webhooks/{room.pk}/incoming/{hook.pk}/remove/").status_code == 302
    assert APIClient().post(address[0], {"text": "done"}, format="json").status_code == 404
    assert address[0] not in browser.get("/settings/webhooks/").content.decode()


def test_an_outgoing_one_shows_its_secret_once(alice: Any, room: Any, browser_of: People) -> None:
    browser = browser_of(alice)
    made = browser.post("/settings/webhooks/outgoing/", {"out-room": room.pk, "out-url": URL})
    hook = OutgoingHook.objects.get()
    assert hook.secret in made.content.decode()
    assert hook.secret not in browser.get("/settings/webhooks/").content.decode()
    assert hook.secret not in browser.get(f"/settings/webhooks/{hook.pk}/").content.decode()


@pytest.mark.parametrize(
    ("direction", "wrong"),
    [
        ("incoming", {"in-name": ""}),
        ("incoming", {"in-room": "777"}),
        ("outgoing", {"out-url": "http://hooks.example.org/"}),
        ("outgoing", {"out-url": "https://elsewhere.example.org/"}),
        ("outgoing", {"out-room": "777"}),
    ],
)
def test_a_wrong_wish_is_said_and_makes_nothing(
    alice: Any, room: Any, browser_of: People, direction: str, wrong: dict[str, str]
) -> None:
    wish = {"in-room": room.pk, "in-name": "x", "out-room": room.pk, "out-url": URL, **wrong}
    page = browser_of(alice).post(f"/settings/webhooks/{direction}/", wish)
    assert page.status_code == 400
    assert 'class="field-errors"' in page.content.decode()
    assert not IncomingHook.objects.exists()
    assert not OutgoingHook.objects.exists()


def dead(hook: OutgoingHook, n: int) -> Delivery:
    return Delivery.objects.create(
        hook=hook, n=n, payload={}, state=Delivery.State.DEAD, tries=8, status=500, problem="answered 500"
    )


def test_what_was_given_up_is_sent_again_one_or_all(alice: Any, room: Any, browser_of: People) -> None:
    hook = actions.create_outgoing_hook(actor=alice, room_id=room.pk, url=URL)
    first, second, third = (dead(hook, n) for n in (1, 2, 3))
    browser, log = browser_of(alice), f"/settings/webhooks/{hook.pk}/"
    assert b"500" in browser.get(log, {"state": "dead"}).content
    assert browser.post(f"{log}deliveries/{first.pk}/again/").status_code == 302
    again = browser.post(f"{log}deliveries/{first.pk}/again/")
    assert again.status_code == 409
    assert browser.post(f"{log}again/").status_code == 302
    for row in (first, second, third):
        row.refresh_from_db()
        assert (row.state, row.tries, row.problem) == ("new", 0, "")
    started: list[int] = []
    assert actions.collect_deliveries(start=started.append) == 3
    assert started == [first.pk, second.pk, third.pk]
    assert b"deliveries/" not in browser.get(log, {"state": "dead"}).content


def test_a_test_is_sent_and_a_few_of_them_at_most(alice: Any, room: Any, browser_of: People) -> None:
    hook = actions.create_outgoing_hook(actor=alice, room_id=room.pk, url=URL)
    browser, log = browser_of(alice), f"/settings/webhooks/{hook.pk}/"
    answers = [browser.post(f"{log}test/").status_code for _number in range(11)]
    assert answers == [302] * 10 + [429]
    row = Delivery.objects.filter(hook=hook).first()
    assert row is not None
    assert (row.n, row.payload["event"]) == (None, "test")


def test_nobody_else_sees_or_moves_anything(
    alice: Any, room: Any, person: People, browser_of: People
) -> None:
    hook = actions.create_outgoing_hook(actor=alice, room_id=room.pk, url=URL)
    row, log = dead(hook, 1), f"/settings/webhooks/{hook.pk}/"
    bob = browser_of(person("bob"))
    assert bob.get(log).status_code == 403
    for path in ("test/", "again/", f"deliveries/{row.pk}/again/"):
        assert bob.post(log + path).status_code == 403
    assert bob.post(f"/settings/webhooks/{room.pk}/outgoing/{hook.pk}/remove/").status_code == 403
    assert "hooks.example.org/x" not in bob.get("/settings/webhooks/").content.decode()
    assert OutgoingHook.objects.exists()


def test_old_deliveries_are_swept(alice: Any, room: Any) -> None:
    from datetime import timedelta  # noqa: PLC0415

    from django.utils import timezone  # noqa: PLC0415

    hook = actions.create_outgoing_hook(actor=alice, room_id=room.pk, url=URL)
    kept = dead(hook, 1)
    for n, state, days in ((2, "done", 8), (3, "dead", 31)):
        row = dead(hook, n)
        old = timezone.now() - timedelta(days=days)
        Delivery.objects.filter(pk=row.pk).update(state=state, created_at=old)
    assert actions.forget_deliveries() == 2
    assert list(Delivery.objects.values_list("pk", flat=True)) == [kept.pk]
