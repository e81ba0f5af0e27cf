"""Not to be disturbed, and what is told when something was read elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.core.models import StreamEvent
from samovar.notifications.actions import (
    delete_notification,
    mark_all_read,
    read_notification,
    take_back_notification,
)
from samovar.notifications.models import Choice, Notification
from samovar.notifications.queries import quiet_for
from samovar.notifications.quiet_actions import set_quiet
from samovar.people.actions import block_person

pytestmark = pytest.mark.django_db
Invite = Callable[..., Notification | None]


def told(user: Any) -> list[dict[str, Any]]:
    """Return what the sockets of this person were told, in order."""
    events = StreamEvent.objects.filter(stream_id=f"u:{user.pk}", name="notifications.changed")
    return list(events.order_by("seq").values_list("data", flat=True))


def test_it_ends_by_itself_or_when_it_is_taken_back(person: Any) -> None:
    alice = person("alice")
    assert not quiet_for(viewer=alice).on
    for_long = set_quiet(actor=alice, on=True)
    assert (for_long.on, for_long.until) == (True, None)
    short = set_quiet(actor=alice, on=True, minutes=30)
    assert short.on
    assert short.until is not None
    Choice.objects.filter(user=alice).update(quiet_until=timezone.now() - timedelta(seconds=1))
    assert not quiet_for(viewer=alice).on
    set_quiet(actor=alice, on=True)
    assert not set_quiet(actor=alice, on=False).on


def test_what_happens_meanwhile_is_counted_and_other_choices_stay(person: Any, invite: Invite) -> None:
    alice, bob = person("alice"), person("bob")
    Choice.objects.create(user=bob, unwanted=["like"])
    set_quiet(actor=bob, on=True)
    assert invite(alice, bob) is not None
    assert told(bob)[-1]["unread"] == 1
    assert Choice.objects.get(user=bob).unwanted == ["like"]


def test_what_was_read_or_deleted_is_named_so_that_no_device_shows_it_longer(
    person: Any, invite: Invite
) -> None:
    alice, bob = person("alice"), person("bob")
    first = invite(alice, bob, key="first")
    assert first is not None
    assert (told(bob)[-1]["id"], told(bob)[-1]["tag"]) == (first.pk, "first")
    for key in ("second", "third", "fourth", "fifth"):
        invite(alice, bob, key=key)
    read_notification(actor=bob, key="first")
    assert (told(bob)[-1]["gone"], told(bob)[-1]["unread"]) == (["first"], 4)
    take_back_notification(actor=alice, user=bob, key="second")
    assert told(bob)[-1]["gone"] == ["second"]
    delete_notification(actor=bob, notification_id=Notification.objects.get(user=bob, key="third").pk)
    assert told(bob)[-1]["gone"] == ["third"]
    block_person(actor=bob, username="alice")
    assert sorted(told(bob)[-1]["gone"]) == ["fifth", "first", "fourth"]
    mark_all_read(actor=bob)
    assert told(bob)[-1]["unread"] == 0
