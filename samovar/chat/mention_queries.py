"""Whom messages name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from samovar.accounts.models import User
from samovar.accounts.queries import verified_people
from samovar.chat.markup import without_code
from samovar.chat.models import Message
from samovar.chat.part_events import MentionView
from samovar.people.follow_queries import near_people_for
from samovar.people.mentions import names_in
from samovar.people.queries import visible_to, with_words
from samovar.rooms import rules as rooms
from samovar.rooms.events import Person
from samovar.rooms.models import Membership, Participant, Room
from samovar.rooms.rules import Viewer

EVERYBODY = 0
WORDS_FOR_ALL = frozenset({"all", "room"})
OFFERED = 8
_READ = 60
# Among so many messages of a room one looks for who wrote last.
_LOOKED_BACK = 200


@dataclass(frozen=True)
class Mentioned:
    """The participants a text names, with their names' keys, and whether it names everybody."""

    people: dict[int, str] = field(default_factory=dict)
    everybody: bool = False

    @property
    def ids(self) -> list[int]:
        """What a message keeps of it."""
        return [*([EVERYBODY] if self.everybody else []), *self.people]

    @property
    def views(self) -> list[MentionView]:
        return _views(self.ids, self.people)


@dataclass(frozen=True)
class Offer:
    """Whom a writer can name; ``everybody``: all at once."""

    people: list[Person]
    everybody: bool


@dataclass(frozen=True)
class Absent:
    """Who is named and does not belong to the room; ``may_invite``: the writer may invite them."""

    people: list[User]
    may_invite: bool


def absent_for(*, viewer: Viewer, room_id: int, body: str) -> Absent:
    """Return at most eight people ``body`` names who are not told, as they are not in the room.

    Nobody in a block with the viewer; a guest, and who talks with one other person, is told of nobody.
    NotFound, Denied.
    """
    member = rooms.require_member(viewer, room_id)
    user = member.participant.user
    names = names_in(without_code(body), most=_READ) if "@" in body else []
    if user is None or not names or member.room.kind == Room.Kind.DIRECT:
        return Absent([], may_invite=False)
    there = Membership.objects.filter(room_id=room_id, participant__user__isnull=False)
    named = visible_to(user).filter(username_key__in=names).exclude(pk=user.pk)
    absent = named.exclude(pk__in=there.values("participant__user"))
    return Absent(list(absent.order_by("username_key")[:OFFERED]), may_invite=rooms.can_invite(member))


def mentioned_by(*, viewer: Membership, body: str) -> Mentioned:
    """Return whom ``body`` names, written by the viewer: only who belongs to the room."""
    if "@" not in body:
        return Mentioned()
    names = names_in(without_code(body), most=_READ)
    found = Membership.objects.filter(room_id=viewer.room_id, participant__user__username_key__in=names)
    people = dict(found.order_by("pk").values_list("participant_id", "participant__user__username_key"))
    return Mentioned(people, everybody=can_name_all(viewer) and not WORDS_FOR_ALL.isdisjoint(names))


def can_name_all(membership: Membership) -> bool:
    """Owner and hosts name everybody at once, in a room of many."""
    return rooms.is_host(membership) and membership.room.kind != Room.Kind.DIRECT


def mentionable_for(*, viewer: Viewer, room_id: int, text: str) -> Offer:
    """Return at most eight people of the room whose names begin so; nobody in a block. NotFound, Denied.

    First who wrote there last, then who is near the viewer elsewhere, then the others by name.
    """
    member = rooms.require_member(viewer, room_id)
    user = member.participant.user
    people = with_words(visible_to(user) if user else verified_people(), text)
    places = rooms.places().filter(room_id=room_id, participant__user__in=people).exclude(pk=member.pk)
    wrote = _who_wrote_last(room_id)
    near = [one.pk for one in near_people_for(viewer=user, limit=_READ)] if user else []
    close = places.filter(Q(participant__in=wrote) | Q(participant__user__in=near))
    others = places.order_by("participant__user__username_key")[:_READ]
    shown = list({place.pk: Person.of(place) for place in (*close, *others)}.values())
    folded = text.casefold()

    def order(one: Person) -> tuple[bool, int, int, str]:
        name = (one.username or "").casefold()
        return not name.startswith(folded), _rank(one.id, wrote), _rank(one.user, near), name

    shown.sort(key=order)
    for_all = can_name_all(member) and any(word.startswith(folded) for word in WORDS_FOR_ALL)
    return Offer(shown[:OFFERED], for_all)


def _who_wrote_last(room_id: int) -> list[int]:
    """Return the participants who wrote the last messages of a room, the last one first."""
    last = Message.objects.filter(room_id=room_id).order_by("-n")[:_LOOKED_BACK]
    return list(dict.fromkeys(last.values_list("sender_id", flat=True)))


def _rank(number: int | None, numbers: list[int]) -> int:
    """Return where it stands among these; behind all where it does not."""
    return numbers.index(number) if number in numbers else len(numbers)


def mention_views(messages: Iterable[Message]) -> dict[int, list[MentionView]]:
    """Return by message whom it names, without those who are gone."""
    naming = {message.pk: message.mentions for message in messages if message.mentions}
    ids = {number for numbers in naming.values() for number in numbers}
    people = Participant.objects.filter(pk__in=ids, user__isnull=False) if ids else Participant.objects.none()
    keys = dict(people.values_list("pk", "user__username_key"))
    return {pk: _views(numbers, keys) for pk, numbers in naming.items()}


def _views(numbers: Iterable[int], keys: dict[int, str]) -> list[MentionView]:
    known = {EVERYBODY: "", **keys}
    return [MentionView(participant=number, key=known[number]) for number in numbers if number in known]
