"""A deleted person leaves no trace: a word planted in every field, looked for everywhere (D06 to D16)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session as Cookie
from django.db import models
from django.test import Client

from samovar.accounts import actions as accounts
from samovar.accounts.models import Erasure, Passkey, User
from samovar.boards.actions import open_board, set_policy
from samovar.boards.element_actions import change_board
from samovar.boards.history_actions import name_version
from samovar.boards.models import Element, Page, Past, Picture, Snapshot
from samovar.boards.picture_actions import add_picture
from samovar.calls.meeting_actions import plan_meeting
from samovar.calls.meeting_rules import Plan
from samovar.chat.actions import Draft as Words
from samovar.chat.actions import asking, send_message
from samovar.chat.change_actions import edit_message, set_reaction
from samovar.chat.mark_actions import mute_room, pin_message, star_message
from samovar.chat.models import Following, Message, Muting, Pin, Star
from samovar.chat.poll_actions import NewPoll, vote
from samovar.chat.queries import history_for
from samovar.chat.whisper_actions import WhisperDraft, send_whisper
from samovar.chat.writing_actions import keep_begun
from samovar.core.caller import Caller
from samovar.feed import begun_actions as begun
from samovar.feed.actions import Draft, NewPicture, create_post, edit_post, like_post
from samovar.feed.comment_actions import comment_on_post
from samovar.feed.models import Comment, Like, Post
from samovar.files.actions import change_face
from samovar.files.events import FileRef
from samovar.files.upload_actions import add_piece, begin_upload
from samovar.files.upload_rules import Announced
from samovar.integrations.actions import collect_deliveries, create_bot, create_incoming_hook, create_token
from samovar.integrations.models import Delivery, OutgoingHook
from samovar.moderation.actions import report_thing, warn_person
from samovar.notifications.models import PushDevice
from samovar.notifications.way_actions import Wanted, choose_ways
from samovar.people.actions import block_person
from samovar.people.follow_actions import edit_profile, follow_person
from samovar.people.models import Profile
from samovar.people.mute_actions import mute_person
from samovar.people.privacy_actions import Wishes, answer_writer, choose_privacy
from samovar.recordings import actions as recordings
from samovar.recordings import store
from samovar.recordings.list_actions import rename_recording, share_with_person
from samovar.recordings.models import Mark
from samovar.rooms.actions import (
    RoomDraft,
    create_room,
    invite_person,
    join_room,
    open_conversation,
    set_host,
)
from samovar.rooms.models import Membership, Room
from tests.boards.drawing import rectangle
from tests.support.people import PASSWORD
from tests.support.pictures import picture
from tests.support.uploads import bring, bring_picture
from tests.support.uploads import caller_of as uploader

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "kanarienvogel"
FA = "قناری"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def alice(person: Any) -> Any:
    return person(
        f"alice-{CANARY}", first_name=f"Alice {CANARY}", last_name=FA, email=f"{CANARY}@example.org"
    )


@pytest.fixture
def bob(person: Any) -> Any:
    return person("bob")


@pytest.fixture
def charlie(person: Any) -> Any:
    return person("charlie")


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str, **more: Any) -> Any:
    return send_message(actor=caller(user), draft=Words(room.pk, str(uuid4()), body, **more))


def send_files(user: Any, room: Room) -> None:
    """Send a picture and a file; leave another upload that is not sent and one that is on its way."""
    who = uploader(user)
    refs = tuple(
        FileRef(id=one, alt=CANARY)
        for one in (bring_picture(who, f"{CANARY}.png"), bring(who, CANARY.encode(), f"{CANARY}.txt"))
    )
    send_message(actor=who, draft=Words(room.pk, str(uuid4()), "", files=refs))
    bring(who, b"unsent", f"{CANARY} unsent.txt")
    begun = begin_upload(actor=who, announced=Announced(f"{CANARY} begun.txt", 10))
    add_piece(actor=who, name=begun.name, start=0, content=b"half")


def erase(person: Any) -> None:
    accounts.delete_account(actor=person, proof=accounts.Proof(PASSWORD), now=True)
    accounts.erase_due_accounts(actor=None)
    assert not User.objects.filter(pk=person.pk).exists()


def texts() -> Iterator[tuple[str, str]]:
    """Yield every value of every row of every table, as text."""
    for model in apps.get_models():
        columns = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values(*columns).iterator():
            for name, value in row.items():
                yield f"{model._meta.label}.{name}", json.dumps(value, default=str, ensure_ascii=False)
    for cookie in Cookie.objects.all():
        yield "cookie", json.dumps(cookie.get_decoded(), default=str, ensure_ascii=False)


def traces(*words: str) -> list[tuple[str, str]]:
    return [found for found in texts() if any(word in found[1] for word in words)]


def references(number: int) -> list[str]:
    """Return every foreign key that still leads to the account."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is User
        and model._default_manager.filter(**{field.name: number}).exists()
    ]


def files(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def plant(alice: Any, bob: Any, charlie: Any) -> None:
    """Let alice leave something in every place there is."""
    client = Client(headers={"User-Agent": CANARY})
    client.post("/login/", {"login": alice.username, "password": PASSWORD})
    client.post("/login/", {"login": alice.username, "password": "a guess"})
    fields = {"bio": CANARY, "about": CANARY, "address": f"{CANARY} {FA}", "country": CANARY}
    edit_profile(actor=alice, fields=fields, links=[f"https://{CANARY}.example.org/"])
    face = picture()
    change_face(actor=alice, upload=face, size=face.size)
    _plant_in_feed(alice, bob)
    _plant_in_rooms(alice, bob)
    _plant_on_boards(alice, bob)
    _plant_in_programs(alice, bob)
    _plant_with_staff(alice, bob)


def _plant_on_boards(alice: Any, bob: Any) -> None:
    room = create_room(actor=bob, draft=RoomDraft(name="Bob's board"))
    join_room(actor=alice, room_id=room.pk)
    board = open_board(actor=caller(bob), room_id=room.pk)
    set_policy(actor=caller(bob), board_id=board.pk, policy="everybody")
    text = rectangle(id="hers", link=f"https://{CANARY}.example.org/")
    change_board(actor=caller(alice), board_id=board.pk, elements=[text])
    # What she drew and he moved is hers; what he drew and she moved is his, and so is what it said.
    change_board(actor=caller(bob), board_id=board.pk, elements=[{**text, "version": 2, "x": 400}])
    said = "https://bob.example.org/"
    drawn = [rectangle(id=name, version=2, link=link) for name, link in (("his", None), ("his-words", said))]
    change_board(actor=caller(bob), board_id=board.pk, elements=drawn)
    change_board(
        actor=caller(alice),
        board_id=board.pk,
        elements=[
            rectangle(id="his", version=3, x=50),
            rectangle(id="his-words", version=3, link=f"https://{CANARY}.example.org/"),
        ],
    )
    slide = picture()
    add_picture(actor=caller(alice), board_id=board.pk, fid="5" * 40, upload=slide, size=slide.size)
    page = Page.objects.get(board=board)
    name_version(actor=caller(alice), board_id=board.pk, page_id=page.pk, name=CANARY)
    # An edit that lost, and is kept aside.
    change_board(
        actor=caller(alice),
        board_id=board.pk,
        elements=[rectangle(id="his", version=1, strokeColor="#123456")],
    )
    place = Membership.objects.get(room=room, participant__user=alice)
    Snapshot.objects.create(
        board=board, seq=1, author=place.participant, by=alice.full_name, width=1, height=1
    )


def _plant_in_programs(alice: Any, bob: Any) -> None:
    create_token(actor=alice, name=CANARY, days=30)
    bot = create_bot(actor=alice, username=f"bot-{CANARY}")
    create_token(actor=alice, name=CANARY, days=30, bot_id=bot.pk)
    room = create_room(actor=alice, draft=RoomDraft(name="Programs"))
    create_incoming_hook(actor=alice, room_id=room.pk, name=CANARY)
    told = create_room(actor=bob, draft=RoomDraft(name="Told outside"))
    join_room(actor=alice, room_id=told.pk)
    OutgoingHook.objects.create(room=told, url="https://hooks.example.org/", secret="s")
    write(alice, told, CANARY)
    write(bob, told, "bob's own")
    collect_deliveries(start=lambda _number: None)


def _plant_with_staff(alice: Any, bob: Any) -> None:
    staff = User.objects.create_user("staff", "staff@example.org", PASSWORD, is_staff=True)
    report_thing(actor=alice, kind="person", number=bob.pk, reason="spam", text=CANARY)
    case = report_thing(actor=bob, kind="person", number=alice.pk, reason="spam").case
    warn_person(actor=staff, person=alice, text=CANARY, case_id=case.pk)
    mute_person(actor=alice, username="bob")
    wishes = Wishes("followed", "everybody", "everybody", "everybody", private=True)
    choose_privacy(actor=alice, wishes=wishes)
    answer_writer(actor=alice, username="bob", yes=True)
    accounts.change_username(actor=alice, username=f"{CANARY}-new")
    accounts.ask_email_change(actor=alice, email=f"{CANARY}-new@example.org")
    Passkey.objects.create(user=alice, name=CANARY, key="00", data=b"0")
    session = accounts.start_session(actor=alice, kind="web", device=accounts.Device("", CANARY))
    PushDevice.objects.create(
        user=alice, session=session, endpoint=f"https://push.example.org/{CANARY}", p256dh="p", auth="a"
    )
    choose_ways(actor=alice, wanted=Wanted(digest="weekly"))


def _plant_in_feed(alice: Any, bob: Any) -> None:
    follow_person(actor=alice, username="bob")
    follow_person(actor=bob, username=alice.username)
    block_person(actor=alice, username="charlie")
    own = create_post(actor=alice, draft=Draft(CANARY, pictures=[NewPicture(picture(), 9, alt=CANARY)]))
    comment_on_post(actor=bob, post_id=own.pk, text="under hers")
    chosen = begun.add_picture(actor=alice, upload=picture(), size=9)
    begun.keep_begun(actor=alice, text=CANARY, audience="everybody", pictures=[(chosen.pk, FA)])
    edit_post(actor=alice, post_id=own.pk, draft=Draft(f"{CANARY} edited"))
    post = create_post(actor=bob, draft=Draft("bob's post"))
    like_post(actor=alice, post_id=post.pk)
    said = comment_on_post(actor=alice, post_id=post.pk, text=f"{CANARY} {FA}")
    comment_on_post(actor=bob, post_id=post.pk, text="an answer", parent_id=said.pk)
    comment_on_post(actor=alice, post_id=post.pk, text=f"{CANARY} again")


def _plant_in_rooms(alice: Any, bob: Any) -> None:
    talk = open_conversation(actor=alice, username="bob")
    write(alice, talk, f"{CANARY} {FA}")
    send_files(alice, talk)
    write(bob, talk, "bob's own words")
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=room.pk)
    write(alice, room, CANARY)
    edit_message(actor=caller(alice), room_id=room.pk, n=1, body=f"{CANARY} edited")
    set_reaction(actor=caller(alice), room_id=room.pk, n=1, emoji="👍", on=True)
    keep_begun(actor=caller(alice), room_id=room.pk, body=CANARY)
    keep_begun(actor=caller(alice), room_id=talk.pk, body=CANARY)
    poll = asking(Words(room.pk, str(uuid4()), ""), NewPoll(CANARY, (CANARY, FA)))
    send_message(actor=caller(alice), draft=poll)
    vote(actor=caller(alice), room_id=room.pk, n=2, options=[0])
    place = Membership.objects.get(room=room, participant__user=bob)
    whisper = WhisperDraft(room.pk, str(uuid4()), CANARY, place.participant_id)
    send_whisper(actor=caller(alice), draft=whisper)
    write(alice, room, f"{CANARY} in a thread", thread=1, in_log=False)
    pin_message(actor=caller(alice), room_id=room.pk, n=1, on=True)
    star_message(actor=caller(bob), room_id=room.pk, n=1, on=True)
    star_message(actor=caller(alice), room_id=talk.pk, n=2, on=True)
    mute_room(actor=caller(alice), room_id=talk.pk, on=True)
    write(bob, room, "", forward=(talk.pk, 1))
    other = create_room(actor=bob, draft=RoomDraft(name="Bob's"))
    _plant_in_recordings(alice, bob, room, other)
    invite_person(actor=bob, room_id=other.pk, username=alice.username)
    when = datetime(2031, 3, 4, 10)  # noqa: DTZ001 - by the clock of the zone
    tea: dict[str, Any] = {"starts": when, "zone": "Europe/Berlin", "minutes": 30}
    plan_meeting(actor=alice, plan=Plan(f"Tea {CANARY}", note=CANARY, invited=("bob",), **tea))
    plan_meeting(actor=bob, plan=Plan("Tea", invited=(alice.username, f"{CANARY}@example.org"), **tea))


def _plant_in_recordings(alice: Any, bob: Any, room: Room, other: Room) -> None:
    """Her own recording with a piece, and what she said in one of bob's that he shared with her."""
    own = recordings.begin(room=room, owner=alice, peer="")
    rename_recording(actor=alice, recording_id=own.pk, name=CANARY)
    store.write_piece(own.place, 0, 0, CANARY.encode())
    his = recordings.begin(room=other, owner=bob, peer="")
    join_room(actor=alice, room_id=other.pk)
    share_with_person(actor=bob, recording_id=his.pk, username=alice.username)
    place = Membership.objects.get(room=other, participant__user=alice)
    Mark.objects.create(
        recording=his, kind=Mark.Kind.CAPTION, participant_id=place.participant_id, text=CANARY
    )


@pytest.mark.rows("D06", "D08", "D09", "D10", "D11", "D13", "D14", "D15", "U11")
def test_a_word_planted_everywhere_is_found_nowhere(alice: Any, bob: Any, charlie: Any, media: Path) -> None:
    plant(alice, bob, charlie)
    accounts.make_export.func(accounts.ask_export(actor=alice).pk)
    assert len({place for place, _text in traces(CANARY, FA)}) > 15
    assert files(media)
    erase(alice)
    assert traces(CANARY, FA) == []
    assert references(alice.pk) == []
    assert files(media) == []
    assert not any(f'u:{alice.pk}"' in text for _place, text in texts())
    assert not User.objects.filter(username__startswith="bot-").exists()
    # What others drew and said stays.
    left = {element.eid: element.data["link"] for element in Element.objects.all()}
    assert left == {"his": None, "his-words": "https://bob.example.org/"}
    assert not Past.objects.filter(maker__user__username="alice").exists()
    assert not Picture.objects.exists()
    assert [row.payload["message"]["content"] for row in Delivery.objects.all()] == ["bob's own"]


@pytest.mark.rows("D15")
def test_nothing_is_pinned_starred_muted_or_followed_by_who_is_gone(
    alice: Any, bob: Any, charlie: Any
) -> None:
    plant(alice, bob, charlie)
    assert Following.objects.filter(participant__user=alice).exists()
    erase(alice)
    for kind in (Pin, Star, Muting, Following):
        assert not kind.objects.exists(), kind


@pytest.mark.rows("D07", "D08", "D09")
def test_comments_go_but_answers_to_them_stay_and_counters_are_exact(
    alice: Any, bob: Any, charlie: Any
) -> None:
    plant(alice, bob, charlie)
    erase(alice)
    post = Post.objects.get()
    assert post.like_count == Like.objects.filter(post=post).count() == 0
    living = Comment.objects.filter(post=post, deleted_at=None, hidden_at=None)
    assert [comment.text for comment in living] == ["an answer"]
    assert post.comment_count == 1
    assert Comment.objects.count() == 2
    profile = Profile.objects.get(user=bob)
    assert (profile.follower_count, profile.following_count) == (0, 0)


@pytest.mark.rows("D12")
def test_the_other_side_of_a_conversation_keeps_its_own_words(alice: Any, bob: Any, charlie: Any) -> None:
    plant(alice, bob, charlie)
    talk = Room.objects.get(kind=Room.Kind.DIRECT)
    erase(alice)
    shown = history_for(viewer=bob, room_id=talk.pk).messages
    assert [message.body for message in shown] == ["", "", "bob's own words"]
    assert not any(message.files for message in shown)
    assert shown[0].name == "Deleted account"
    client = Client()
    client.force_login(bob)
    ghost = Erasure.objects.get().ghost
    assert ghost is not None
    assert client.get(f"/messages/{ghost.username}/").status_code == 200
    assert client.get("/messages/").status_code == 200
    assert client.get(f"/@{ghost.username}/").status_code == 404


@pytest.mark.rows("D16")
def test_a_room_goes_to_its_host_or_closes(alice: Any, bob: Any) -> None:
    kept = create_room(actor=alice, draft=RoomDraft(name="Kept"))
    lost = create_room(actor=alice, draft=RoomDraft(name="Lost"))
    for room in (kept, lost):
        join_room(actor=bob, room_id=room.pk)
    place = Membership.objects.get(room=kept, participant__user=bob)
    set_host(actor=caller(alice), room_id=kept.pk, participant_id=place.participant_id, host=True)
    erase(alice)
    kept.refresh_from_db()
    lost.refresh_from_db()
    place.refresh_from_db()
    assert (kept.creator, place.role, kept.closed_at) == (bob, "owner", None)
    assert lost.closed_at is not None


def test_messages_beyond_one_portion_are_all_erased(
    alice: Any, bob: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("chat", "rooms", "feed", "files", "people", "notifications"):
        monkeypatch.setattr(f"samovar.{module}.receivers.PORTION", 2)
    room = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    for number in range(5):
        write(alice, room, f"{CANARY} {number}")
        create_post(actor=alice, draft=Draft(f"{CANARY} {number}"))
    erase(alice)
    assert traces(CANARY) == []
    assert not Message.objects.exclude(body="").exists()
