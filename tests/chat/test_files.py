"""Files of messages: sent once, fetched by who may read the message, gone with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from samovar.chat.actions import Draft, send_message
from samovar.chat.change_actions import delete_message, edit_message
from samovar.chat.conversation_queries import conversations_for
from samovar.chat.file_actions import sweep_files
from samovar.chat.file_queries import PAGE, room_files_for
from samovar.chat.models import Attachment, Message
from samovar.chat.queries import history_for
from samovar.core.errors import Invalid, Refusal
from samovar.files.events import FileRef
from samovar.files.models import Upload
from samovar.people.actions import block_person, unblock_person
from samovar.rooms.actions import RoomDraft, create_room, delete_room, join_room, open_conversation
from samovar.rooms.actions.changing import remove_member
from samovar.rooms.models import Membership
from tests.support.uploads import HTML, WEBM, bring, bring_picture, caller_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
Commit = Any


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def alice(person: Make) -> Any:
    return person("alice")


@pytest.fixture
def bob(person: Make) -> Any:
    return person("bob")


@pytest.fixture
def room(alice: Any, bob: Any) -> Any:
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made


def send(user: Any, room: Any, *files: str, body: str = "", **more: Any) -> Any:
    refs = tuple(FileRef(id=file, alt=more.get("alt", "")) for file in files)
    draft = Draft(
        room.pk,
        more.get("cid") or str(uuid4()),
        body,
        more.get("reply_to"),
        files=refs,
        forward=more.get("forward"),
    )
    return send_message(actor=caller_of(user), draft=draft)


def get(user: Any, file: str, path: str = "", **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/attachments/{file}/{path}", headers=headers)


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def refusal(run: Callable[[], Any]) -> str:
    with pytest.raises(Refusal) as refused:
        run()
    return refused.value.code


def test_files_stand_with_their_message_in_their_order(alice: Any, bob: Any, room: Any) -> None:
    one, two = bring_picture(caller_of(alice)), bring(caller_of(alice), b"hello", "notes.txt")
    send(alice, room, one, two, alt="a  cat\n asleep")
    [message] = history_for(viewer=bob, room_id=room.pk).messages
    assert [(file.id, file.kind, file.name) for file in message.files] == [
        (one, "picture", "cat.png"),
        (two, "file", "notes.txt"),
    ]
    assert (message.body, message.files[0].alt) == ("", "a cat asleep")
    assert b"".join(get(bob, two)) == b"hello"
    assert get(bob, one, "480.webp").status_code == 200
    assert get(bob, one, "481.webp").status_code == 404


def test_a_message_sent_again_has_its_files_once(alice: Any, room: Any) -> None:
    file, cid = bring(caller_of(alice), b"hello"), str(uuid4())
    first = send(alice, room, file, cid=cid)
    assert send(alice, room, file, cid=cid)["n"] == first["n"]
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 1)


def test_what_may_not_be_sent_is_refused_and_nothing_is_stored(alice: Any, bob: Any, room: Any) -> None:
    mine, his = bring(caller_of(alice), b"mine"), bring(caller_of(bob), b"his")
    used = bring(caller_of(alice), b"used")
    send(alice, room, used)
    assert refusal(lambda: send(alice, room, his)) == "file_not_found"
    assert refusal(lambda: send(alice, room, "nothing")) == "file_not_found"
    assert refusal(lambda: send(alice, room, used)) == "file_not_ready"
    assert refusal(lambda: send(alice, room, mine, mine)) == "file_twice"
    assert refusal(lambda: send(alice, room, *[str(number) for number in range(11)])) == "too_many_files"
    assert refusal(lambda: send(alice, room, mine, alt="x" * 501)) == "alt_too_long"
    assert refusal(lambda: send(alice, room, mine, body="x" * 8001)) == "too_long"
    with pytest.raises(Invalid) as refused:
        send(alice, room, his)
    assert list(refused.value.fields) == ["files"]
    assert Message.objects.count() == 1
    send(alice, room, mine)


def test_only_who_is_in_the_room_fetches(alice: Any, bob: Any, room: Any, person: Make) -> None:
    file = bring(caller_of(alice), b"hello")
    assert get(bob, file).status_code == 404
    assert get(alice, file).status_code == 200
    send(alice, room, file)
    charlie = person("charlie")
    missing = get(charlie, "nothing")
    assert (get(charlie, file).status_code, get(charlie, file).content) == (404, missing.content)
    assert Client().get(f"/attachments/{file}/").status_code == 302
    assert get(bob, file).status_code == 200


def test_who_was_removed_fetches_no_more(alice: Any, bob: Any, room: Any) -> None:
    file = bring(caller_of(alice), b"hello")
    send(alice, room, file)
    etag = get(bob, file).headers["ETag"]
    assert get(bob, file, if_none_match=etag).status_code == 304
    place = Membership.objects.select_related("participant").get(room=room, participant__user=bob)
    remove_member(room=room, member=place)
    assert get(bob, file, if_none_match=etag).status_code == 404


@pytest.mark.rows("B34", "B29")
def test_who_is_blocked_fetches_nothing_of_the_blocker(alice: Any, bob: Any, room: Any) -> None:
    hers, his = bring(caller_of(alice), b"hers"), bring(caller_of(bob), b"his")
    send(alice, room, hers)
    send(bob, room, his)
    block_person(actor=alice, username="bob")
    assert get(bob, hers).status_code == 404
    # In a group room she may unfold what he wrote.
    assert get(alice, his).status_code == 200
    assert [one.file.id for one in room_files_for(viewer=alice, room_id=room.pk).files] == [hers]
    assert [one.file.id for one in room_files_for(viewer=bob, room_id=room.pk).files] == [his]
    unblock_person(actor=alice, username="bob")
    assert get(bob, hers).status_code == 200


def test_a_deleted_message_leaves_no_file(
    alice: Any, bob: Any, room: Any, media: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    file = bring_picture(caller_of(alice))
    send(alice, room, file)
    with django_capture_on_commit_callbacks(execute=True):
        delete_message(actor=caller_of(alice), room_id=room.pk, n=1)
    assert get(bob, file, "480.webp").status_code == 404
    assert (Upload.objects.count(), Attachment.objects.count(), stored(media)) == (0, 0, [])
    assert history_for(viewer=bob, room_id=room.pk).messages[0].files == []


def test_a_file_that_stands_in_two_messages_goes_with_the_last(
    alice: Any, bob: Any, room: Any, person: Make, django_capture_on_commit_callbacks: Commit
) -> None:
    file = bring(caller_of(alice), b"hello")
    send(alice, room, file)
    charlie = person("charlie")
    other = create_room(actor=bob, draft=RoomDraft(name="Other"))
    join_room(actor=charlie, room_id=other.pk)
    send(bob, other, forward=(room.pk, 1))
    assert history_for(viewer=charlie, room_id=other.pk).messages[0].files[0].id == file
    assert get(charlie, file).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        delete_message(actor=caller_of(alice), room_id=room.pk, n=1)
    assert get(charlie, file).status_code == 200
    assert get(alice, file).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        delete_message(actor=caller_of(bob), room_id=other.pk, n=1)
    assert not Upload.objects.exists()


@pytest.mark.rows("B34")
def test_who_is_blocked_does_not_get_at_a_file_by_sending_it_on(alice: Any, bob: Any, room: Any) -> None:
    file = bring(caller_of(alice), b"hello")
    send(alice, room, file, body="look")
    block_person(actor=alice, username="bob")
    own = create_room(actor=bob, draft=RoomDraft(name="Own"))
    send(bob, own, forward=(room.pk, 1))
    assert history_for(viewer=bob, room_id=own.pk).messages[0].files == []
    assert get(bob, file).status_code == 404


def test_files_of_a_room_that_ended_are_swept(
    alice: Any, room: Any, media: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    file = bring(caller_of(alice), b"hello")
    send(alice, room, file)
    delete_room(actor=alice, room_id=room.pk)
    assert get(alice, file).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        sweep_files()
    assert (Upload.objects.count(), stored(media)) == (0, [])


def test_an_unkept_room_shows_files_and_keeps_none(
    alice: Any, bob: Any, person: Make, media: Path, django_capture_on_commit_callbacks: Commit
) -> None:
    room = create_room(actor=alice, draft=RoomDraft(name="Passing", kept=False))
    join_room(actor=bob, room_id=room.pk)
    file, cid = bring(caller_of(alice), b"hello"), str(uuid4())
    first = send(alice, room, file, cid=cid)
    assert send(alice, room, file, cid=cid)["n"] == first["n"]
    assert get(bob, file).status_code == 200
    assert get(person("charlie"), file).status_code == 404
    block_person(actor=alice, username="bob")
    assert get(bob, file).status_code == 404
    assert not Attachment.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        delete_room(actor=alice, room_id=room.pk)
    assert (Upload.objects.count(), stored(media)) == (0, [])


def test_a_message_with_a_file_may_lose_its_words_and_one_without_may_not(alice: Any, room: Any) -> None:
    send(alice, room, bring(caller_of(alice), b"hello"), body="look")
    edit_message(actor=caller_of(alice), room_id=room.pk, n=1, body="")
    assert len(history_for(viewer=alice, room_id=room.pk).messages[0].files) == 1
    send(alice, room, body="words")
    assert refusal(lambda: edit_message(actor=caller_of(alice), room_id=room.pk, n=2, body="")) == "empty"


def test_an_answer_quotes_a_file_by_its_name(alice: Any, bob: Any, room: Any) -> None:
    send(alice, room, bring_picture(caller_of(alice)))
    send(bob, room, body="nice", reply_to=1)
    quote = history_for(viewer=alice, room_id=room.pk).messages[1].reply
    assert quote is not None
    assert quote.body == "🖼️ cat.png"


def test_the_list_of_conversations_says_what_was_sent(alice: Any, bob: Any) -> None:
    talk = open_conversation(actor=alice, username="bob")
    voice = bring(caller_of(alice), WEBM, "v.webm", content_type="audio/webm", voice=True, duration=72_400)
    send(alice, talk, voice, bring(caller_of(alice), b"more"))
    [row] = [one for one in conversations_for(viewer=bob).rows if one.person == alice]
    assert (row.last, row.unread) == ("🎤 1:12 +1", 1)


def test_the_list_of_files_comes_in_pages_newest_first(alice: Any, bob: Any, room: Any) -> None:
    sent = []
    for number in range(PAGE + 2):
        sent.append(bring(caller_of(alice), b"x", f"{number}.txt"))
        send(alice, room, sent[-1])
    first = room_files_for(viewer=bob, room_id=room.pk)
    assert [one.file.id for one in first.files] == sent[:1:-1]
    second = room_files_for(viewer=bob, room_id=room.pk, before=first.next)
    assert ([one.file.id for one in second.files], second.next) == (sent[1::-1], None)


def test_what_is_no_picture_video_or_sound_is_only_saved(alice: Any, room: Any) -> None:
    file = bring(caller_of(alice), HTML, "a.html")
    send(alice, room, file)
    answer = get(alice, file)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.html"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("asked", "status", "part", "said"),
    [
        ("bytes=0-3", 206, slice(0, 4), "bytes 0-3/{size}"),
        ("bytes=5-", 206, slice(5, None), "bytes 5-{last}/{size}"),
        ("bytes=-4", 206, slice(-4, None), "bytes {tail}-{last}/{size}"),
        ("bytes=2-999999999", 206, slice(2, None), "bytes 2-{last}/{size}"),
        ("bytes=999999999-", 416, slice(0, 0), "bytes */{size}"),
        ("bytes=3-2", 200, slice(None), None),
        ("bytes=0-1,3-4", 200, slice(None), None),
        ("lines=0-1", 200, slice(None), None),
        ("bytes=-", 200, slice(None), None),
    ],
)
def test_video_is_played_from_anywhere(
    alice: Any, room: Any, asked: str, status: int, part: slice, said: str | None
) -> None:
    file = bring(caller_of(alice), WEBM, "clip.webm")
    send(alice, room, file)
    answer = get(alice, file, range=asked)
    size = len(WEBM)
    assert answer.status_code == status
    assert b"".join(answer) == WEBM[part]
    told = said.format(size=size, last=size - 1, tail=size - 4) if said else None
    assert answer.headers.get("Content-Range") == told
    if status != 416:
        assert answer.headers["Content-Type"] == "video/webm"
        assert answer.headers["Content-Disposition"].startswith("inline")
        assert get(alice, file, "?download").headers["Content-Disposition"].startswith("attachment")
