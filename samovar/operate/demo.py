"""Example people and rooms in three languages, for `samovar demo`; a second start changes nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from samovar.accounts import queries
from samovar.accounts.actions import verify_person
from samovar.accounts.models import User
from samovar.core.text import fold_name
from samovar.operate.demo_life import live_a_little, say
from samovar.rooms.actions import RoomDraft, create_room, join_room
from samovar.rooms.models import Room


@dataclass(frozen=True)
class Somebody:
    """An example person."""

    username: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Place:
    """An example room: the first of ``people`` makes it; ``lines`` are (who, what was said)."""

    name: str
    people: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    guests_allowed: bool = False


PEOPLE: Final = (
    Somebody("leila", "لیلا", "رضایی"),
    Somebody("boris", "Борис", "Волков"),
    Somebody("anna", "Anna", "Keller"),
    Somebody("sara", "سارا", "احمدی"),
)
PLACES: Final = (
    Place(
        "Tea house",
        ("anna", "leila", "boris", "sara"),
        (
            ("anna", "Welcome! Sit down, the samovar is hot."),
            ("leila", "سلام به همه! چای من را پررنگ بریزید."),
            ("boris", "Всем привет! А варенье есть?"),
            ("anna", "Of course. Press Call when you would like to see each other."),
        ),
        guests_allowed=True,
    ),
    Place(
        "اتاق چای",
        ("leila", "sara"),
        (
            ("leila", "سلام سارا، امروز ساعت ۵ تماس بگیریم؟"),
            ("sara", "بله، عالی است. می‌بینمت!"),
        ),
    ),
    Place(
        "Чайная",
        ("boris", "anna"),
        (
            ("boris", "Завтра в десять созвон, хорошо?"),
            ("anna", "Хорошо, до завтра!"),
        ),
    ),
)


def seed_and_describe(address: str) -> str:
    """Make what is missing and return what to print: the address, the people, their password."""
    password = _password(settings.DATA_DIR / "demo_password")
    new = queries.person_named(PEOPLE[0].username) is None
    people = {somebody.username: _person(somebody, password) for somebody in PEOPLE}
    for place in PLACES:
        _room(place, people)
    if new:
        live_a_little(people)
    names = "\n".join(f"    {one.username:<8} {one.first_name} {one.last_name}" for one in PEOPLE)
    return (
        f"\nSamovar is at {address}\n\n"
        f"  Log in as one of\n{names}\n"
        f"  with the password  {password}\n\n"
        f"  Mails are shown at {address}/outbox/\n"
    )


def _password(path: Path) -> str:
    """Return the one password of the example people, made once for each installation."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"samovar-{secrets.token_hex(4)}", encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _person(somebody: Somebody, password: str) -> User:
    found = queries.person_named(somebody.username)
    if found is not None:
        return found
    person = User.objects.create_user(
        somebody.username,
        f"{somebody.username}@example.org",
        password,
        first_name=somebody.first_name,
        last_name=somebody.last_name,
        verified_at=timezone.now(),
    )
    verify_person(actor=None, person=person)
    return person


def _room(place: Place, people: dict[str, User]) -> None:
    if Room.objects.filter(name_key=fold_name(place.name)).exists():
        return
    draft = RoomDraft(name=place.name, guests_allowed=place.guests_allowed)
    room = create_room(actor=people[place.people[0]], draft=draft)
    for username in place.people[1:]:
        join_room(actor=people[username], room_id=room.pk)
    for number, (username, body) in enumerate(place.lines):
        say(room=room, person=people[username], cid=f"demo-{room.pk}-{number}", body=body)
