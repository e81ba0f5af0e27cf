"""What the example people have done before you came: they follow, post, like, answer and write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from samovar.accounts.models import User
from samovar.chat.actions import Draft, send_message
from samovar.core.caller import Caller
from samovar.feed import actions as feed
from samovar.feed.comment_actions import comment_on_post
from samovar.people.follow_actions import edit_profile, follow_person
from samovar.rooms.actions import open_conversation
from samovar.rooms.models import Room


@dataclass(frozen=True)
class Share:
    """A post with who likes it and what was answered: (who, text)."""

    author: str
    text: str
    likes: tuple[str, ...] = ()
    comments: tuple[tuple[str, str], ...] = ()


BIOS: Final = {
    "leila": "معلم فارسی، عاشق چای و شعر",
    "boris": "Инженер. Чиню велосипеды и серверы.",
    "anna": "I run the Tea house. Come in, sit down.",
    "sara": "طراح و عکاس",
}
FOLLOWS: Final = (
    ("leila", "sara"),
    ("leila", "anna"),
    ("sara", "leila"),
    ("boris", "anna"),
    ("anna", "leila"),
    ("anna", "boris"),
)
SHARES: Final = (
    Share(
        "sara",
        "اولین برف امسال روی کوه‌ها نشست. #زمستان",
        ("leila", "anna"),
        (("leila", "چه قشنگ! عکسش را هم بگذار."),),
    ),
    Share(
        "boris",
        "Поставил Самовар на старый ноутбук: одна команда, и вся семья на связи. #самовар",
        ("anna", "sara", "leila"),
        (("anna", "How long did it take?"), ("boris", "Less than the tea needs.")),
    ),
    Share(
        "leila",
        "دوستان، فردا ساعت ۵ در «اتاق چای» شعر می‌خوانیم. همه خوش آمدید.",
        ("sara",),
        (("sara", "حتماً می‌آیم."),),
    ),
    Share(
        "anna",
        "The Tea house is open for everybody, guests too: send them the link of the room. #samovar",
        ("leila", "boris"),
    ),
)
LETTERS: Final = (
    ("anna", "leila", "Leila, shall we try the whiteboard today?"),
    ("leila", "anna", "Yes! Call me when you are free."),
    ("boris", "anna", "Анна, посмотри, пожалуйста, мой пост."),
)


def live_a_little(people: Mapping[str, User]) -> None:
    """Let people who have just been made do what people do; call it once."""
    for username, bio in BIOS.items():
        edit_profile(actor=people[username], fields={"bio": bio}, links=())
    for follower, followed in FOLLOWS:
        follow_person(actor=people[follower], username=followed)
    for share in SHARES:
        _share(share, people)
    for number, (writer, reader, body) in enumerate(LETTERS):
        room = open_conversation(actor=people[writer], username=reader)
        say(room=room, person=people[writer], cid=f"demo-letter-{number}", body=body)


def say(*, room: Room, person: User, cid: str, body: str) -> None:
    """Write a message as somebody; the same ``cid`` again writes nothing."""
    caller = Caller(key=f"u:{person.pk}", session_id=0, user_id=person.pk)
    send_message(actor=caller, draft=Draft(room_id=room.pk, cid=cid, body=body))


def _share(share: Share, people: Mapping[str, User]) -> None:
    post = feed.create_post(actor=people[share.author], draft=feed.Draft(text=share.text))
    for username in share.likes:
        feed.like_post(actor=people[username], post_id=post.pk)
    for username, text in share.comments:
        comment_on_post(actor=people[username], post_id=post.pk, text=text)
