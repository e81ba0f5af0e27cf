"""What a viewer sees of people."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.db.models.functions import Concat
from django.db.models.lookups import Contains, Exact, StartsWith

from samovar.accounts.change_queries import owner_of_former_name
from samovar.accounts.models import User
from samovar.accounts.queries import verified_people
from samovar.core.errors import NotFound
from samovar.core.text import fold_username
from samovar.people.folding import Fold
from samovar.people.models import Block
from samovar.people.rules import NOBODY, has_blocked

FOUND_MAX = 30
_NAMES = Concat("first_name", Value(" "), "last_name", Value(" "), "username")


@dataclass(frozen=True)
class Profile:
    """A person as the viewer sees him. Of somebody ``blocked`` by the viewer only the name is shown (B12)."""

    person: User
    is_own: bool
    blocked: bool


def visible_to(viewer: User | AnonymousUser) -> QuerySet[User]:
    """Return everybody the viewer may see, the viewer too: verified, active, in no block with the viewer.

    Staff sees also who blocked them (B26).
    """
    if isinstance(viewer, AnonymousUser):
        return User.objects.none()
    by_viewer = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))
    # Two anti-joins: one condition with OR would not use the indexes.
    return _not_blocking(viewer).filter(~Exists(by_viewer))


def _not_blocking(viewer: User) -> QuerySet[User]:
    """Return everybody who did not block the viewer, or cannot: staff reaches everybody."""
    if viewer.is_staff:
        return verified_people()
    return verified_people().filter(~Exists(Block.objects.filter(blocker=OuterRef("pk"), blocked=viewer)))


def person_for(*, viewer: User, username: str) -> User:
    """Return a person the viewer may see, or raise NotFound."""
    return _named(visible_to(viewer), username)


def person_by_username(*, viewer: User, username: str) -> User | None:
    """Return a person the viewer may see, or None."""
    return visible_to(viewer).filter(username_key=fold_username(username)).first()


def profile_for(*, viewer: User, username: str) -> Profile:
    """Return the profile; somebody the viewer blocked is still found, to be unblocked. Else NotFound."""
    person = _visible_or_blocked(viewer, username)
    return Profile(person, is_own=person.pk == viewer.pk, blocked=has_blocked(viewer, person))


def person_to_block_for(*, viewer: User, username: str) -> User:
    """Return somebody visible or already blocked by the viewer, or raise NotFound."""
    return _visible_or_blocked(viewer, username)


def search_people(*, viewer: User, text: str) -> QuerySet[User]:
    """Return others with all the words of ``text`` in first name, last name or username.

    Who is called exactly so comes first, then whose name begins so, each by name.
    """
    found = with_words(visible_to(viewer).exclude(pk=viewer.pk), text)
    return found.order_by(*_likeness(text), "first_name", "last_name", "username_key")


def _likeness(text: str) -> list[Case]:
    """Order by how well a name fits, in the database: of many who are found only the first are read."""
    if not (asked := " ".join(_words(text))):
        return []
    whole = Fold(Concat("first_name", Value(" "), "last_name"))
    names = (Fold("first_name"), Fold("last_name"), whole)
    exact = [When(Exact(name, asked), then=Value(1)) for name in names]
    begun = [When(StartsWith(name, asked), then=Value(2)) for name in (Fold("username"), *names)]
    return [Case(When(username_key=asked, then=Value(0)), *exact, *begun, default=Value(3))]


def blocked_ids(*, viewer: User) -> set[int]:
    """Return the ids of all in a block with the viewer, whoever made it."""
    return blocked_ids_of(people={viewer.pk})[viewer.pk]


def blocked_ids_of(*, people: Collection[int]) -> dict[int, set[int]]:
    """Return for each of these ids those of all in a block with that person. Staff sees who blocked them."""
    found: dict[int, set[int]] = {user_id: set() for user_id in people}
    for blocker, blocked in Block.objects.filter(blocker__in=people).values_list("blocker_id", "blocked_id"):
        found[blocker].add(blocked)
    by_others = Block.objects.filter(blocked__in=people, blocked__is_staff=False)
    for blocker, blocked in by_others.values_list("blocker_id", "blocked_id"):
        found[blocked].add(blocker)
    return found


def ids_blocked_by(*, viewer: User) -> set[int]:
    """Return the ids of those whom the viewer has blocked himself."""
    return set(Block.objects.filter(blocker=viewer).values_list("blocked_id", flat=True))


def newest_people_for(*, viewer: User, limit: int) -> list[User]:
    """Return who came last, to meet somebody."""
    return list(visible_to(viewer).exclude(pk=viewer.pk).order_by("-pk")[:limit])


def blocked_people_for(*, viewer: User, text: str = "") -> list[User]:
    """Return whom the viewer has blocked, the last one first."""
    blocks = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"), inherited=False)
    blocked = User.objects.filter(Exists(blocks))
    return list(with_words(blocked, text).order_by("first_name", "last_name", "username_key"))


def _visible_or_blocked(viewer: User, username: str) -> User:
    by_viewer = Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))
    # A block by the viewer is answered for even when the other has blocked the viewer as well.
    asked_for = verified_people().filter(Exists(by_viewer.filter(inherited=False)))
    visible = _not_blocking(viewer).filter(~Exists(by_viewer.filter(inherited=True))) | asked_for
    return _named(visible, username)


def _named(people: QuerySet[User], username: str) -> User:
    person = people.filter(username_key=fold_username(username)).first()
    if person is None and (former := owner_of_former_name(username)) is not None:
        person = people.filter(pk=former.pk).first()
    if person is None:
        raise NotFound(NOBODY, code="person_not_found")
    return person


def with_words(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Narrow ``people`` to those with all the words of ``text`` in their names."""
    names = Fold(_NAMES)
    return people.filter(*(Contains(names, word) for word in _words(text)))


def _words(text: str) -> list[str]:
    return fold_username(text[:100]).removeprefix("@").split()
