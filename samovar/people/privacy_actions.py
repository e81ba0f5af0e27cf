"""Whom one lets come near: choices, and answers to who asks to follow."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from samovar.accounts.models import User
from samovar.core.errors import NotFound
from samovar.people import signals
from samovar.people.follow_actions import end_follow, end_request, start_follow
from samovar.people.locks import lock_people
from samovar.people.models import Answer, Follow, FollowRequest, Privacy
from samovar.people.online_actions import tell_anew
from samovar.people.queries import person_for
from samovar.people.rules import NOBODY

_AT_ONCE = 200


@dataclass(frozen=True)
class Wishes:
    """What somebody chose; the first four are of ``models.Circle``."""

    messages: str
    calls: str
    follows: str
    online: str
    private: bool


def choose_privacy(*, actor: User, wishes: Wishes) -> Privacy:
    """Keep what the actor chose. Who opens a private account lets in everybody who asked to follow."""
    choices = vars(wishes)
    with transaction.atomic():
        lock_people(actor)
        privacy, _is_new = Privacy.objects.update_or_create(user=actor, defaults=choices)
    if not wishes.private:
        _let_all_in(actor)
    tell_anew(actor=actor)
    return privacy


def _let_all_in(actor: User) -> None:
    while waiting := list(_requests_to(actor)[:_AT_ONCE]):
        for request in waiting:
            with transaction.atomic():
                _accept(actor, request.follower)


def _requests_to(actor: User) -> QuerySet[FollowRequest]:
    return FollowRequest.objects.filter(followed=actor).select_related("follower").order_by("pk")


@transaction.atomic
def accept_follower(*, actor: User, username: str) -> User:
    """Let somebody follow who asked to. Raises NotFound when nobody of that name asks."""
    follower = person_for(viewer=actor, username=username)
    if not _accept(actor, follower):
        raise NotFound(NOBODY, code="person_not_found")
    return follower


def _accept(actor: User, follower: User) -> bool:
    lock_people(actor, follower)
    if not end_request(follower=follower, followed=actor):
        return False
    start_follow(follower=follower, followed=actor)
    signals.follow_accepted.send(sender=Follow, follower=follower, followed=actor)
    return True


@transaction.atomic
def decline_follower(*, actor: User, username: str) -> User:
    """Say no, of which nobody is told; declining twice is declining once. Raises NotFound."""
    follower = person_for(viewer=actor, username=username)
    lock_people(actor, follower)
    end_request(follower=follower, followed=actor)
    return follower


@transaction.atomic
def remove_follower(*, actor: User, username: str) -> User:
    """Let somebody follow no more, of which nobody is told. Raises NotFound."""
    follower = person_for(viewer=actor, username=username)
    lock_people(actor, follower)
    end_follow(follower, actor)
    return follower


@transaction.atomic
def answer_writer(*, actor: User, username: str, yes: bool) -> User:
    """Let somebody write who asked to by writing, or not; he is not told of a no. Raises NotFound."""
    other = person_for(viewer=actor, username=username)
    Answer.objects.update_or_create(person=actor, other=other, defaults={"yes": yes})
    return other
