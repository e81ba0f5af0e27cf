"""Choosing by which ways one is told, and on which devices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from samovar.accounts.models import Session, User
from samovar.core.errors import Invalid
from samovar.notifications.models import Choice, PushDevice
from samovar.notifications.queries import device_for
from samovar.notifications.rules import require_room_for_device, require_subscription
from samovar.notifications.texts import ALWAYS, KINDS


@dataclass(frozen=True)
class Wanted:
    """Kinds to be told of on the page, by mail, on devices, and how often mail may come; None: as it is."""

    page: Collection[str] | None = None
    mail: Collection[str] | None = None
    push: Collection[str] | None = None
    digest: str | None = None


def choose_ways(*, actor: User, wanted: Wanted) -> None:
    """Tell the actor by these ways from now on. Raises Invalid for what does not exist."""
    chosen = {"unwanted": wanted.page, "unmailed": wanted.mail, "unpushed": wanted.push}
    defaults: dict[str, list[str] | str] = {
        name: _others(kinds) for name, kinds in chosen.items() if kinds is not None
    }
    if wanted.digest is not None:
        if wanted.digest not in Choice.Digest.values:
            raise Invalid
        defaults["digest"] = wanted.digest
    Choice.objects.update_or_create(user=actor, defaults=defaults)


def _others(wanted: Collection[str]) -> list[str]:
    if not KINDS.issuperset(wanted):
        raise Invalid
    return sorted(KINDS.difference(wanted, ALWAYS))


def stop_digest(*, actor: User) -> None:
    """Mail the actor no digest any more; what the link in each of them does."""
    choose_ways(actor=actor, wanted=Wanted(digest=Choice.Digest.NEVER))


@transaction.atomic
def add_device(*, actor: User, session: Session, endpoint: str, p256dh: str, auth: str) -> PushDevice:
    """Tell this browser too, as long as the login it is in. Sent twice it is one. Invalid, Conflict."""
    require_subscription(endpoint, p256dh, auth)
    ended = Q(session__ended_at__isnull=False)
    PushDevice.objects.filter(Q(endpoint=endpoint) | (Q(user=actor) & ended)).delete()
    require_room_for_device(actor)
    return PushDevice.objects.create(user=actor, session=session, endpoint=endpoint, p256dh=p256dh, auth=auth)


def remove_device(*, actor: User, device_id: int) -> None:
    """Tell a browser no more. Raises NotFound for somebody else's."""
    device_for(viewer=actor, device_id=device_id).delete()
