"""Writing first to somebody who lets only some write."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from samovar.chat.actions import Draft, send_message
from samovar.chat.conversation_queries import conversations_for, unread_total_for
from samovar.chat.models import Message
from samovar.chat.request_queries import requests_for
from samovar.core.caller import Caller
from samovar.core.errors import Denied
from samovar.notifications.models import Notification
from samovar.people.follow_actions import follow_person
from samovar.people.privacy_actions import Wishes, choose_privacy
from samovar.rooms.actions import open_conversation

pytestmark = pytest.mark.django_db(transaction=True)


def let_write(user: Any, circle: str) -> None:
    wishes = Wishes(circle, "everybody", "everybody", "everybody", private=False)
    choose_privacy(actor=user, wishes=wishes)


def write(sender: Any, to: Any, body: str = "hello") -> None:
    room = open_conversation(actor=sender, username=to.username)
    caller = Caller(f"u:{sender.pk}", 0, user_id=sender.pk)
    send_message(actor=caller, draft=Draft(room.pk, str(uuid4()), body))


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def talked_with(user: Any) -> list[str]:
    """Return with whom the list shows something said."""
    rows = conversations_for(viewer=user).rows
    return [row.person.username for row in rows if row.person and row.last is not None]


def test_the_first_message_waits_and_a_second_is_refused(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    let_write(alice, "followed")
    write(bob, alice)
    with pytest.raises(Denied) as refusal:
        write(bob, alice, "again")
    assert refusal.value.code == "request_waiting"
    assert [(row.person, row.text) for row in requests_for(viewer=alice)] == [(bob, "hello")]
    assert talked_with(alice) == []
    assert unread_total_for(viewer=alice) == 0
    told = Notification.objects.get(user=alice)
    assert (told.kind, told.subject) == ("message_request", "")
    assert talked_with(bob) == ["alice"]
    page = logged_in(alice)
    assert b"/messages/bob/accept/" in page.get("/messages/-/requests/").content
    assert b"/messages/-/requests/" in page.get("/messages/").content
    assert b"/messages/bob/decline/" in page.get("/messages/bob/").content


def test_accepting_opens_the_conversation(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    let_write(alice, "followed")
    write(bob, alice)
    assert logged_in(alice).post("/messages/bob/accept/").status_code == 302
    write(bob, alice, "again")
    assert talked_with(alice) == ["bob"]
    assert requests_for(viewer=alice) == []
    assert b"/messages/bob/decline/" not in logged_in(alice).get("/messages/bob/").content


def test_declining_is_not_told_and_hides_the_conversation(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    let_write(alice, "followed")
    write(bob, alice)
    assert logged_in(alice).post("/messages/bob/decline/").status_code == 302
    assert requests_for(viewer=alice) == []
    assert talked_with(alice) == []
    with pytest.raises(Denied) as refusal:
        write(bob, alice, "again")
    assert refusal.value.code == "request_waiting"
    assert Message.objects.count() == 1


def test_answering_and_following_let_in_too(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    let_write(alice, "followed")
    write(bob, alice)
    write(alice, bob, "hi")
    write(bob, alice, "again")
    follow_person(actor=alice, username="charlie")
    write(charlie, alice)
    write(charlie, alice)
    assert sorted(talked_with(alice)) == ["bob", "charlie"]


def test_who_lets_nobody_write_is_not_asked_but_staff_reaches_him(person: Any) -> None:
    alice, bob, staff = person("alice"), person("bob"), person("samuel", is_staff=True)
    let_write(alice, "nobody")
    with pytest.raises(Denied) as refusal:
        write(bob, alice)
    assert refusal.value.code == "messages_not_wanted"
    write(staff, alice)
    assert talked_with(alice) == ["samuel"]
    assert Message.objects.count() == 1


def test_who_may_write_to_everybody_needs_no_answer(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    write(bob, alice)
    write(bob, alice)
    assert talked_with(alice) == ["bob"]
    assert Notification.objects.get(user=alice).kind == "message"
