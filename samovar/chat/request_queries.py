"""Conversations that wait for the viewer to say yes or no: they are in a list of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from samovar.accounts.models import User
from samovar.chat.models import Message
from samovar.people.follow_queries import with_pictures
from samovar.people.models import Answer, Circle, Follow
from samovar.people.privacy_rules import privacy_of
from samovar.people.queries import visible_to
from samovar.rooms.models import Membership, Room

PAGE = 50
PREVIEW = 200  # characters


@dataclass(frozen=True)
class Request:
    """Somebody wrote first; ``text`` is how it begins."""

    person: User
    text: str
    position: int


def asking_room_ids(*, viewer: User) -> QuerySet[Any, Any] | list[int]:
    """Return the conversations of whom the viewer has not let in, also those he said no to."""
    if privacy_of(viewer).messages == Circle.EVERYBODY:
        return []
    return _asking(viewer).values_list("room_id", flat=True)


def requests_for(*, viewer: User, before: int | None = None) -> list[Request]:
    """Return a page of who wrote and waits for an answer, the last one first."""
    if privacy_of(viewer).messages == Circle.EVERYBODY:
        return []
    said_no = Answer.objects.filter(person=viewer, other=OuterRef("other"))
    first = Message.objects.filter(room=OuterRef("room"), deleted_at=None).order_by("n")
    places = _asking(viewer).filter(~Exists(said_no), other__in=visible_to(viewer).values("pk"))
    places = places.annotate(text=Subquery(first.values("body")[:1])).order_by("-pk")
    if before is not None:
        places = places.filter(pk__lt=before)
    found = list(places[:PAGE])
    people = with_pictures(User.objects.filter(pk__in=[place.other for place in found])).in_bulk()
    return [Request(people[place.other], (place.text or "")[:PREVIEW], place.pk) for place in found]


def is_asked(*, viewer: User, room: Room) -> bool:
    """Say whether this conversation waits for the viewer to say yes or no."""
    return privacy_of(viewer).messages != Circle.EVERYBODY and _asking(viewer).filter(room=room).exists()


def _asking(viewer: User) -> QuerySet[Any]:
    """Return the viewer's places in conversations where only the other one, not let in, has written."""
    other = Membership.objects.filter(room=OuterRef("room")).exclude(participant__user=viewer)
    mine = Message.objects.filter(room=OuterRef("room"), sender=OuterRef("participant"))
    places = Membership.objects.filter(
        participant__user=viewer, room__kind=Room.Kind.DIRECT, room__closed_at=None, room__last_n__gt=0
    )
    places = places.filter(~Exists(mine)).annotate(other=Subquery(other.values("participant__user")[:1]))
    let_in = Answer.objects.filter(person=viewer, other=OuterRef("other"), yes=True)
    staff = User.objects.filter(pk=OuterRef("other"), is_staff=True)
    places = places.filter(~Exists(let_in), ~Exists(staff))
    if privacy_of(viewer).messages == Circle.FOLLOWED:
        followed = Follow.objects.filter(follower=viewer, followed=OuterRef("other"))
        places = places.filter(~Exists(followed))
    return places
