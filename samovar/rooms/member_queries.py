"""Who belongs to a room, who may not come back, and the links to it. Nothing here writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.lookups import Contains

from samovar.accounts.models import User
from samovar.core.text import fold_username
from samovar.people.folding import Fold
from samovar.people.online_queries import presences_for
from samovar.people.queries import visible_to
from samovar.rooms import member_rules, rules
from samovar.rooms.events import Person
from samovar.rooms.models import Ban, InviteLink, Membership, Room

PAGE = 50
_CURSOR = re.compile(r"(\d)\.(\d{1,18})")
_RANK = Case(
    When(role=Membership.Role.OWNER, then=Value(0)),
    When(role=Membership.Role.HOST, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a room; ``online`` and ``away`` as the viewer may see it."""

    person: Person
    online: bool
    away: bool


@dataclass(frozen=True)
class MemberPage:
    """Owner, hosts, then members as they came; ``next`` is the cursor of those after them, "" at the end."""

    members: list[Member]
    next: str


def members_for(*, viewer: User, room_id: int, text: str = "", cursor: str = "") -> MemberPage:
    """Return a page of the people with an account who belong to the room, for one of them.

    Nobody in a block with the viewer (C5). NotFound, Denied.
    """
    room = rules.require_member(viewer, room_id).room
    found = rules.places().filter(room=room, participant__user__in=visible_to(viewer)).annotate(rank=_RANK)
    if words := text.strip()[:100]:
        named = [Fold("display_name"), Fold("participant__user__username")]
        key = fold_username(words).removeprefix("@")
        found = found.filter(Q(Contains(named[0], key)) | Q(Contains(named[1], key)))
    if behind := _CURSOR.fullmatch(cursor):
        rank, last = int(behind[1]), int(behind[2])
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, pk__gt=last))
    places = list(found.order_by("rank", "pk")[: PAGE + 1])
    here = presences_for(viewer=viewer)
    states = [(Person.of(place), here.state_of(place.participant.user_id or 0)) for place in places[:PAGE]]
    shown = [Member(person, state != "offline", state == "away") for person, state in states]
    last_place = places[PAGE - 1] if len(places) > PAGE else None
    return MemberPage(shown, f"{last_place.rank}.{last_place.pk}" if last_place else "")


def banned_for(*, viewer: User, room_id: int) -> list[Person]:
    """Return the people with an account who may not come back, the last one first; hosts alone see them."""
    rules.require_host(viewer, room_id)
    bans = Ban.objects.filter(room_id=room_id, participant__user__isnull=False).select_related(
        "participant__user"
    )
    return [
        Person(
            id=ban.participant_id,
            user=ban.participant.user_id,
            username=ban.participant.user.username,
            name=ban.participant.user.full_name,
            role="member",
        )
        for ban in bans.order_by("-pk")[:PAGE]
        if ban.participant.user
    ]


def links_for(*, viewer: User, room_id: int) -> list[InviteLink]:
    """Return the links that still lead into the room, the newest first: hosts see all, others their own."""
    member = member_rules.require_linker(viewer, room_id)
    links = member_rules.open_links().filter(room_id=room_id).select_related("creator").order_by("-pk")
    return list(links if rules.is_host(member) else links.filter(creator=viewer))


def link_of_word(*, word: str) -> InviteLink | None:
    """Return the link, with its room and who made it, if it still leads somewhere."""
    return _open().filter(word=word).first()


def count_of(*, room: Room) -> int:
    """Return how many people with an account belong to the room."""
    return Membership.objects.filter(room=room, participant__user__isnull=False).count()


def _open() -> QuerySet[InviteLink]:
    return member_rules.open_links().select_related("room", "creator")
