"""Telling people, once, in their language, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.core.models import StreamEvent
from samovar.notifications import queries
from samovar.notifications.models import Notification
from samovar.notifications.queries import unread_count_for
from samovar.people.actions import block_person

Browser = Callable[[Any], Client]
Invite = Callable[..., Notification | None]


def told(user: Any) -> list[dict[str, Any]]:
    """Return what went to the person's own stream."""
    events = StreamEvent.objects.filter(stream_id=f"u:{user.pk}", name="notifications.changed").order_by(
        "seq"
    )
    return [event.data for event in events]


@pytest.mark.rows("S4-8.2")
def test_the_same_thing_is_told_once(person: Any, invite: Invite) -> None:
    alice, bob = person("alice"), person("bob")
    assert invite(alice, bob) is not None
    assert invite(alice, bob) is None
    assert Notification.objects.count() == 1
    assert [event["unread"] for event in told(bob)] == [1]


@pytest.mark.rows("S4-6.2")
def test_nobody_is_told_of_oneself(person: Any, invite: Invite) -> None:
    alice = person("alice")
    assert invite(alice, alice) is None
    assert told(alice) == []


@pytest.mark.rows("S4-8.1", "S0-03")
def test_the_stream_carries_the_count_and_the_text_in_the_readers_language(
    person: Any, invite: Invite
) -> None:
    alice, bob = person("alice"), person("bob", language="ru")
    invite(alice, bob, room="Чай")
    event = told(bob)[0]
    assert event["unread"] == 1
    assert event["target"] == "/r/abc-defg-hij/"
    assert event["text"] == "alice приглашает вас в комнату «Чай»."


@pytest.mark.rows("S4-8.5")
def test_opening_the_page_reads_everything_and_tells_all_tabs(
    person: Any, invite: Invite, browser: Browser
) -> None:
    alice, bob = person("alice"), person("bob")
    invite(alice, bob)
    page = browser(bob)
    assert 'aria-label="Notifications, 1 unread"' in page.get("/people/").content.decode()
    assert "Tea at four" in page.get("/notifications/").content.decode()
    assert unread_count_for(viewer=bob) == 0
    assert told(bob)[-1]["unread"] == 0
    assert 'aria-label="Notifications, 0 unread"' in page.get("/people/").content.decode()


def test_what_comes_while_the_page_is_written_stays_unread(
    person: Any, invite: Invite, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = person("alice"), person("bob")
    invite(alice, bob, room="First", key="1")
    written = queries.notifications_for

    def interrupted(**asked: Any) -> Any:
        entries = written(**asked)
        invite(alice, bob, room="Second", key="2")
        return entries

    monkeypatch.setattr(queries, "notifications_for", interrupted)
    page = browser(bob).get("/notifications/").content.decode()
    assert "First" in page
    assert "Second" not in page
    assert [one.subject for one in Notification.objects.filter(read_at=None)] == ["Second"]
    assert told(bob)[-1]["unread"] == 1


@pytest.mark.rows("S4-8.3", "S4-8.4", "S4-D16")
def test_rows_are_newest_first_own_only_and_lead_to_the_place(
    person: Any, invite: Invite, browser: Browser
) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    invite(alice, bob, room="First", key="1")
    invite(alice, bob, room="Second", key="2")
    invite(alice, charlie, room="Third", key="3")
    page = browser(bob).get("/notifications/").content.decode()
    assert page.index("Second") < page.index("First")
    assert "Third" not in page
    assert 'href="/r/abc-defg-hij/"' in page
    assert "View" in page


@pytest.mark.rows("S4-8.6")
def test_one_deletes_only_ones_own(person: Any, invite: Invite, browser: Browser) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    row = invite(alice, bob)
    assert row is not None
    address = f"/notifications/{row.pk}/delete/"
    assert browser(charlie).post(address).status_code == 404
    assert browser(bob).get(address).status_code == 405
    assert browser(bob).post(address).status_code == 302
    assert not Notification.objects.exists()
    assert told(bob)[-1]["unread"] == 0


@pytest.mark.rows("B23", "B24")
def test_a_block_deletes_what_each_was_told_of_the_other(person: Any, invite: Invite) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    invite(alice, bob)
    invite(bob, alice)
    invite(charlie, bob, key="2")
    block_person(actor=alice, username="bob")
    assert list(Notification.objects.values_list("actor__username", "user__username")) == [("charlie", "bob")]
    assert told(bob)[-1]["unread"] == 1
    assert invite(alice, bob, key="3") is None


def test_old_ones_are_a_page_further(person: Any, invite: Invite, browser: Browser) -> None:
    alice, bob = person("alice"), person("bob")
    for number in range(31):
        invite(alice, bob, room=f"Room {number:02}", key=str(number))
    page = browser(bob)
    first = page.get("/notifications/")
    assert "Room 30" in first.content.decode()
    assert "Room 00" not in first.content.decode()
    older = page.get(f"/notifications/?before={first.context['more']}").content.decode()
    assert "Room 00" in older
    assert page.get("/notifications/?before=x").status_code == 200


def test_names_in_a_row_are_never_markup(person: Any, invite: Invite, browser: Browser) -> None:
    alice, bob = person("alice", first_name="<b>A</b>"), person("bob")
    invite(alice, bob, room="<i>{actor}</i>")
    page = browser(bob).get("/notifications/").content.decode()
    assert "<b>A</b>" not in page
    assert "&lt;i&gt;{actor}&lt;/i&gt;" in page
