"""Looking for messages: what is found in which form, and what nobody finds who may not read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from samovar.accounts.signals import erasing
from samovar.chat.actions import Draft, send_message
from samovar.chat.change_actions import delete_message, edit_message
from samovar.chat.models import Message
from samovar.chat.search_index import keep_index, rebuild_index
from samovar.chat.search_queries import Wanted, found_messages
from samovar.chat.search_words import plain_words
from samovar.chat.whisper_actions import WhisperDraft, send_whisper
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.files.events import FileRef
from samovar.people.actions import block_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation, remove_person
from samovar.rooms.models import Room
from samovar.rooms.rules import membership_of
from tests.support.uploads import bring_picture

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[Any], Client]


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str) -> int:
    answer = send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body))
    return int(answer["n"])


def make_room(owner: Any, *others: Any, name: str = "Tea", **draft: Any) -> Room:
    ids = tuple(other.pk for other in others)
    return create_room(actor=owner, draft=RoomDraft(name, user_ids=ids, **draft))


def found(user: Any, text: str = "", **wanted: Any) -> list[str]:
    answer = found_messages(viewer=user, wanted=Wanted(text=text, **wanted))
    return ["".join(part.text for part in hit.snippet) for hit in answer.hits]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The kettles are boiling", "kettle"),
        ("The kettle is here", "KETTLES"),
        ("He was running home", "run"),
        ("So much happiness", "happy"),
        ("Я читаю книгами", "книга"),
        ("Новая книга", "книгам"),
        ("Ещё один ёж", "еще еж"),
        ("Сообщения потерялись", "сообщение"),
        ("کتاب‌های خوب", "کتاب"),
        ("کتاب خوب", "کتاب‌هایم"),
        ("كتابي", "کتابی"),
        ("می‌خواهم بروم", "میخواهم"),
        ("می خواهم بروم", "می‌خواهم"),
        ("میخواهم بروم", "می‌خواهیم"),
        ("مُدرِّس آمد", "مدرس"),
        ("اتاق ۱۲۳", "123"),
        ("room 123", "۱۲۳"),
        ("café au lait", "cafe"),
        ("see https://example.org/tea?x=1", "example.org tea"),
        ("«чай», сказал он!", "чай сказал"),
        ("a snake_case name", "case"),
    ],
)
def test_a_word_is_found_in_other_forms_and_keyboards(person: Any, written: str, asked: str) -> None:
    alice = person("alice")
    room = make_room(alice)
    write(alice, room, "nothing of it")
    write(alice, room, written)
    assert found(alice, asked) == [written]


def test_all_words_have_to_be_there_and_those_in_quotation_marks_in_a_row(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice)
    for body in ("green tea and milk", "milk for the green cup", "tea green"):
        write(alice, room, body)
    assert found(alice, "green milk") == ["milk for the green cup", "green tea and milk"]
    assert found(alice, '"green tea"') == ["green tea and milk"]
    assert found(alice, '"green te') == ["tea green", "green tea and milk"]
    assert found(alice, "!!! ???") == []


def test_the_hits_are_marked_and_the_text_is_otherwise_untouched(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice)
    body = "<b>" + "far away " * 20 + "the Kettles<script> boil; kettle" + " and more" * 40
    write(alice, room, body)
    [hit] = found_messages(viewer=alice, wanted=Wanted(text="kettle")).hits
    assert [part.text for part in hit.snippet if part.hit] == ["Kettles", "kettle"]
    shown = "".join(part.text for part in hit.snippet).strip("…")
    assert shown in body
    assert len(shown) <= 200
    assert hit.address == f"/r/{room.code}/#m1"


def test_edited_and_deleted_messages_are_found_as_they_read_now(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice)
    first, second = write(alice, room, "samovar one"), write(alice, room, "samovar two")
    edit_message(actor=caller(alice), room_id=room.pk, n=first, body="teapot one")
    delete_message(actor=caller(alice), room_id=room.pk, n=second)
    assert found(alice, "samovar") == []
    assert found(alice, "teapot") == ["teapot one"]


def test_nothing_of_rooms_one_is_not_in_is_found(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = make_room(alice, bob)
    write(alice, room, "samovar")
    talk = open_conversation(actor=alice, username="bob")
    write(alice, talk, "samovar for two")
    assert found(charlie, "samovar") == []
    with pytest.raises((NotFound, Denied)):
        found(charlie, "samovar", room_id=room.pk)
    assert found(bob, "samovar") == ["samovar for two", "samovar"]
    member = membership_of(bob, room.pk)
    assert member is not None
    remove_person(actor=caller(alice), room_id=room.pk, participant_id=member.participant_id)
    assert found(bob, "samovar") == ["samovar for two"]


def test_a_whisper_is_found_by_its_two_people_alone(person: Any) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    room = make_room(alice, bob, charlie)
    write(alice, room, "before")
    send_whisper(actor=caller(alice), draft=WhisperDraft(room.pk, str(uuid4()), "samovar secret", "bob"))
    assert found(alice, "secret") == found(bob, "secret") == ["samovar secret"]
    assert found(charlie, "secret") == found(charlie, "secret", room_id=room.pk) == []
    [hit] = found_messages(viewer=bob, wanted=Wanted(text="secret")).hits
    assert (hit.kind, hit.to_name, hit.address) == ("whisper", "bob", f"/r/{room.code}/#m1")


@pytest.mark.rows("B31", "B27")
def test_nothing_of_people_in_a_block_is_found(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = make_room(alice, bob)
    write(bob, room, "samovar of bob")
    write(alice, room, "samovar of alice")
    write(alice, open_conversation(actor=alice, username="bob"), "samovar for two")
    block_person(actor=alice, username="bob")
    assert found(alice, "samovar") == ["samovar of alice"]
    assert found(bob, "samovar") == ["samovar of bob"]
    for viewer, name in ((alice, "bob"), (bob, "alice")):
        with pytest.raises(Invalid):
            found(viewer, "samovar", sender=name)


def test_a_room_that_keeps_nothing_has_nothing_to_find(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice, kept=False)
    write(alice, room, "samovar")
    assert found(alice, "samovar") == found(alice, "samovar", room_id=room.pk) == []


def test_filters_narrow_by_person_room_and_time(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    one, two = make_room(alice, bob, name="One"), make_room(alice, bob, name="Two")
    write(alice, one, "samovar a")
    write(bob, one, "samovar b")
    write(bob, two, "samovar c")
    now = timezone.now()
    Message.objects.filter(body="samovar a").update(at=now - timedelta(days=9))
    assert found(alice, "samovar", sender="bob") == ["samovar c", "samovar b"]
    assert found(alice, "samovar", sender="bob", room_id=one.pk) == ["samovar b"]
    week = (now - timedelta(days=7)).date().isoformat()
    assert found(alice, "samovar", before=week) == ["samovar a"]
    assert found(alice, after=week) == ["samovar c", "samovar b"]
    for wrong in ({"before": "yesterday"}, {"after": "2026-99-99"}, {"cursor": "m1"}, {"sender": "nobody"}):
        with pytest.raises(Invalid):
            found(alice, "samovar", **wrong)


def test_only_what_carries_a_file_is_found_when_that_is_asked(
    person: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    alice, bob = person("alice"), person("bob")
    room = make_room(alice, bob)
    write(alice, room, "samovar in words")
    refs = tuple(FileRef(id=bring_picture(caller(user))) for user in (alice, bob))
    for user, ref, body in ((alice, refs[0], "samovar in a picture"), (bob, refs[1], "")):
        send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body, files=(ref,)))
    assert found(alice, "samovar", has_file=True) == ["samovar in a picture"]
    assert found(alice, has_file=True) == ["", "samovar in a picture"]
    assert found(alice, has_file=True, sender="bob") == [""]
    block_person(actor=bob, username="alice")
    assert found(alice, has_file=True) == ["samovar in a picture"]


def test_pages_give_every_hit_once_also_while_more_is_written(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = make_room(alice, bob)
    for number in range(7):
        write(alice, room, f"samovar {number}")
        send_whisper(
            actor=caller(alice), draft=WhisperDraft(room.pk, str(uuid4()), f"samovar w{number}", "bob")
        )
    seen, cursor = [], ""
    while True:
        answer = found_messages(viewer=bob, wanted=Wanted(text="samovar", limit=4, cursor=cursor))
        seen += ["".join(part.text for part in hit.snippet) for hit in answer.hits]
        write(alice, room, "samovar later")
        cursor = answer.next
        if not cursor:
            break
    expected = [f"samovar {kind}{number}" for number in reversed(range(7)) for kind in ("w", "")]
    assert seen == expected


def test_an_erased_person_leaves_the_index(person: Any) -> None:
    alice, bob, ghost = person("alice"), person("bob"), person("ghost")
    room = make_room(alice, bob)
    write(bob, room, "samovar of bob")
    erasing.send(sender=type(bob), person=bob, ghost=ghost)
    assert found(alice, "samovar") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM chat_message_words")
            assert cursor.fetchone() == (0,)


def test_the_index_can_be_made_anew_and_comes_back_when_triggers_are_lost(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice)
    write(alice, room, "samovar one")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM chat_message_words")
            cursor.execute("DROP TRIGGER chat_message_words_insert_1")
        assert found(alice, "samovar") == []
    keep_index()
    rebuild_index()
    write(alice, room, "samovar two")
    assert found(alice, "samovar") == ["samovar two", "samovar one"]


def test_both_databases_make_words_as_the_question_does(person: Any) -> None:
    alice = person("alice")
    room = make_room(alice)
    text = "Ёлка می‌خواهم كتابي۱۲ café ﷼ Ⅷ x² naïve—word’s İstanbul Straße हिन्दी 漢字 ـ مُدَرِّس"
    write(alice, room, text)
    for word in plain_words(text).split():
        assert len(found(alice, f'"{word}"')) == 1, word


@pytest.mark.rows("B31")
def test_rest_finds_the_same_in_pages(person: Any, browser: Browser) -> None:
    alice = person("alice")
    room = make_room(alice)
    for number in range(3):
        write(alice, room, f"samovar {number}")
    address, client = "/api/messages/search/", browser(alice)
    page = client.get(f"{address}?q=samovar&limit=2").json()
    assert [hit["n"] for hit in page["results"]] == [3, 2]
    rest = client.get(page["next"]).json()
    assert ([hit["n"] for hit in rest["results"]], rest["next"]) == ([1], None)
    assert client.get(f"{address}?q=samovar&room={10**9}").status_code == 404
    assert client.get(f"{address}?q=samovar&before=x").status_code == 400
    assert client.get(f"{address}?q={'x' * 401}").status_code == 400


def test_everybody_may_join_a_public_room_but_finds_nothing_before(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    room = make_room(alice)
    write(alice, room, "samovar")
    assert found(bob, "samovar") == []
    join_room(actor=bob, room_id=room.pk)
    assert found(bob, "samovar") == ["samovar"]
