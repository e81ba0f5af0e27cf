"""Who is online as a viewer may see it, and who may hear of somebody. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from samovar.accounts.models import User
from samovar.people.models import Circle, Follow, Privacy, Profile
from samovar.people.online import online
from samovar.people.privacy_rules import can_see_online
from samovar.people.queries import blocked_ids, blocked_ids_of


@dataclass(frozen=True)
class Presences:
    """Who is online as one viewer sees it; ``away`` are those of them who look at nothing just now."""

    online: frozenset[int]
    away: frozenset[int]

    def state_of(self, user_id: int) -> str:
        """Return "online", "away" or "offline"."""
        if user_id in self.away:
            return "away"
        return "online" if user_id in self.online else "offline"


def presences_for(*, viewer: User) -> Presences:
    """Return who is online and who of them is away, as the viewer may see it."""
    here = online_ids_for(viewer=viewer)
    return Presences(here, here & online.away_ids())


def last_seen_for(*, viewer: User, person: User) -> datetime | None:
    """Return the end of the person's last time online, None where the viewer may not know or nobody does."""
    if not can_see_online(viewer, person):
        return None
    return Profile.objects.filter(user=person).values_list("seen_at", flat=True).first()


def online_ids_for(*, viewer: User) -> frozenset[int]:
    """Return the ids of people the viewer sees to be online; nobody in a block, nobody who hides it."""
    here = online.ids() - blocked_ids(viewer=viewer)
    choosy = Privacy.objects.filter(user__in=here).exclude(online=Circle.EVERYBODY).exclude(user=viewer)
    follows = Follow.objects.filter(follower=OuterRef("user"), followed=viewer)
    hiding = choosy.exclude(Exists(follows), online=Circle.FOLLOWED)
    return frozenset(here.difference(hiding.values_list("user", flat=True)))


@dataclass(frozen=True)
class Audience:
    """Who hears whether one person is online: all (``circle`` None) or these ids, but nobody ``hidden``."""

    circle: frozenset[int] | None
    hidden: frozenset[int]


def audiences_of(*, people: set[int]) -> dict[int, Audience]:
    """Return for each of these ids who may hear of that person, in a few queries for all of them."""
    choosy = Privacy.objects.filter(user__in=people).exclude(online=Circle.EVERYBODY)
    circles = dict(choosy.values_list("user", "online"))
    heard: dict[int, set[int]] = {user_id: set() for user_id in circles}
    open_to_followed = [user_id for user_id, circle in circles.items() if circle == Circle.FOLLOWED]
    if open_to_followed:
        follows = Follow.objects.filter(follower__in=open_to_followed, followed__in=online.ids())
        for user_id, other in follows.values_list("follower", "followed"):
            heard[user_id].add(other)
    hidden = blocked_ids_of(people=people)
    return {
        user_id: Audience(
            circle=frozenset(heard[user_id]) if user_id in circles else None,
            hidden=frozenset(hidden[user_id]),
        )
        for user_id in people
    }
