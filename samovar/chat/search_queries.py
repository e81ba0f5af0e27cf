"""Messages and whispers a viewer looks for, among those this viewer may read. Nothing here writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.accounts.queries import person_of_caller
from samovar.chat.models import Attachment, Message, Whisper
from samovar.chat.queries import name_of
from samovar.chat.search_events import SearchAnswer, SearchHit
from samovar.chat.search_index import Matches
from samovar.chat.search_snippets import snippet_of
from samovar.chat.search_words import Term, terms_of
from samovar.core.errors import Invalid, Text
from samovar.core.memory import iso
from samovar.people.queries import blocked_ids, person_by_username
from samovar.rooms import rules as rooms
from samovar.rooms.events import PICTURE_SIDE
from samovar.rooms.models import Membership, Participant, Room
from samovar.rooms.rules import Viewer

_CURSOR = re.compile(r"m(\d{1,18})w(\d{1,18})")
_END = 10**18 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for, as typed; see ``SearchMessages``."""

    text: str = ""
    room_id: int | None = None
    sender: str = ""
    before: str = ""
    after: str = ""
    has_file: bool = False
    cursor: str = ""
    limit: int = 20


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where and whose: the viewer's places by room, who is hidden, the filters that hold for both tables."""

    places: dict[int, Membership]
    hidden: set[int]
    narrowed: Q
    terms: list[Term]
    has_file: bool


def found_messages(*, viewer: Viewer, wanted: Wanted) -> SearchAnswer:
    """Return a page of what was found, newest first: messages and the viewer's own whispers.

    Only in rooms the viewer is in, nothing of people in a block with the viewer (B31). NotFound, Denied
    (room), Invalid (fields sender, before, after, cursor).
    """
    at_message, at_whisper = _cursor(wanted.cursor)
    scope = _scope(viewer, wanted)
    if not scope.places or not (scope.terms or scope.narrowed or scope.has_file):
        return SearchAnswer(hits=[], next="")
    amount = wanted.limit + 1
    messages = list(_messages(scope).filter(pk__lt=at_message).order_by("-pk")[:amount])
    whispers = list(_whispers(scope).filter(pk__lt=at_whisper).order_by("-pk")[:amount])
    both: list[Message | Whisper] = [*messages, *whispers]
    both.sort(key=lambda one: (one.at, one.pk), reverse=True)
    page = both[: wanted.limit]
    shown_messages = [one.pk for one in page if isinstance(one, Message)]
    shown_whispers = [one.pk for one in page if isinstance(one, Whisper)]
    last = f"m{min([at_message, *shown_messages])}w{min([at_whisper, *shown_whispers])}"
    return SearchAnswer(hits=_hits(viewer, scope, page), next=last if len(both) > len(page) else "")


def _person(viewer: Viewer) -> User | None:
    return viewer if isinstance(viewer, User) else person_of_caller(viewer)


def _scope(viewer: Viewer, wanted: Wanted) -> _Scope:
    user = _person(viewer)
    hidden = blocked_ids(viewer=user) if user else set()
    if wanted.room_id is not None:
        member = rooms.require_member(viewer, wanted.room_id)
        places = {member.room_id: member} if member.room.kept else {}
    else:
        kept = rooms.places_of(viewer).filter(room__history=Room.History.KEPT)
        places = {place.room_id: place for place in kept.exclude(room__in=_closed_talks(hidden))}
    return _Scope(places, hidden, _narrowed(viewer, wanted), terms_of(wanted.text), wanted.has_file)


def _closed_talks(hidden: set[int]) -> QuerySet[Any]:
    """Conversations of two with people in a block are reached by their address alone (B27)."""
    talks = Membership.objects.filter(participant__user__in=hidden, room__kind=Room.Kind.DIRECT)
    return talks.values("room")


def _narrowed(viewer: Viewer, wanted: Wanted) -> Q:
    narrowed = Q()
    if wanted.sender:
        narrowed &= Q(sender__user=_sender(viewer, wanted.sender))
    if wanted.before:
        narrowed &= Q(at__lt=_moment("before", wanted.before))
    if wanted.after:
        narrowed &= Q(at__gte=_moment("after", wanted.after))
    return narrowed


def _sender(viewer: Viewer, username: str) -> int:
    user = _person(viewer)
    found = person_by_username(viewer=user, username=username) if user else None
    if found is None:
        raise _wrong("sender", _("There is nobody of this name."))
    return found.pk


def _moment(field: str, text: str) -> datetime:
    """Read a moment; a day alone begins at midnight UTC, a moment without a zone is UTC."""
    try:
        found = parse_datetime(text) or parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise _wrong(field, _("Enter a date, as 2026-11-21."))
    moment = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day)  # noqa: DTZ001 - below
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_fixed_timezone(0))


def _wrong(field: str, sentence: Text) -> Invalid:
    return Invalid(sentence, fields={field: [sentence]})


def _cursor(text: str) -> tuple[int, int]:
    if not text:
        return _END, _END
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise _wrong("cursor", _("This page is not there."))
    return int(found[1]), int(found[2])


def _messages(scope: _Scope) -> QuerySet[Message]:
    found = Message.objects.filter(scope.narrowed, room__in=list(scope.places), deleted_at=None)
    found = found.exclude(sender__user__in=scope.hidden) if scope.hidden else found
    if scope.has_file:
        found = found.filter(Exists(Attachment.objects.filter(message=OuterRef("pk"))))
    if scope.terms:
        found = found.filter(Matches("chat_message", scope.terms))
    return found.select_related("sender__user", "sender__guest")


def _whispers(scope: _Scope) -> QuerySet[Whisper]:
    me = next(iter(scope.places.values())).participant_id
    found = Whisper.objects.filter(Q(sender=me) | Q(to=me), scope.narrowed, room__in=list(scope.places))
    if scope.hidden:
        found = found.exclude(sender__user__in=scope.hidden).exclude(to__user__in=scope.hidden)
    if scope.has_file:
        return found.none()
    if scope.terms:
        found = found.filter(Matches("chat_whisper", scope.terms))
    return found.select_related("sender__user", "sender__guest", "to__user", "to__guest")


def _hits(viewer: Viewer, scope: _Scope, page: list[Message | Whisper]) -> list[SearchHit]:
    shown = {one.room_id: scope.places[one.room_id].room for one in page}
    people = {one.sender_id for one in page} | {one.to_id for one in page if isinstance(one, Whisper)}
    known = {
        (place.room_id, place.participant_id): place
        for place in rooms.places().filter(room__in=shown, participant__in=people)
    }
    partners = _partners(viewer, [room for room in shown.values() if room.kind == Room.Kind.DIRECT])
    return [_hit(one, shown[one.room_id], known, partners, scope.terms) for one in page]


def _hit(
    one: Message | Whisper,
    room: Room,
    known: dict[tuple[int, int], Membership],
    partners: dict[int, Membership],
    terms: list[Term],
) -> SearchHit:
    place = known.get((room.pk, one.sender_id))
    partner = partners.get(room.pk)
    picture = getattr(place, "picture", "") if place else ""
    n = one.n if isinstance(one, Message) else one.after
    talk = partner.participant.user if partner else None
    to = _called(known, one.room_id, one.to) if isinstance(one, Whisper) else None
    return SearchHit(
        kind="message" if isinstance(one, Message) else "whisper",
        id=one.pk,
        room=room.pk,
        room_name=talk.full_name if talk else room.name,
        address=f"/messages/{talk.username}/#m{n}" if talk else f"/r/{room.code}/#m{n}",
        n=n,
        sender=one.sender_id,
        name=_called(known, one.room_id, one.sender),
        username=one.sender.user.username if one.sender.user else None,
        avatar=f"/files/{picture}/{PICTURE_SIDE}.webp" if picture else None,
        to_name=to,
        at=iso(one.at),
        snippet=snippet_of(one.body, terms),
    )


def _called(known: dict[tuple[int, int], Membership], room_id: int, who: Participant) -> str:
    place = known.get((room_id, who.pk))
    return (place.display_name if place else "") or name_of(who)


def _partners(viewer: Viewer, talks: list[Room]) -> dict[int, Membership]:
    """Return the other one's place in each of these conversations of two."""
    me = _person(viewer)
    found = rooms.places().filter(room__in=talks).exclude(participant__user=me)
    return {place.room_id: place for place in found}
