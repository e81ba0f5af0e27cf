"""Who follows whom, whom one may know, and what people tell of themselves, as a viewer sees it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from samovar.accounts.models import User
from samovar.people.models import Block, Follow, FollowRequest, Mute, Profile
from samovar.people.privacy_rules import require_can_see_circle
from samovar.people.queries import profile_for, visible_to, with_words

PAGE = 30
SUGGESTED = 3
# Suggestions look at so many followings of so many followed people, and choose among so many.
_CLOSE, _LOOKED_AT, _CANDIDATES = 200, 2000, 50


@dataclass(frozen=True)
class Bonds:
    """Whom the viewer follows, who is hidden because of a block, and whom the viewer mutes; ids of people."""

    followed: frozenset[int]
    blocked: frozenset[int]
    muted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class FollowRow:
    """A person in a list; ``position`` is the keyset cursor of the row.

    ``requested``: the viewer asked to follow, and waits for an answer.
    """

    person: User
    followed: bool
    is_own: bool
    position: int
    requested: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Somebody to follow; ``common`` of the viewer's followings follow this person."""

    person: User
    common: int


def details_of(person: User) -> Profile:
    """Return what the person tells; unsaved and empty when nothing was told yet."""
    return Profile.objects.filter(user=person).first() or Profile(user=person)


@dataclass(frozen=True)
class Told:
    """A profile whole; ``details`` are empty of somebody ``blocked`` by the viewer (B12)."""

    person: User
    blocked: bool
    followed: bool
    requested: bool
    details: Profile


def told_for(*, viewer: User, username: str) -> Told:
    """Return what a person tells the viewer. NotFound."""
    shown = profile_for(viewer=viewer, username=username)
    if shown.blocked:
        nothing = Profile(user=shown.person)
        return Told(shown.person, blocked=True, followed=False, requested=False, details=nothing)
    return Told(
        shown.person,
        blocked=False,
        followed=is_following(viewer, shown.person),
        requested=has_requested(viewer, shown.person),
        details=details_of(shown.person),
    )


def picture_column(person: str) -> Coalesce:
    """Return an expression for the picture's name of the person in the column ``person`` ("" without one)."""
    found = Profile.objects.filter(user_id=OuterRef(person)).values("picture")[:1]
    return Coalesce(Subquery(found), Value(""))


def bonds_for(*, viewer: User) -> Bonds:
    """Return the ids of followings, of blocks either way (B26: not of staff's) and of mutes, in one query."""
    follows = _kind(Follow.objects.filter(follower=viewer), "f", "followed_id")
    by_viewer = _kind(Block.objects.filter(blocker=viewer), "b", "blocked_id")
    of_viewer = _kind(Block.objects.filter(blocked=viewer), "b", "blocker_id")
    if viewer.is_staff:
        of_viewer = of_viewer.none()
    mutes = _kind(mutes_of(viewer), "m", "muted_id")
    rows = list(follows.union(by_viewer, of_viewer, mutes, all=True))
    return Bonds(
        followed=frozenset(number for kind, number in rows if kind == "f"),
        blocked=frozenset(number for kind, number in rows if kind == "b"),
        muted=frozenset(number for kind, number in rows if kind == "m"),
    )


def follow_requests_for(*, viewer: User, before: int | None = None) -> list[FollowRow]:
    """Return a page of who asks to follow the viewer, the last one first."""
    people = visible_to(viewer).filter(pk=OuterRef("follower_id"))
    rows = FollowRequest.objects.filter(Exists(people), followed=viewer).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ends = list(rows.values_list("pk", "follower_id")[:PAGE])
    known = with_pictures(User.objects.filter(pk__in=[person for _row, person in ends])).in_bulk()
    return [FollowRow(known[pk], followed=False, is_own=False, position=row) for row, pk in ends]


def waiting_requests_for(*, viewer: User) -> int:
    """Return how many people ask to follow the viewer."""
    people = visible_to(viewer).filter(pk=OuterRef("follower_id"))
    return FollowRequest.objects.filter(Exists(people), followed=viewer).count()


def muted_people_for(*, viewer: User) -> list[Mute]:
    """Return the viewer's mutes that have not ended, the last one first, each with ``muted``."""
    seen = visible_to(viewer).filter(pk=OuterRef("muted_id"))
    return list(mutes_of(viewer).filter(Exists(seen)).select_related("muted").order_by("-pk"))


def _kind(rows: QuerySet[Any], letter: str, column: str) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.annotate(kind=Value(letter), number=F(column)).order_by()
    return found.values_list("kind", "number")


def mutes_of(viewer: User) -> QuerySet[Mute]:
    """Return the mutes of the viewer that have not ended."""
    return Mute.objects.filter(Q(until=None) | Q(until__gt=timezone.now()), muter=viewer)


def mute_of(viewer: User, person: User) -> Mute | None:
    return mutes_of(viewer).filter(muted=person).first()


def has_requested(viewer: User, person: User) -> bool:
    """Say whether the viewer asked to follow and waits for an answer."""
    return FollowRequest.objects.filter(follower=viewer, followed=person).exists()


def is_following(viewer: User, person: User) -> bool:
    return Follow.objects.filter(follower=viewer, followed=person).exists()


def newest_follower_ids(*, person: User, limit: int) -> list[int]:
    """Return the ids of who followed ``person`` last."""
    follows = Follow.objects.filter(followed=person).order_by("-id")
    return list(follows.values_list("follower_id", flat=True)[:limit])


def near_people_for(*, viewer: User, limit: int) -> list[User]:
    """Return whom the viewer followed last, then who followed the viewer last; nobody twice or in a block."""
    seen = visible_to(viewer)
    mine = Follow.objects.filter(Exists(seen.filter(pk=OuterRef("followed_id"))), follower=viewer)
    near = list(mine.order_by("-id").values_list("followed_id", flat=True)[:limit])
    if len(near) < limit:
        others = Follow.objects.filter(Exists(seen.filter(pk=OuterRef("follower_id"))), followed=viewer)
        more = others.exclude(follower__in=near).order_by("-id").values_list("follower_id", flat=True)
        near += more[: limit - len(near)]
    known = User.objects.in_bulk(near)
    return [known[pk] for pk in near]


def followers_for(
    *, viewer: User, person: User, text: str = "", before: int | None = None
) -> list[FollowRow]:
    """Return a page of who follows ``person``, newest first, without whom the viewer may not see. Denied."""
    require_can_see_circle(viewer, person)
    return _listed(viewer, Follow.objects.filter(followed=person), "follower_id", text, before)


def followings_for(
    *, viewer: User, person: User, text: str = "", before: int | None = None
) -> list[FollowRow]:
    """Return a page of whom ``person`` follows, newest first, without whom the viewer may not see. Denied."""
    require_can_see_circle(viewer, person)
    return _listed(viewer, Follow.objects.filter(follower=person), "followed_id", text, before)


def _listed(
    viewer: User, follows: QuerySet[Follow], column: str, text: str, before: int | None
) -> list[FollowRow]:
    people = with_words(visible_to(viewer), text)
    rows = follows.filter(Exists(people.filter(pk=OuterRef(column)))).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ends = list(rows.values_list("pk", column)[:PAGE])
    known = with_pictures(User.objects.filter(pk__in=[person for _row, person in ends])).in_bulk()
    followed = _followed_among(viewer, known)
    asked = _requested_among(viewer, known)
    return [FollowRow(known[pk], pk in followed, pk == viewer.pk, row, pk in asked) for row, pk in ends]


def _followed_among(viewer: User, people: dict[int, User]) -> set[int]:
    return set(
        Follow.objects.filter(follower=viewer, followed__in=people).values_list("followed_id", flat=True)
    )


def _requested_among(viewer: User, people: dict[int, User]) -> set[int]:
    asked = FollowRequest.objects.filter(follower=viewer, followed__in=people)
    return set(asked.values_list("followed_id", flat=True))


def blocks_for(*, viewer: User, text: str = "", before: int | None = None) -> list[FollowRow]:
    """Return a page of whom the viewer has blocked, the last one first."""
    people = with_words(User.objects.all(), text)
    rows = Block.objects.filter(blocker=viewer, inherited=False).order_by("-id")
    rows = rows.filter(Exists(people.filter(pk=OuterRef("blocked"))))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ends = list(rows.values_list("pk", "blocked_id")[:PAGE])
    known = User.objects.in_bulk([person for _row, person in ends])
    return [FollowRow(known[pk], followed=False, is_own=False, position=row) for row, pk in ends]


def with_pictures(people: QuerySet[User]) -> QuerySet[User]:
    """Let each person carry ``picture``, the name of the stored picture or ""."""
    return people.annotate(picture=picture_column("pk"))


def rows_for(*, viewer: User, people: list[User]) -> list[FollowRow]:
    """Return the people in their order, each with whether the viewer follows."""
    found = with_pictures(User.objects.all()).in_bulk([person.pk for person in people])
    known = {person.pk: found[person.pk] for person in people}
    followed = _followed_among(viewer, known)
    asked = _requested_among(viewer, known)
    return [
        FollowRow(person, pk in followed, pk == viewer.pk, pk, pk in asked) for pk, person in known.items()
    ]


def suggestions_for(*, viewer: User, followed: frozenset[int], limit: int = SUGGESTED) -> list[Suggestion]:
    """Return whom the viewer, who follows ``followed``, may know: by followings in common, then the newest.

    Never oneself, the followed, the unverified or anybody in a block with the viewer (S4-3.2).
    """
    asked = FollowRequest.objects.filter(follower=viewer, followed=OuterRef("pk"))
    strangers = visible_to(viewer).filter(~Exists(asked)).exclude(pk=viewer.pk)
    common = _in_common(viewer, followed)
    near = with_pictures(strangers.filter(pk__in=[pk for pk, _count in common.most_common(_CANDIDATES)]))
    found = sorted(near, key=lambda person: (-common[person.pk], -person.pk))[:limit]
    if len(found) < limit:
        mine = Follow.objects.filter(follower=viewer, followed=OuterRef("pk"))
        fresh = with_pictures(strangers.filter(~Exists(mine))).exclude(pk__in=[person.pk for person in found])
        found += fresh.order_by("-pk")[: limit - len(found)]
    return [Suggestion(person, common[person.pk]) for person in found]


def _in_common(viewer: User, followed: frozenset[int]) -> Counter[int]:
    """Count, for people the viewer does not follow, how many of those the viewer follows follow them."""
    near = sorted(followed, reverse=True)[:_CLOSE]
    ends = Follow.objects.filter(follower__in=near).order_by("-id").values_list("followed_id", flat=True)
    looked_at = ends[:_LOOKED_AT] if near else ()
    return Counter(end for end in looked_at if end not in followed and end != viewer.pk)


def recount_for(person: User) -> tuple[int, int]:
    """Return followers and followings, counted anew."""
    return Follow.objects.filter(followed=person).count(), Follow.objects.filter(follower=person).count()
