"""What the feed answers when something happens beneath it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.core.errors import NotFound
from samovar.feed.actions import part_people
from samovar.feed.erasing_actions import erase_person
from samovar.feed.queries import post_for
from samovar.feed.rules import can_see_begun
from samovar.files.access import shown_by
from samovar.people.signals import blocked as person_blocked


@receiver(person_blocked, dispatch_uid="feed.part_people")
def on_blocked(*, blocker: User, blocked: User, **_kwargs: Any) -> None:
    part_people(actor=blocker, other=blocked)


@receiver(erasing, dispatch_uid="feed.erase_person")
def on_erasing(*, person: User, ghost: User, **_kwargs: Any) -> bool:
    return erase_person(person=person, ghost=ghost, portion=PORTION)


def _can_fetch(viewer: User, post_id: int) -> bool:
    try:
        post_for(viewer=viewer, post_id=post_id)
    except NotFound:
        return False
    return True


shown_by("post", _can_fetch)
shown_by("begun", can_see_begun)
