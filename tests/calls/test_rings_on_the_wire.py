"""Calling somebody who is elsewhere, by bare sockets."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from tests.calls.tab import Refused, Tab
from tests.support.people import Person, csrf_token
from tests.support.server import Server
from tests.support.waiting import wait_until

MakeRoom = Callable[..., dict[str, Any]]
OpenTab = Callable[..., Tab]


def missed_by(person: Person) -> int:
    from samovar.notifications.models import Notification  # noqa: PLC0415 - after the settings were read

    with person.server.database() as alias:
        rows = Notification.objects.using(alias).filter(user_id=person.id, kind="missed_call")
        return rows.count()


def let_time_pass(server: Server, ring: int) -> None:
    """Make a ring older than anybody waits."""
    from datetime import timedelta  # noqa: PLC0415

    from samovar.calls.models import Ring  # noqa: PLC0415

    with server.database() as alias:
        row = Ring.objects.using(alias).get(pk=ring)
        row.created_at -= timedelta(seconds=31)
        row.save(using=alias, update_fields=["created_at"])


@pytest.mark.rows("S3-09", "S3-13")
def test_a_call_rings_in_every_tab_and_accepting_ends_it_everywhere(
    alice: Person, bob: Person, open_tab: OpenTab
) -> None:
    caller, first, second = open_tab(alice), open_tab(bob), open_tab(bob)
    made = caller.ask("call.ring", username=bob.username)
    assert made["state"] == "ringing"
    for tab in (first, second):
        ring = tab.expect("calls.rang")["ring"]
        assert (ring["id"], ring["username"]) == (made["ring"], alice.username)
    assert [ring["id"] for ring in open_tab(bob).ask("call.rings")["rings"]] == [made["ring"]]
    caller.join(made["room"]["id"])
    where = first.ask("call.answer", ring=made["ring"], accept=True)
    assert where["id"] == made["room"]["id"]
    for tab in (caller, first, second):
        assert tab.expect("calls.ring_ended", ring=made["ring"])["state"] == "accepted"
    first.join(where["id"])
    caller.expect("calls.joined")
    with pytest.raises(Refused) as late:
        second.ask("call.answer", ring=made["ring"], accept=True)
    assert late.value.code == "ring_over"
    assert missed_by(bob) == 0


def test_a_declined_call_is_no_missed_one(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    caller, callee = open_tab(alice), open_tab(bob)
    made = caller.ask("call.ring", username=bob.username)
    callee.ask("call.answer", ring=made["ring"], accept=False)
    assert caller.expect("calls.ring_ended")["state"] == "declined"
    assert missed_by(bob) == 0


@pytest.mark.rows("S3-09")
def test_who_does_not_answer_has_missed_the_call(
    alice: Person, bob: Person, open_tab: OpenTab, server: Server
) -> None:
    caller = open_tab(alice)
    made = caller.ask("call.ring", username=bob.username)
    let_time_pass(server, made["ring"])
    assert caller.expect("calls.ring_ended")["state"] == "missed"
    assert missed_by(bob) == 1
    assert open_tab(bob).ask("call.rings") == {"rings": []}


def test_who_gives_up_stops_the_ringing(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    caller, callee = open_tab(alice), open_tab(bob)
    made = caller.ask("call.ring", username=bob.username)
    callee.expect("calls.rang")
    caller.ask("call.cancel", ring=made["ring"])
    assert callee.expect("calls.ring_ended")["state"] == "cancelled"
    assert missed_by(bob) == 1


def test_a_caller_whose_tab_is_gone_rings_no_more(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    caller, callee = open_tab(alice), open_tab(bob)
    made = caller.ask("call.ring", username=bob.username)
    caller.join(made["room"]["id"])
    callee.expect("calls.rang")
    caller.close()
    assert callee.expect("calls.ring_ended", ring=made["ring"])["state"] == "cancelled"


def test_who_is_in_a_call_is_busy(alice: Person, bob: Person, make_room: MakeRoom, open_tab: OpenTab) -> None:
    room = make_room(bob)["id"]
    busy = open_tab(bob, room)
    busy.join(room)
    made = open_tab(alice).ask("call.ring", username=bob.username)
    assert made["state"] == "busy"
    assert busy.heard("calls.rang") == []
    assert missed_by(bob) == 1


def test_two_who_call_each_other_meet(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    one, other = open_tab(alice), open_tab(bob)
    first = one.ask("call.ring", username=bob.username)
    second = other.ask("call.ring", username=alice.username)
    assert (second["state"], second["room"]["id"]) == ("accepted", first["room"]["id"])
    assert one.expect("calls.ring_ended")["state"] == "accepted"


@pytest.mark.rows("S3-13")
def test_nobody_rings_over_a_block(alice: Person, bob: Person, open_tab: OpenTab) -> None:
    caller, callee = open_tab(alice), open_tab(bob)
    made = caller.ask("call.ring", username=bob.username)
    callee.expect("calls.rang")
    with closing(bob.browser()) as page:
        token = csrf_token(page.get(f"/@{alice.username}/").text)
        page.post(f"/@{alice.username}/block/", data={"csrfmiddlewaretoken": token})
    assert callee.expect("calls.ring_ended", ring=made["ring"])["state"] == "cancelled"
    for tab, other in ((caller, bob), (callee, alice)):
        with pytest.raises(Refused) as refused:
            tab.ask("call.ring", username=other.username)
        assert refused.value.code == "person_not_found"
    assert missed_by(bob) == 0


def test_another_persons_ring_is_nobodys_business(
    alice: Person, bob: Person, charlie: Person, open_tab: OpenTab
) -> None:
    caller, third = open_tab(alice), open_tab(charlie)
    made = caller.ask("call.ring", username=bob.username)
    for op, more in (("call.answer", {"accept": True}), ("call.cancel", {})):
        with pytest.raises(Refused) as refused:
            third.ask(op, ring=made["ring"], **more)
        assert refused.value.code == "ring_not_found"
    with pytest.raises(Refused) as own:
        caller.ask("call.answer", ring=made["ring"], accept=True)
    assert own.value.code == "ring_not_found"
    with pytest.raises(Refused) as oneself:
        caller.ask("call.ring", username=alice.username)
    assert oneself.value.code == "oneself"


@pytest.mark.rows("S3-09")
def test_a_host_rings_at_the_whole_group(
    alice: Person, bob: Person, charlie: Person, make_room: MakeRoom, open_tab: OpenTab
) -> None:
    room = make_room(alice, users=[bob.id, charlie.id], private=True)["id"]
    owner, first, second = open_tab(alice, room), open_tab(bob), open_tab(charlie)
    owner.join(room)
    owner.ask("call.ring_members", room=room, peer=owner.peer)
    for tab in (first, second):
        assert tab.expect("calls.rang")["ring"]["room"]["id"] == room
    assert owner.heard("calls.rang") == []
    inside = open_tab(bob, room)
    inside.join(room)
    with pytest.raises(Refused) as refused:
        inside.ask("call.ring_members", room=room, peer=inside.peer)
    assert refused.value.code == "not_host"
    wait_until(lambda: missed_by(charlie) == 0, what="nobody has missed anything yet")
