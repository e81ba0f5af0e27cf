"""Who sees that somebody is online, and since when not: everybody, whom one follows, nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from samovar.chat.conversation_queries import conversations_for
from samovar.core import streams
from samovar.people import online_actions
from samovar.people.actions import block_person
from samovar.people.events import PresenceChanged
from samovar.people.follow_actions import follow_person
from samovar.people.models import Privacy, Profile
from samovar.people.online import Change, online
from samovar.people.online_queries import audiences_of, online_ids_for, presences_for
from samovar.people.privacy_rules import can_see_online

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_stays_online() -> Iterator[None]:
    yield
    online.compare([], 10**6)
    online.compare([], 10**7)


@pytest.mark.rows("S4-7.3", "B37")
def test_who_hides_being_online_is_seen_by_whom_one_chose_alone(person: Any) -> None:
    alice, bob, charlie, dora = (person(name) for name in ("alice", "bob", "charlie", "dora"))
    online.compare([alice.pk, bob.pk, dora.pk], 0)
    follow_person(actor=alice, username="bob")
    block_person(actor=dora, username="charlie")
    seen = {}
    for circle in ("everybody", "followed", "nobody"):
        Privacy.objects.update_or_create(user=alice, defaults={"online": circle})
        seen[circle] = [alice.pk in online_ids_for(viewer=viewer) for viewer in (bob, charlie, alice)]
    assert seen == {
        "everybody": [True, True, True],
        "followed": [True, False, True],
        "nobody": [False, False, True],
    }
    assert dora.pk not in online_ids_for(viewer=charlie)
    assert dora.pk in online_ids_for(viewer=bob)
    assert not can_see_online(charlie, dora)
    assert audiences_of(people={alice.pk})[alice.pk].circle == frozenset()
    Privacy.objects.filter(user=alice).update(online="followed")
    heard = audiences_of(people={alice.pk, bob.pk, charlie.pk, dora.pk})
    assert heard[alice.pk].circle == frozenset({bob.pk})
    assert [heard[one.pk].circle for one in (bob, charlie, dora)] == [None, None, None]
    hidden = [set(heard[one.pk].hidden) for one in (alice, bob, charlie, dora)]
    assert hidden == [set(), set(), {dora.pk}, {charlie.pk}]


@pytest.mark.rows("S4-7.3", "C28")
def test_the_list_and_the_conversation_obey(person: Any, browser: Callable[[Any], Client]) -> None:
    alice, bob = person("alice"), person("bob")
    online.compare([alice.pk], 0)
    Profile.objects.update_or_create(user=alice, defaults={"seen_at": timezone.now()})
    assert [row.name for row in conversations_for(viewer=bob, active=True).rows] == ["alice"]
    assert b'data-online="true"' in browser(bob).get("/messages/alice/").content
    Privacy.objects.create(user=alice, online="nobody")
    assert conversations_for(viewer=bob, active=True).rows == []
    assert [row.online for row in conversations_for(viewer=bob).rows] == [False]
    page = browser(bob).get("/messages/alice/").content
    assert b'data-online="true"' not in page
    assert str(timezone.now().year).encode() + b"-" not in page.split(b"data-seen=")[1][:30]


def test_who_is_away_is_online_still_and_whoever_hides_is_neither(person: Any) -> None:
    alice, bob, charlie = (person(name) for name in ("alice", "bob", "charlie"))
    online.compare([alice.pk, charlie.pk], 0)
    change = online.compare([alice.pk, charlie.pk], 1, {alice.pk, charlie.pk})
    assert change.dozed == [alice.pk, charlie.pk]
    assert online.compare([alice.pk, charlie.pk], 2, {alice.pk, charlie.pk}).dozed == []
    Privacy.objects.create(user=charlie, online="nobody")
    seen = presences_for(viewer=bob)
    assert [seen.state_of(one.pk) for one in (alice, bob, charlie)] == ["away", "offline", "offline"]
    assert [row.away for row in conversations_for(viewer=bob, active=True).rows] == [True]
    assert online.compare([alice.pk, charlie.pk], 3, {charlie.pk}).came == [alice.pk]
    assert presences_for(viewer=bob).state_of(alice.pk) == "online"


def test_looking_who_is_there_writes_nothing(person: Any) -> None:
    alice = person("alice")
    with CaptureQueriesContext(connection) as asked:
        online.compare([alice.pk], 0)
        online.compare([alice.pk], 1, {alice.pk})
        online.compare([alice.pk], 2)
    assert [query["sql"] for query in asked] == []
    assert not Profile.objects.filter(user=alice).exists()


@pytest.mark.rows("S4-7.3")
def test_names_show_who_is_there(person: Any, browser: Callable[[Any], Client]) -> None:
    alice, bob = person("alice"), person("bob")
    online.compare([alice.pk], 0)
    online.compare([alice.pk], 1, {alice.pk})
    own = f'data-presence="{alice.pk}" data-online="true" data-away="true"'
    for address in ("/people/", "/messages/", "/messages/alice/", "/@alice/"):
        assert own in browser(bob).get(address).content.decode(), address
    block_person(actor=alice, username="bob")
    for address in ("/people/", "/messages/"):
        assert f'data-presence="{alice.pk}"' not in browser(bob).get(address).content.decode()


def test_many_who_come_and_go_at_once_are_stored_and_told_together(
    person: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that lost all its lines must not ask the database a thousand times for what is one answer."""
    people = [person(f"p{number}") for number in range(12)]
    told: list[tuple[int, bool]] = []

    def tell(_key: str, event: PresenceChanged, *, but: object = ()) -> None:
        told.append((event.user, event.online))

    monkeypatch.setattr(streams, "tell", tell)
    amounts = []
    for some in (people[:2], people):
        ids = [one.pk for one in some]
        for change in (Change(came=ids), Change(went=ids)):
            with CaptureQueriesContext(connection) as asked:
                online_actions._tell_change(change)
            amounts.append(len(asked))
    assert amounts[:2] == amounts[2:]
    assert told[-24:] == [(one.pk, online) for online in (True, False) for one in people]
    seen = Profile.objects.filter(user__in=people).values_list("seen_at", flat=True)
    assert len(seen) == 12
    assert None not in seen
