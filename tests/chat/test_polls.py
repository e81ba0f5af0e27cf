"""Polls: asked by a message, answered once by each, closed by hand or by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from samovar.chat import change_actions, poll_actions, poll_queries, queries
from samovar.chat.actions import Draft, asking, send_message
from samovar.chat.models import Message, Poll, Vote
from samovar.chat.part_events import PollView
from samovar.chat.poll_actions import NewPoll
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.models import StreamEvent
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)
Tea = tuple[Room, Any, Any]
QUESTION = NewPoll("Tea or coffee?", ("Tea", "Coffee", "Water"))


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def ask(user: Any, room: Room, poll: NewPoll = QUESTION) -> int:
    draft = asking(Draft(room.pk, str(uuid4()), ""), poll)
    return int(send_message(actor=caller(user), draft=draft)["n"])


def vote(user: Any, room: Room, n: int, *options: int) -> list[int]:
    return poll_actions.vote(actor=caller(user), room_id=room.pk, n=n, options=list(options))


def seen(user: Any, room: Room, n: int) -> PollView:
    [view] = [one for one in queries.history_for(viewer=user, room_id=room.pk).messages if one.n == n]
    assert view.poll is not None
    return view.poll


def counts(poll: PollView) -> list[int]:
    return [option.votes for option in poll.options]


@pytest.fixture
def room(person: Any) -> Tea:
    """A kept room of alice's with bob in it."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made, alice, bob


def test_each_votes_once_changes_his_mind_and_takes_it_back(room: Tea) -> None:
    made, alice, bob = room
    n = ask(alice, made)
    for _ in range(2):
        assert vote(bob, made, n, 0) == [0]
    vote(alice, made, n, 0)
    assert counts(seen(bob, made, n)) == [2, 0, 0]
    vote(bob, made, n, 1)
    poll = seen(bob, made, n)
    assert (counts(poll), poll.voters, poll.mine) == ([1, 1, 0], 2, [1])
    assert vote(bob, made, n) == []
    assert (counts(seen(bob, made, n)), seen(bob, made, n).mine) == ([1, 0, 0], [])
    assert StreamEvent.objects.filter(name="chat.message_changed").count() == 4
    told = StreamEvent.objects.filter(name="chat.poll_voted", stream_id=f"u:{bob.pk}").order_by("seq")
    assert [event.data["mine"] for event in told] == [[0], [1], []]


def test_what_is_told_to_all_says_nothing_of_whose_votes_they_are(room: Tea) -> None:
    made, alice, bob = room
    n = ask(alice, made, NewPoll("Who?", ("A", "B"), anonymous=True))
    vote(bob, made, n, 1)
    [event] = StreamEvent.objects.filter(name="chat.message_changed")
    assert event.data["message"]["poll"]["mine"] is None
    with pytest.raises(NotFound):
        poll_queries.voters_for(viewer=alice, room_id=made.pk, n=n, option=1)


def test_several_may_be_chosen_only_where_the_poll_says_so(room: Tea) -> None:
    made, alice, bob = room
    one, many = ask(alice, made), ask(alice, made, NewPoll("Which?", ("A", "B", "C"), many=True))
    for wrong in ([0, 1], [3], [-1]):
        with pytest.raises(Invalid):
            vote(bob, made, one, *wrong)
    assert vote(bob, made, many, 2, 0, 0) == [0, 2]
    assert (counts(seen(bob, made, many)), seen(bob, made, many).voters) == ([1, 0, 1], 1)
    assert Vote.objects.count() == 2


def test_it_is_closed_by_who_asked_or_a_host_and_by_the_clock(room: Tea, person: Any) -> None:
    made, alice, bob = room
    charlie = person("charlie")
    join_room(actor=charlie, room_id=made.pk)
    n = ask(bob, made)
    with pytest.raises(Denied):
        poll_actions.close_poll(actor=caller(charlie), room_id=made.pk, n=n)
    vote(charlie, made, n, 2)
    for _ in range(2):
        poll_actions.close_poll(actor=caller(alice), room_id=made.pk, n=n)
    assert seen(bob, made, n).closed
    with pytest.raises(Denied) as refusal:
        vote(bob, made, n, 0)
    assert refusal.value.code == "poll_closed"
    timed = ask(alice, made, NewPoll("Quick?", ("Y", "N"), minutes=1))
    vote(bob, made, timed, 0)
    Poll.objects.filter(message__n=timed).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert seen(bob, made, timed).closed
    with pytest.raises(Denied):
        vote(bob, made, timed, 1)
    assert counts(seen(bob, made, timed)) == [1, 0]


@pytest.mark.parametrize(
    "poll",
    [
        NewPoll(" ", ("A", "B")),
        NewPoll("x" * 301, ("A", "B")),
        NewPoll("nul \x00", ("A", "B")),
        NewPoll("?", ("A",)),
        NewPoll("?", tuple(map(str, range(11)))),
        NewPoll("?", ("A", " ")),
        NewPoll("?", ("A", "a ")),
        NewPoll("?", ("A", "x" * 101)),
        NewPoll("?", ("A", "B"), minutes=0),
        NewPoll("?", ("A", "B"), minutes=43_201),
    ],
)
def test_a_poll_that_cannot_be_asked_is_refused_and_nothing_is_stored(room: Tea, poll: NewPoll) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(room[1], room[0], poll)
    assert set(refusal.value.fields) <= {"question", "options", "minutes"}
    assert not Message.objects.exists()


def test_it_reads_as_text_is_not_edited_and_goes_with_its_message(room: Tea) -> None:
    made, alice, bob = room
    n = ask(alice, made)
    [view] = queries.history_for(viewer=bob, room_id=made.pk).messages
    assert view.body == "Tea or coffee?\n1. Tea\n2. Coffee\n3. Water"
    with pytest.raises(Invalid):
        change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=n, body="Milk?")
    vote(bob, made, n, 0)
    change_actions.delete_message(actor=caller(alice), room_id=made.pk, n=n)
    assert not Poll.objects.exists()
    assert not Vote.objects.exists()
    with pytest.raises(NotFound):
        vote(bob, made, n, 0)


@pytest.mark.rows("B37")
def test_who_voted_is_told_by_pages_and_not_over_a_block(room: Tea, person: Any) -> None:
    made, alice, bob = room
    charlie = person("charlie")
    join_room(actor=charlie, room_id=made.pk)
    n = ask(alice, made)
    for user in (alice, bob, charlie):
        vote(user, made, n, 0)

    def voters(viewer: Any, after: int = 0) -> list[str | None]:
        found = poll_queries.voters_for(viewer=viewer, room_id=made.pk, n=n, option=0, after=after)
        return [one.username for one in found.people]

    assert voters(alice) == ["alice", "bob", "charlie"]
    block_person(actor=bob, username="charlie")
    assert voters(bob) == ["alice", "bob"]
    assert voters(charlie) == ["alice", "charlie"]
    first = poll_queries.voters_for(viewer=alice, room_id=made.pk, n=n, option=0).people[0]
    assert voters(alice, after=first.id) == ["bob", "charlie"]


def test_strangers_and_plain_messages_have_no_poll(room: Tea, person: Any) -> None:
    made, alice, bob = room
    n = ask(alice, made)
    with pytest.raises(Denied):
        vote(person("charlie"), made, n, 0)
    send_message(actor=caller(alice), draft=Draft(made.pk, str(uuid4()), "no poll"))
    with pytest.raises(NotFound):
        vote(bob, made, n + 1, 0)


def test_a_room_that_keeps_nothing_asks_nothing(person: Any) -> None:
    alice = person("alice")
    made = create_room(actor=alice, draft=RoomDraft(name="Steam", kept=False))
    with pytest.raises(Invalid) as refusal:
        ask(alice, made)
    assert refusal.value.code == "not_kept"
