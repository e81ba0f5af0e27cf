"""Threads: what stands under a message, who hears of it, and what of it is unread."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samovar.chat import change_actions, inbox_queries, mark_actions, queries, thread_actions, thread_queries
from samovar.chat.actions import Draft, send_message
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.models import StreamEvent
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)
Setting = tuple[Room, Any, Any]


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str, **more: Any) -> Any:
    return send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body, **more))


def log(user: Any, room: Room) -> list[Any]:
    return queries.history_for(viewer=user, room_id=room.pk).messages


@pytest.fixture
def room(person: Any) -> Setting:
    """A kept room of alice's with bob in it, and one message of alice's."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    write(alice, made, "Tea or coffee?")
    return made, alice, bob


def test_an_answer_in_a_thread_stands_under_its_message_and_not_in_the_log(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    write(alice, made, "Fine", thread=1, in_log=False)
    (root,) = log(alice, made)
    assert root.replies.count == 2
    thread = thread_queries.thread_for(viewer=bob, room_id=made.pk, n=1)
    assert [(one.body, one.thread, one.in_log) for one in thread.messages] == [
        ("Tea", 1, False),
        ("Fine", 1, False),
    ]
    assert root.replies.at == thread.messages[-1].at
    assert inbox_queries.unread_for(viewer=bob, room_id=made.pk) == 1  # the first message alone


def test_an_answer_can_be_sent_to_the_room_too(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=True)
    assert [(one.body, one.thread) for one in log(alice, made)] == [("Tea or coffee?", None), ("Tea", 1)]
    assert len(thread_queries.thread_for(viewer=alice, room_id=made.pk, n=1).messages) == 1


def test_everybody_in_the_room_is_told_of_the_count(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    told = StreamEvent.objects.filter(name="chat.message_sent").order_by("pk").last()
    assert told is not None
    assert (told.data["thread"]["n"], told.data["thread"]["replies"]["count"]) == (1, 1)
    change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=2)
    told = StreamEvent.objects.filter(name="chat.message_changed").order_by("pk").last()
    assert told is not None
    assert told.data["thread"] == {"n": 1, "replies": None}
    assert log(alice, made)[0].replies is None


def test_a_thread_stands_only_under_a_message_of_the_log_that_is_there(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    elsewhere = create_room(actor=alice, draft=RoomDraft(name="Elsewhere"))
    for place, n in ((made, 2), (made, 99), (elsewhere, 1)):
        with pytest.raises(Invalid) as refusal:
            write(alice, place, "No", thread=n)
        assert "thread" in refusal.value.fields
    assert Room.objects.get(pk=made.pk).last_n == 2


def test_who_takes_part_follows_and_is_told_of_what_is_new(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    write(bob, made, "With lemon", thread=1, in_log=False)
    (thread,) = thread_queries.threads_for(viewer=alice, room_id=made.pk)
    assert (thread.root.n, thread.unread) == (1, 2)
    row = Notification.objects.get(user=alice)
    assert (row.kind, row.subject, row.target) == ("thread", "With lemon", f"/r/{made.code}/#t1")
    thread_actions.read_thread(actor=caller(alice), room_id=made.pk, n=1, upto=2)
    assert thread_queries.threads_for(viewer=alice, room_id=made.pk)[0].unread == 1
    thread_actions.read_thread(actor=caller(alice), room_id=made.pk, n=1, upto=10**9)
    assert thread_queries.threads_for(viewer=alice, room_id=made.pk)[0].unread == 0
    assert Notification.objects.get(user=alice).read_at is not None
    assert thread_queries.threads_for(viewer=bob, room_id=made.pk)[0].unread == 0


def test_who_follows_no_more_or_mutes_the_room_is_not_told(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    Notification.objects.all().delete()
    mark_actions.mute_room(actor=caller(alice), room_id=made.pk, on=True)
    write(bob, made, "Please", thread=1, in_log=False)
    assert not Notification.objects.exists()
    mark_actions.mute_room(actor=caller(alice), room_id=made.pk, on=False)
    thread_actions.follow_thread(actor=caller(alice), room_id=made.pk, n=1, on=False)
    write(bob, made, "Hello?", thread=1, in_log=False)
    assert not Notification.objects.exists()
    assert thread_queries.threads_for(viewer=alice, room_id=made.pk) == []
    thread_actions.follow_thread(actor=caller(alice), room_id=made.pk, n=1, on=True)
    write(bob, made, "There you are", thread=1, in_log=False)
    assert thread_queries.threads_for(viewer=alice, room_id=made.pk)[0].unread == 1


@pytest.mark.rows("B25", "B29")
def test_nobody_is_notified_of_an_answer_across_a_block(room: Setting) -> None:
    made, alice, bob = room
    block_person(actor=alice, username="bob")
    write(bob, made, "Tea", thread=1, in_log=False)
    assert not Notification.objects.exists()


def test_a_stranger_reads_no_thread(room: Setting, person: Any) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    charlie = person("charlie")
    with pytest.raises(Denied):
        thread_queries.thread_for(viewer=charlie, room_id=made.pk, n=1)
    with pytest.raises(Denied):
        thread_actions.follow_thread(actor=caller(charlie), room_id=made.pk, n=1, on=True)
    with pytest.raises(NotFound):
        thread_queries.thread_for(viewer=alice, room_id=made.pk, n=2)


def test_a_long_thread_is_read_page_by_page(room: Setting) -> None:
    made, alice, bob = room
    for number in range(7):
        write(bob, made, f"{number}", thread=1, in_log=False)
    page = thread_queries.thread_for(viewer=alice, room_id=made.pk, n=1, limit=3)
    assert ([one.n for one in page.messages], page.more) == ([6, 7, 8], True)
    page = thread_queries.thread_for(viewer=alice, room_id=made.pk, n=1, before=6, limit=3)
    assert ([one.n for one in page.messages], page.more) == ([3, 4, 5], True)
    page = thread_queries.thread_for(viewer=alice, room_id=made.pk, n=1, before=3, limit=3)
    assert ([one.n for one in page.messages], page.more) == ([2], False)


def test_no_page_of_the_log_looks_through_all_messages(room: Setting) -> None:
    made, alice, bob = room
    write(bob, made, "Tea", thread=1, in_log=False)
    with CaptureQueriesContext(connection) as asked:
        assert log(alice, made)[0].replies.count == 1
    explain, through_all = "EXPLAIN QUERY PLAN ", "SCAN chat_message"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            explain, through_all = "EXPLAIN ", "Seq Scan on chat_message "
            # Of a small table it would take the whole although there is an index.
            cursor.execute("SET enable_seqscan = off")
        plans = []
        for one in asked.captured_queries:
            cursor.execute(explain + one["sql"])
            plans += [str(row[-1]) for row in cursor.fetchall()]
        if connection.vendor == "postgresql":
            cursor.execute("RESET enable_seqscan")
    assert any("chat_message" in line for line in plans)
    assert [line for line in plans if through_all in line] == []
