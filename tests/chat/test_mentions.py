"""Names in messages: who is meant, who is told, and who is not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samovar.chat import change_actions, mention_queries, queries
from samovar.chat.actions import Draft, send_message
from samovar.chat.inbox_actions import read_up_to
from samovar.chat.markup import plain, without_code
from samovar.chat.mention_actions import tell_of_mentions
from samovar.chat.models import Message
from samovar.chat.whisper_actions import WhisperDraft, send_whisper
from samovar.core.caller import Caller
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.notifications.models import Notification
from samovar.people.actions import block_person
from samovar.people.follow_actions import follow_person
from samovar.rooms.actions import RoomDraft, create_room, join_room, open_conversation
from samovar.rooms.models import Membership, Room

pytestmark = pytest.mark.django_db(transaction=True)
Tea = tuple[Room, Any, Any]


def caller(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def write(user: Any, room: Room, body: str) -> int:
    """Write, let the background do its work, and return the message's number."""
    answer = send_message(actor=caller(user), draft=Draft(room.pk, str(uuid4()), body))
    if answer["id"]:
        tell_of_mentions(actor=None, message_id=answer["id"])
    return int(answer["n"])


def told(user: Any) -> list[Notification]:
    return list(Notification.objects.filter(user=user, kind="room_mention").order_by("pk"))


def place(user: Any, room: Room) -> Membership:
    return Membership.objects.get(room=room, participant__user=user)


@pytest.fixture
def room(person: Any) -> Tea:
    """A kept room of alice's with bob in it."""
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Tea"))
    join_room(actor=bob, room_id=made.pk)
    return made, alice, bob


def test_the_writer_learns_whom_he_named_in_vain(room: Tea, person: Any) -> None:
    made, alice, bob = room
    charlie, dora, erin = (person(name) for name in ("charlie", "dora", "erin"))
    block_person(actor=erin, username="alice")
    body = "@bob @Charlie @dora @erin @alice @nobody `@charlie` come"
    absent = mention_queries.absent_for(viewer=caller(alice), room_id=made.pk, body=body)
    assert (absent.people, absent.may_invite) == ([charlie, dora], True)
    join_room(actor=charlie, room_id=made.pk)
    absent = mention_queries.absent_for(viewer=caller(alice), room_id=made.pk, body=body)
    assert absent.people == [dora]
    many = " ".join(f"@{name}" for name in ["dora", *(f"p{number}" for number in range(1000))])
    assert mention_queries.absent_for(viewer=caller(bob), room_id=made.pk, body=many).people == [dora]
    talk = open_conversation(actor=alice, username="bob")
    assert mention_queries.absent_for(viewer=caller(alice), room_id=talk.pk, body="@dora").people == []
    with pytest.raises(NotFound):
        mention_queries.absent_for(viewer=caller(dora), room_id=talk.pk, body="@bob")


def test_who_is_named_is_told_once_and_led_to_the_message(room: Tea) -> None:
    made, alice, bob = room
    n = write(alice, made, "@Bob, @bob and @charlie: tea?")
    message = Message.objects.get(room=made, n=n)
    tell_of_mentions(actor=None, message_id=message.pk)
    [notification] = told(bob)
    assert (notification.subject, notification.target) == ("Tea", f"/r/{made.code}/#m{n}")
    [shown] = queries.history_for(viewer=bob, room_id=made.pk).messages
    assert [(one.participant, one.key) for one in shown.mentions] == [
        (place(bob, made).participant_id, "bob")
    ]
    assert told(alice) == []


def test_a_name_in_code_names_nobody(room: Tea) -> None:
    made, alice, bob = room
    write(alice, made, "`@bob` and\n```\n@bob\n```")
    write(alice, made, "mail@bob and bob@bob.example")
    assert told(bob) == []


def test_who_is_not_in_the_room_is_not_told_and_nothing_says_whether_he_exists(
    room: Tea, person: Any
) -> None:
    made, alice, _bob = room
    charlie = person("charlie")
    n = write(alice, made, "@charlie @nobody")
    assert told(charlie) == []
    assert queries.history_for(viewer=alice, room_id=made.pk).messages[-1].mentions == []
    assert Message.objects.get(room=made, n=n).mentions == []


def test_only_hosts_name_everybody(room: Tea, person: Any) -> None:
    made, alice, bob = room
    charlie = person("charlie")
    join_room(actor=charlie, room_id=made.pk)
    write(bob, made, "@all listen")
    assert (told(alice), told(charlie)) == ([], [])
    write(alice, made, "@room listen")
    assert (len(told(bob)), len(told(charlie)), told(alice)) == (1, 1, [])
    assert queries.history_for(viewer=bob, room_id=made.pk).messages[-1].mentions[0].participant == 0


@pytest.mark.rows("B23", "B24")
def test_over_a_block_nobody_is_told_or_offered(room: Tea) -> None:
    made, alice, bob = room
    block_person(actor=bob, username="alice")
    write(alice, made, "@bob")
    write(alice, made, "@all")
    assert told(bob) == []
    for viewer in (alice, bob):
        offer = mention_queries.mentionable_for(viewer=viewer, room_id=made.pk, text="")
        assert offer.people == []


def test_people_of_the_room_are_offered_by_any_of_their_names(room: Tea, person: Any) -> None:
    made, alice, bob = room
    boris = person("zoris", first_name="Борис", last_name="Чайный")
    join_room(actor=boris, room_id=made.pk)
    person("bobby")

    def offered(viewer: Any, text: str) -> list[str | None]:
        return [
            one.username
            for one in mention_queries.mentionable_for(viewer=viewer, room_id=made.pk, text=text).people
        ]

    assert offered(alice, "") == ["bob", "zoris"]
    assert offered(alice, "BO") == ["bob"]
    assert offered(alice, "борис") == ["zoris"]
    assert offered(alice, "x") == []
    assert mention_queries.mentionable_for(viewer=alice, room_id=made.pk, text="a").everybody
    assert not mention_queries.mentionable_for(viewer=bob, room_id=made.pk, text="a").everybody


def test_who_wrote_last_is_offered_first_then_whom_one_follows(
    room: Tea, person: Any, django_assert_max_num_queries: Any
) -> None:
    made, alice, bob = room
    others = {name: person(name) for name in ("adam", "bea", "yuri", "zoe")}
    for one in others.values():
        join_room(actor=one, room_id=made.pk)
    follow_person(actor=alice, username="yuri")
    write(bob, made, "first")
    write(others["zoe"], made, "last")
    write(alice, made, "one's own is not offered")

    def offered(text: str) -> list[str | None]:
        offer = mention_queries.mentionable_for(viewer=alice, room_id=made.pk, text=text)
        return [one.username for one in offer.people]

    assert offered("") == ["zoe", "bob", "yuri", "adam", "bea"]
    assert offered("b") == ["bob", "bea"]
    with django_assert_max_num_queries(8):
        offered("")


def test_who_wrote_last_is_offered_in_a_large_room_too(room: Tea, person: Any) -> None:
    made, alice, _bob = room
    for n in range(mention_queries._READ + 1):
        join_room(actor=person(f"a{n:02}"), room_id=made.pk)
    zoe = person("zoe")
    join_room(actor=zoe, room_id=made.pk)
    write(zoe, made, "here I am")
    offer = mention_queries.mentionable_for(viewer=alice, room_id=made.pk, text="")
    assert offer.people[0].username == "zoe"
    assert len(offer.people) == mention_queries.OFFERED


def test_a_stranger_is_offered_nobody(room: Tea, person: Any) -> None:
    with pytest.raises(Denied):
        mention_queries.mentionable_for(viewer=person("charlie"), room_id=room[0].pk, text="")


def test_a_thousand_names_are_refused_and_nothing_is_stored(room: Tea) -> None:
    made, alice, bob = room
    body = " ".join(f"@n{number}" for number in range(1000))
    with pytest.raises(Invalid) as refusal:
        write(alice, made, body)
    assert refusal.value.code == "too_many_mentions"
    assert not Message.objects.exists()
    write(alice, made, "@bob " * 500)
    assert len(told(bob)) == 1
    with pytest.raises(Invalid):
        change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=1, body=body)


def test_a_hostile_set_of_names_tells_each_person_once_and_asks_no_more_than_one_name(
    room: Tea, person: Any
) -> None:
    made, alice, bob = room
    charlie, dora, erin, frank = (person(name) for name in ("charlie", "dora", "erin", "frank"))
    for guest in (charlie, dora, frank):
        join_room(actor=guest, room_id=made.pk)
    block_person(actor=dora, username="alice")
    nobody = " ".join(f"@nobody{number}" for number in range(45))
    hostile = (
        f"@BOB @bob, @Bob! @charlie @charlie @dora @erin {nobody} `@frank`\n```\n@frank\n{nobody * 20}\n```"
    )
    asked = []
    for body in ("@bob", hostile[:8000]):
        with CaptureQueriesContext(connection) as queries_:
            answer = send_message(actor=caller(alice), draft=Draft(made.pk, str(uuid4()), body))
        asked.append(len(queries_))
    assert asked[1] <= asked[0]
    for _ in range(2):
        tell_of_mentions(actor=None, message_id=int(answer["id"]))
    assert [len(told(user)) for user in (bob, charlie, dora, erin, frank)] == [1, 1, 0, 0, 0]


def test_reading_takes_the_notice_away_and_who_has_read_is_not_told(room: Tea) -> None:
    made, alice, bob = room
    first, second = write(alice, made, "@bob one"), write(alice, made, "@bob two")
    read_up_to(actor=caller(bob), room_id=made.pk, n=first)
    assert [one.read_at is None for one in told(bob)] == [False, True]
    read_up_to(actor=caller(bob), room_id=made.pk, n=second)
    assert all(one.read_at for one in told(bob))
    answer = send_message(actor=caller(alice), draft=Draft(made.pk, str(uuid4()), "@bob three"))
    read_up_to(actor=caller(bob), room_id=made.pk, n=answer["n"])
    tell_of_mentions(actor=None, message_id=answer["id"])
    assert len(told(bob)) == 2


def test_an_edit_tells_whom_it_names_anew_and_a_deleted_message_nobody(room: Tea) -> None:
    made, alice, bob = room
    n = write(alice, made, "tea?")
    message = Message.objects.get(room=made, n=n)
    for body in ("@bob tea?", "@bob, tea!"):
        change_actions.edit_message(actor=caller(alice), room_id=made.pk, n=n, body=body)
        tell_of_mentions(actor=None, message_id=message.pk)
    assert len(told(bob)) == 1
    change_actions.delete_message(actor=caller(alice), room_id=made.pk, n=n)
    tell_of_mentions(actor=None, message_id=message.pk)
    assert told(bob) == []


def test_a_whisper_tells_only_the_one_it_is_for(room: Tea, person: Any) -> None:
    made, alice, bob = room
    charlie = person("charlie")
    join_room(actor=charlie, room_id=made.pk)
    to = place(bob, made).participant_id
    for body in ("@charlie is late", "@bob look"):
        send_whisper(actor=caller(alice), draft=WhisperDraft(made.pk, str(uuid4()), body, to))
    assert (len(told(bob)), told(charlie)) == (1, [])


def test_between_two_a_name_is_no_second_notice(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    talk = open_conversation(actor=alice, username="bob")
    write(alice, talk, "**hi** @bob ||secret||")
    [notification] = Notification.objects.filter(user=bob)
    assert (notification.kind, notification.subject) == ("message", "hi @bob ▒▒▒")


def test_a_room_that_keeps_nothing_shows_names_and_stores_no_notice(person: Any) -> None:
    alice, bob = person("alice"), person("bob")
    made = create_room(actor=alice, draft=RoomDraft(name="Steam", kept=False))
    join_room(actor=bob, room_id=made.pk)
    write(alice, made, "@bob")
    assert told(bob) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("**bold** *it* ~~no~~ `co*de*`", "bold it no co*de*"),
        ("> quoted\n> **more**\nyes", "quoted more yes"),
        ("||the butler||!", "▒▒▒!"),
        ("[tea](https://a.example/) https://b.example/*x*", "tea https://b.example/*x*"),
        ("```py\na = 1\n```", "a = 1"),
        ("2 * 3 * 4 and a*b*c ** d", "2 * 3 * 4 and a*b*c ** d"),
        ("می‌خواهم **چای**", "می‌خواهم چای"),
    ],
)
def test_a_preview_has_no_marks(body: str, text: str) -> None:
    assert plain(body) == text


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * 8000,
        "**a " * 2000,
        "||" * 4000,
        "||a " * 2600,
        "`" * 8000,
        "` " * 4000,
        "[" * 8000,
        "[a](http://" * 720,
        ">" * 8000,
        "```\n" * 2000,
        "~~ " * 2600,
        "*a" * 4000,
        "[a](http://b" + "(" * 7900,
        "@" * 8000,
        "\u202e" * 8000,
    ],
)
@pytest.mark.timeout(60)
def test_hostile_marks_are_read_in_one_go(hostile: str) -> None:
    for _ in range(20):
        plain(hostile)
        without_code(hostile)
