"""The list of conversations: with people and in group rooms, the last one first, as its viewer sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains

from samovar.accounts.models import User
from samovar.chat.file_queries import files_of, said_in
from samovar.chat.markup import plain
from samovar.chat.models import Message, Muting
from samovar.chat.queries import name_of
from samovar.chat.request_queries import asking_room_ids
from samovar.core.text import fold_username
from samovar.files.events import FileView
from samovar.people.folding import Fold
from samovar.people.follow_queries import with_pictures
from samovar.people.online_queries import Presences, presences_for
from samovar.people.queries import blocked_ids, visible_to, with_words
from samovar.rooms.models import Membership, Room

PAGE = 50
PREVIEW = 120  # characters
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"t(\d{1,17})\.(\d{1,18})|s(\d{1,18})")


@dataclass(frozen=True)
class Conversation:
    """A row of the list: with ``person``, or in the group ``room``.

    ``last`` is what was said last, None where nothing was; ``author`` who said it, "" for the other one of
    two; ``mine``: the viewer did. ``deleted``: it was taken back. ``muted``: the viewer wants no word of it.
    """

    person: User | None = None
    room: Room | None = None
    online: bool = False
    away: bool = False
    unread: int = 0
    last: str | None = None
    author: str = ""
    mine: bool = False
    deleted: bool = False
    at: datetime | None = None
    muted: bool = False

    @property
    def name(self) -> str:
        if self.person is not None:
            return self.person.full_name
        return self.room.name if self.room else ""

    @property
    def address(self) -> str:
        if self.person is not None:
            return f"/messages/{self.person.username}/"
        return f"/r/{self.room.code}/" if self.room else ""


@dataclass(frozen=True)
class ConversationPage:
    """At most 50 rows; ``next`` is what ``cursor`` has to be for those after them, "" at the end."""

    rows: list[Conversation]
    next: str


def conversations_for(
    *, viewer: User, text: str = "", active: bool = False, cursor: str = ""
) -> ConversationPage:
    """Return a page of the viewer's conversations, then of everybody else there is (S4-7.2).

    ``active``: only people who are online now (C28). Nobody in a block with the viewer (B27).
    """
    people = with_words(visible_to(viewer), text).exclude(pk=viewer.pk)
    here = presences_for(viewer=viewer)
    if active:
        people = people.filter(pk__in=here.online)
    talks = _talks(viewer, people, "" if active else text.strip(), groups=not active)
    found = _CURSOR.fullmatch(cursor)
    if found and found[3] is not None:
        return _strangers(viewer, people, here, int(found[3]), [])
    if found:
        at, key = _BEGINNING + timedelta(microseconds=int(found[1])), int(found[2])
        talks = talks.filter(Q(active_at__lt=at) | Q(active_at=at, pk__lt=key))
    places = list(talks.order_by("-active_at", "-pk")[: PAGE + 1])
    rows = _rows(viewer, places[:PAGE], here)
    if len(places) > PAGE:
        last = places[PAGE - 1]
        micros = (last.active_at - _BEGINNING) // timedelta(microseconds=1)
        return ConversationPage(rows, f"t{micros}.{last.pk}")
    return _strangers(viewer, people, here, 0, rows)


def unread_total_for(*, viewer: User) -> int:
    """Return how many messages of others wait in the viewer's conversations; not in those he muted."""
    talks = _talks(viewer, visible_to(viewer), "", groups=True)
    talks = talks.filter(read_n__lt=F("room__last_n"), muted=False)
    return sum(place.unread for place in with_unread(talks))


def with_unread(places: QuerySet[Membership]) -> QuerySet[Any]:
    """Let each place carry ``unread``, the number of others' messages above what was read."""
    waiting = Message.objects.filter(room=OuterRef("room"), n__gt=OuterRef("read_n"), in_log=True)
    waiting = waiting.exclude(sender=OuterRef("participant")).order_by()
    count = Subquery(waiting.values("room").annotate(count=Count("pk")).values("count"), IntegerField())
    return places.annotate(unread=Coalesce(count, 0))


def _talks(viewer: User, people: QuerySet[User], text: str, *, groups: bool) -> QuerySet[Any]:
    """Return the viewer's places in conversations with ``people`` and in kept group rooms.

    Each carries ``other`` (id of the person, None in a group), ``newest`` (id of what was said last),
    ``active_at`` and ``muted``.
    """
    partner = Membership.objects.filter(room=OuterRef("room"), participant__user__in=people)
    other = partner.exclude(participant__user=viewer).values("participant__user")
    said = Message.objects.filter(room=OuterRef("room"), in_log=True).order_by("-n")
    muting = Muting.objects.filter(room=OuterRef("room"), participant=OuterRef("participant"))
    mine = Membership.objects.filter(participant__user=viewer, room__closed_at=None)
    mine = mine.exclude(room__in=asking_room_ids(viewer=viewer))
    direct = Q(room__kind=Room.Kind.DIRECT, room__last_n__gt=0, other__isnull=False)
    group = Q(room__kind=Room.Kind.GROUP, room__history=Room.History.KEPT)
    if text:
        group &= Q(Contains(Fold("room__name"), fold_username(text[:100])))
    found = mine.annotate(
        other=Subquery(other[:1]),
        newest=Subquery(said.values("pk")[:1]),
        active_at=Coalesce(Subquery(said.values("at")[:1]), F("joined_at")),
        muted=Exists(muting),
    ).filter(direct | group if groups else direct)
    return found.select_related("room")


def _rows(viewer: User, places: list[Any], here: Presences) -> list[Conversation]:
    direct = {place.pk: place.other for place in places if place.room.kind == Room.Kind.DIRECT}
    known = with_pictures(User.objects.filter(pk__in=direct.values())).in_bulk()
    unread = {
        place.pk: place.unread for place in with_unread(Membership.objects.filter(pk__in=_keys(places)))
    }
    last = _last_messages(viewer, places)
    files = files_of([message.pk for message in last.values() if not message.body])
    return [
        _row(
            place,
            known.get(direct.get(place.pk, 0)),
            here,
            unread[place.pk],
            _Last.of(last.get(place.room_id), files),
        )
        for place in places
    ]


def _keys(places: Iterable[Any]) -> list[int]:
    return [place.pk for place in places]


def _last_messages(viewer: User, places: list[Any]) -> dict[int, Message]:
    """Return the last message of each room; none by somebody in a block with the viewer (B29)."""
    found = Message.objects.filter(pk__in=[place.newest for place in places])
    found = found.exclude(sender__user__in=blocked_ids(viewer=viewer))
    return {message.room_id: message for message in found.select_related("sender__user", "sender__guest")}


@dataclass(frozen=True)
class _Last:
    """The newest message of a conversation, and what the list shows of it."""

    message: Message
    text: str

    @classmethod
    def of(cls, message: Message | None, files: dict[int, list[FileView]]) -> _Last | None:
        return cls(message, said_in(message.body, files.get(message.pk, []))) if message else None


def _row(place: Any, person: User | None, here: Presences, unread: int, newest: _Last | None) -> Conversation:
    last = newest.message if newest else None
    mine = last is not None and last.sender_id == place.participant_id
    return Conversation(
        person=person,
        room=None if person else place.room,
        online=person is not None and person.pk in here.online,
        away=person is not None and person.pk in here.away,
        unread=unread,
        last=plain(newest.text)[:PREVIEW] if newest else None,
        author=name_of(last.sender) if last and not person and not mine else "",
        mine=mine,
        deleted=last is not None and last.deleted_at is not None,
        at=last.at if last else None,
        muted=place.muted,
    )


def _strangers(
    viewer: User, people: QuerySet[User], here: Presences, after: int, rows: list[Conversation]
) -> ConversationPage:
    """Fill the page with people whom nothing was said with yet, by name; ``after`` is the last one's id."""
    talked = Membership.objects.filter(
        participant__user=viewer, room__kind=Room.Kind.DIRECT, room__last_n__gt=0, room__closed_at=None
    )
    partners = Membership.objects.filter(room__in=talked.values("room")).exclude(participant__user=viewer)
    others = people.exclude(pk__in=partners.values("participant__user"))
    if (last := User.objects.filter(pk=after).first()) is not None:
        others = others.filter(_behind(last))
    amount = PAGE - len(rows)
    ordered = with_pictures(others).order_by("first_name", "last_name", "username_key")
    found = list(ordered[: amount + 1])
    shown = found[:amount]
    following = ""
    if len(found) > amount:
        following = f"s{shown[-1].pk if shown else 0}"
    unwritten = [
        Conversation(person=one, online=one.pk in here.online, away=one.pk in here.away) for one in shown
    ]
    return ConversationPage(rows + unwritten, following)


def _behind(last: User) -> Q:
    """Whoever stands behind ``last`` by first name, last name and username."""
    same_first = Q(first_name=last.first_name)
    same_names = same_first & Q(last_name=last.last_name)
    return (
        Q(first_name__gt=last.first_name)
        | (same_first & Q(last_name__gt=last.last_name))
        | (same_names & Q(username_key__gt=last.username_key))
    )
