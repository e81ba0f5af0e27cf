"""Messages that are answered, edited, deleted and reacted to, at their doors."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from samovar.chat import change_actions, queries
from samovar.chat.actions import Draft, send_message
from samovar.chat.models import Message, Reaction, Version
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.models import StreamEvent
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation
from samovar.rooms.models import Room

pytestmark = pytest.mark.django_db(transaction=True)


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str, reply_to: int | None = None) -> Any:
    return send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body, reply_to))


def log(user: Any, room: Room) -> list[Any]:
    return queries.history_for(viewer=user, room_id=room.pk).messages


@pytest.fixture
def room(person: Any) -> tuple[Room, Any, Any]:
    """A kept room of alice's with bob in it."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made, alice, bob


def test_an_answer_quotes_what_it_answers(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(alice, made, "Tea or coffee?")
    write(bob, made, "Tea", reply_to=1)
    answer = log(alice, made)[1]
    assert (answer.reply.n, answer.reply.name, answer.reply.body) == (1, "alice", "Tea or coffee?")
    told = StreamEvent.objects.filter(name="chat.message_sent").order_by("pk").last()
    assert told is not None
    assert told.data["message"]["reply"]["body"] == "Tea or coffee?"


def test_what_is_not_there_cannot_be_answered(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    elsewhere = create_room(actor=alice, draft=RoomDraft(name="Elsewhere"))
    write(alice, elsewhere, "secret")
    for n in (1, 99):
        with pytest.raises(Invalid):
            write(bob, made, "what?", reply_to=n)
    assert Message.objects.filter(room=made).count() == 0


def test_an_edit_is_told_and_what_was_said_before_stays_to_be_seen(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(alice, made, "Tee")
    change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=1, body="Tea")
    change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=1, body="Tea!")
    change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=1, body="Tea!")
    [shown] = log(bob, made)
    assert shown.body == "Tea!"
    assert shown.edited
    assert [one.body for one in queries.versions_for(viewer=bob, room_id=made.pk, n=1)] == [
        "Tee",
        "Tea",
        "Tea!",
    ]
    assert StreamEvent.objects.filter(name="chat.message_changed").count() == 2


def test_nobody_edits_what_another_said(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(bob, made, "mine")
    with pytest.raises(Denied):
        change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=1, body="yours")
    for body in ("", " ", "x" * 8001):
        with pytest.raises(Invalid):
            change_actions.edit_message(actor=caller(bob), room_id=made.pk, n=1, body=body)
    assert Message.objects.get(room=made).body == "mine"


def test_a_deleted_message_leaves_only_its_place(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(bob, made, "oops")
    write(alice, made, "what?", reply_to=1)
    change_actions.edit_message(actor=caller(bob), room_id=made.pk, n=1, body="oops!")
    change_actions.set_reaction(actor=caller(alice), room_id=made.pk, n=1, emoji="👍", on=True)
    with pytest.raises(Denied):
        change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=2)
    change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=1)
    gone, answer = log(alice, made)
    assert (gone.deleted, gone.body, gone.reactions) == (True, "", [])
    assert answer.reply.body == ""
    assert not Version.objects.exists()
    with pytest.raises(NotFound):
        change_actions.edit_message(actor=caller(bob), room_id=made.pk, n=1, body="again")


def stored() -> str:
    """Everything that waits in logs and notifications to be read by who was away."""
    events = StreamEvent.objects.values_list("data", flat=True)
    told = Notification.objects.values_list("subject", flat=True)
    return json.dumps([*events, *told], ensure_ascii=False)


def test_who_was_away_does_not_read_what_was_deleted_meanwhile(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(bob, made, "canary one")
    write(alice, made, "what?", reply_to=1)
    write(alice, made, "and this stays")
    change_actions.edit_message(actor=caller(bob), room_id=made.pk, n=1, body="canary two")
    before = list(StreamEvent.objects.order_by("stream", "seq").values_list("stream_id", "seq", "name"))
    assert "canary one" in stored()
    change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=1)
    assert "canary" not in stored()
    assert "and this stays" in stored()
    after = list(StreamEvent.objects.order_by("stream", "seq").values_list("stream_id", "seq", "name"))
    assert after[: len(before)] == before
    told = StreamEvent.objects.filter(name="chat.message_sent").order_by("seq").values_list("data", flat=True)
    first, answer, _last = (data["message"] for data in told)
    assert (first["n"], first["deleted"], first["body"]) == (1, True, "")
    assert (answer["body"], answer["reply"]["n"], answer["reply"]["body"]) == ("what?", 1, "")


@pytest.mark.parametrize("again", [False, True])
def test_a_notification_does_not_show_what_was_deleted(person: Any, *, again: bool) -> None:
    alice, bob = person("alice"), person("bob")
    follow_person(actor=alice, username=bob.username)
    made = open_conversation(actor=bob, username=alice.username)
    write(bob, made, "canary")
    assert "canary" in stored()
    if again:
        write(bob, made, "something else")
    change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=1)
    assert Notification.objects.filter(user=alice).count() == int(again)
    assert "canary" not in stored()


def test_a_follower_of_a_thread_is_not_told_of_an_answer_that_is_gone(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(alice, made, "a question")
    draft = Draft(made.pk, str(uuid4()), "canary", thread=1)
    send_message(actor=caller(bob), draft=draft)
    assert Notification.objects.get(user=alice).subject == "canary"
    change_actions.delete_message(actor=caller(bob), room_id=made.pk, n=2)
    assert not Notification.objects.filter(user=alice).exists()
    assert "canary" not in stored()


def test_the_owner_of_a_room_may_delete_what_others_said(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(bob, made, "rude")
    change_actions.delete_message(actor=caller(alice), room_id=made.pk, n=1)
    assert log(bob, made)[0].deleted


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩‍💻", "🇮🇷", "👍🏽", "1️⃣", "🏴‍☠️"])
def test_a_reaction_is_there_once(room: tuple[Room, Any, Any], emoji: str) -> None:
    made, alice, bob = room
    write(alice, made, "hello")
    for _ in range(2):
        change_actions.set_reaction(actor=caller(bob), room_id=made.pk, n=1, emoji=emoji, on=True)
    [reaction] = log(alice, made)[0].reactions
    assert (reaction.emoji, len(reaction.participants)) == (emoji, 1)
    for _ in range(2):
        change_actions.set_reaction(actor=caller(bob), room_id=made.pk, n=1, emoji=emoji, on=False)
    assert log(alice, made)[0].reactions == []
    assert StreamEvent.objects.filter(name="chat.message_changed").count() == 2


@pytest.mark.parametrize("emoji", ["", "a", "lol", "👍👍", "<b>", "1", "چ", "👍 "])
def test_what_is_no_emoji_is_refused(room: tuple[Room, Any, Any], emoji: str) -> None:
    made, alice, bob = room
    write(alice, made, "hello")
    with pytest.raises(Invalid):
        change_actions.set_reaction(actor=caller(bob), room_id=made.pk, n=1, emoji=emoji, on=True)
    assert not Reaction.objects.exists()


def test_a_message_carries_no_more_than_twenty_different_emojis(room: tuple[Room, Any, Any]) -> None:
    made, alice, bob = room
    write(alice, made, "hello")
    for code in range(20):
        change_actions.set_reaction(
            actor=caller(bob), room_id=made.pk, n=1, emoji=chr(0x1F600 + code), on=True
        )
    with pytest.raises(Invalid):
        change_actions.set_reaction(actor=caller(bob), room_id=made.pk, n=1, emoji="🍵", on=True)
    change_actions.set_reaction(actor=caller(alice), room_id=made.pk, n=1, emoji="😀", on=True)
    assert Reaction.objects.count() == 21


@pytest.mark.rows("B28")
def test_after_a_block_a_conversation_of_two_stays_as_it_is(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    talk = open_conversation(actor=alice, username="bob")
    write(alice, talk, "hello")
    block_person(actor=bob, username="alice")
    place = {"room_id": talk.pk, "n": 1}
    with pytest.raises(NotFound):
        change_actions.edit_message(actor=caller(alice), body="hm", **place)
    with pytest.raises(NotFound):
        change_actions.delete_message(actor=caller(alice), **place)
    with pytest.raises(NotFound):
        change_actions.set_reaction(actor=caller(bob), emoji="👍", on=True, **place)
    assert log(alice, talk)[0].body == "hello"


def test_where_nothing_is_kept_nothing_can_be_changed_or_answered(person: Any) -> None:
    alice = person("alice")
    made = create_room(actor=alice, draft=RoomDraft(name="Brief", kept=False))
    with pytest.raises(Invalid) as refusal:
        write(alice, made, "again", reply_to=1)
    assert refusal.value.code == "not_kept"
    with pytest.raises(Invalid):
        change_actions.set_reaction(actor=caller(alice), room_id=made.pk, n=1, emoji="👍", on=True)


def test_a_stranger_changes_nothing(room: tuple[Room, Any, Any], person: Any) -> None:
    made, alice, _bob = room
    write(alice, made, "hello")
    charlie = person("charlie")
    with pytest.raises(Denied):
        change_actions.set_reaction(actor=caller(charlie), room_id=made.pk, n=1, emoji="👍", on=True)
    with pytest.raises(Denied):
        queries.versions_for(viewer=charlie, room_id=made.pk, n=1)
