"""Muting: seeing nothing of somebody, who is not told (B41)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Invalid
from samovar.core.housekeeping import delete_in_portions
from samovar.people.models import Mute
from samovar.people.queries import person_for

# How long a mute lasts, by what the form calls it; None is for good.
SPANS: dict[str, timedelta | None] = {
    "ever": None,
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}


@transaction.atomic
def mute_person(*, actor: User, username: str, span: str = "ever", notifications: bool = True) -> Mute:
    """Hide what somebody posts, and unless ``notifications`` is False what one is told of that person.

    Muting again changes how. ``span`` is one of ``SPANS``. Raises NotFound, Invalid.
    """
    person = person_for(viewer=actor, username=username)
    if person.pk == actor.pk:
        raise Invalid(_("You cannot mute yourself."), code="oneself")
    mute, _is_new = Mute.objects.update_or_create(
        muter=actor, muted=person, defaults={"notifications": notifications, "until": _end_of(span)}
    )
    return mute


def _end_of(span: str) -> datetime | None:
    if span not in SPANS:
        raise Invalid(fields={"span": [_("Choose how long.")]})
    length = SPANS[span]
    return None if length is None else timezone.now() + length


def unmute_person(*, actor: User, username: str) -> User:
    """See somebody again; nothing happens when he is not muted. Raises NotFound."""
    person = person_for(viewer=actor, username=username)
    Mute.objects.filter(muter=actor, muted=person).delete()
    return person


def forget_mutes() -> int:
    """Delete the mutes whose time is over; they counted no more since then."""
    return delete_in_portions(Mute.objects.filter(until__lt=timezone.now()))
