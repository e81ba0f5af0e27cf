"""Whom a person lets come near: who may write, call, follow, and see whether the person is online.

Every answer here comes on top of ``rules.can_interact``; nothing here writes.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Denied
from samovar.people.models import Answer, Circle, Follow, Privacy
from samovar.people.rules import can_interact


def privacy_of(person: User) -> Privacy:
    """Return what the person chose; unsaved and open to everybody when nothing was chosen."""
    return Privacy.objects.filter(user=person).first() or Privacy(user=person)


def is_within(person: User, circle: str, other: User) -> bool:
    """Say whether ``other`` is in the ``circle`` that ``person`` chose. Everybody is in the own ones."""
    if person.pk == other.pk or circle == Circle.EVERYBODY:
        return True
    return circle == Circle.FOLLOWED and Follow.objects.filter(follower=person, followed=other).exists()


def can_message_directly(actor: User, person: User) -> bool:
    """Say whether a first message reaches ``person`` without being asked for. Staff's does (B26)."""
    return actor.is_staff or is_within(person, privacy_of(person).messages, actor)


def has_let_in(person: User, other: User) -> bool:
    """Say whether ``person`` accepted what ``other`` wrote."""
    return Answer.objects.filter(person=person, other=other, yes=True).exists()


def takes_message_requests(person: User) -> bool:
    """Who lets nobody write is not asked either."""
    return privacy_of(person).messages != Circle.NOBODY


def can_call(actor: User, person: User) -> bool:
    return is_within(person, privacy_of(person).calls, actor)


def require_can_call(actor: User, person: User) -> None:
    """Raise Denied (``calls_not_wanted``) when the person takes no calls from the actor."""
    if not can_call(actor, person):
        raise Denied(_("This person does not take calls from you."), code="calls_not_wanted")


def can_follow(actor: User, person: User) -> bool:
    return is_within(person, privacy_of(person).follows, actor)


def require_follows_wanted(actor: User, person: User) -> None:
    """Raise Denied (``follows_not_wanted``) when the person takes no followers, or not this one."""
    if not can_follow(actor, person):
        raise Denied(_("This person does not take new followers."), code="follows_not_wanted")


def can_see_online(viewer: User, person: User) -> bool:
    """Say whether the viewer sees that the person is online, and since when not. Not across a block (B37)."""
    return can_interact(viewer, person) and is_within(person, privacy_of(person).online, viewer)


def can_see_circle(viewer: User, person: User) -> bool:
    """Say whether the viewer sees posts, followers and followings: of a private account, who follows."""
    if person.pk == viewer.pk or not privacy_of(person).private:
        return True
    return Follow.objects.filter(follower=viewer, followed=person).exists()


def require_can_see_circle(viewer: User, person: User) -> None:
    """Raise Denied (``private_account``) for who does not follow somebody whose account is private."""
    if not can_see_circle(viewer, person):
        raise Denied(_("This account is private. Only followers see this."), code="private_account")
