"""Following, and telling of oneself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from samovar.accounts.models import User
from samovar.people import signals
from samovar.people.follow_rules import require_can_follow, require_fit_profile
from samovar.people.locks import lock_people
from samovar.people.models import Answer, Block, Follow, FollowRequest, Mute, Privacy, Profile
from samovar.people.privacy_rules import privacy_of
from samovar.people.queries import person_to_block_for

_NAMES = ("first_name", "last_name")


@transaction.atomic
def follow_person(*, actor: User, username: str) -> User:
    """Follow somebody, or ask to where the account is private; twice is once.

    Raises NotFound, Conflict while one blocks him, Invalid for oneself, Denied where it is not wanted.
    """
    person = person_to_block_for(viewer=actor, username=username)
    lock_people(actor, person)
    if Follow.objects.filter(follower=actor, followed=person).exists():
        return person
    require_can_follow(actor, person)
    if privacy_of(person).private:
        _ask_to_follow(actor, person)
    else:
        start_follow(follower=actor, followed=person)
    return person


def start_follow(*, follower: User, followed: User) -> None:
    """Let one follow the other from now on, in the transaction that locked both and judged it."""
    _make_profiles(follower, followed)
    _follow, is_new = Follow.objects.get_or_create(follower=follower, followed=followed)
    if is_new:
        _count(follower, followed, 1)
        signals.followed.send(sender=Follow, follower=follower, followed=followed)


def _ask_to_follow(follower: User, followed: User) -> None:
    _request, is_new = FollowRequest.objects.get_or_create(follower=follower, followed=followed)
    if is_new:
        signals.follow_requested.send(sender=FollowRequest, follower=follower, followed=followed)


def end_request(*, follower: User, followed: User) -> bool:
    """Take a wish to follow away, however it was answered; say whether there was one."""
    deleted, _tables = FollowRequest.objects.filter(follower=follower, followed=followed).delete()
    if deleted:
        signals.follow_request_gone.send(sender=FollowRequest, follower=follower, followed=followed)
    return bool(deleted)


@transaction.atomic
def unfollow_person(*, actor: User, username: str) -> User:
    """Stop following, or asking to; nothing happens when one does neither. Raises NotFound."""
    person = person_to_block_for(viewer=actor, username=username)
    lock_people(actor, person)
    end_request(follower=actor, followed=person)
    end_follow(actor, person)
    return person


def end_follows_between(*, actor: User, other: User) -> None:
    """A block takes the follows of both directions away (B01), in its own transaction."""
    end_request(follower=actor, followed=other)
    end_request(follower=other, followed=actor)
    end_follow(actor, other)
    end_follow(other, actor)


def end_follow(follower: User, followed: User) -> None:
    """End a follow if there is one, in the transaction that locked both."""
    deleted, _tables = Follow.objects.filter(follower=follower, followed=followed).delete()
    if deleted:
        _count(follower, followed, -1)
        signals.unfollowed.send(sender=Follow, follower=follower, followed=followed)


def _count(follower: User, followed: User, by: int) -> None:
    Profile.objects.filter(user=follower).update(following_count=F("following_count") + by)
    Profile.objects.filter(user=followed).update(follower_count=F("follower_count") + by)


def _make_profiles(*people: User) -> None:
    Profile.objects.bulk_create([Profile(user=person) for person in people], ignore_conflicts=True)


@transaction.atomic
def edit_profile(*, actor: User, fields: dict[str, str], links: Iterable[str]) -> Profile:
    """Change what ``actor`` tells; ``fields`` are names of texts (see follow_rules.LENGTHS), "" clears one.

    Raises Invalid with a sentence per field.
    """
    texts = {name: text.strip() for name, text in fields.items()}
    kept = require_fit_profile(texts, links)
    names = {name: texts.pop(name) for name in _NAMES if name in texts}
    if names:
        User.objects.filter(pk=actor.pk).update(**names)
    profile, _is_new = Profile.objects.update_or_create(user=actor, defaults={**texts, "links": kept})
    return profile


@transaction.atomic
def change_picture(*, actor: User, name: str) -> str:
    """Show the stored picture ``name`` as the actor's face, "" for initials. Returns the former name."""
    _make_profiles(actor)
    profile = Profile.objects.select_for_update().get(user=actor)
    former, profile.picture = profile.picture, name
    profile.save(update_fields=["picture"])
    return former


@transaction.atomic
def erase_person(*, person: User, portion: int) -> bool:
    """Delete the bonds and the profile of somebody who is being deleted; say whether there may be more."""
    follows = Follow.objects.filter(Q(follower=person) | Q(followed=person))
    found = list(follows.select_related("follower", "followed").order_by("pk")[:portion])
    for follow in found:
        end_follow(follow.follower, follow.followed)
    if len(found) < portion:
        Block.objects.filter(Q(blocker=person) | Q(blocked=person)).delete()
        Answer.objects.filter(Q(person=person) | Q(other=person)).delete()
        Mute.objects.filter(Q(muter=person) | Q(muted=person)).delete()
        FollowRequest.objects.filter(Q(follower=person) | Q(followed=person)).delete()
        Privacy.objects.filter(user=person).delete()
        Profile.objects.filter(user=person).delete()
    return len(found) == portion
