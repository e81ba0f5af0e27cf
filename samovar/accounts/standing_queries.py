"""Who waits to be let in, who is shut out, and who may invite: for staff."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from samovar.accounts.models import Application, Invitation, Suspension, User
from samovar.accounts.rules import live_invitations, require_staff


def applications_for(*, viewer: User) -> QuerySet[Application]:
    """Return who waits to be let in and has confirmed the address, the first one first. NotFound."""
    require_staff(viewer)
    waiting = Application.objects.filter(user__verified_at__isnull=False)
    return waiting.select_related("user").order_by("pk")


def invitations_for(*, viewer: User) -> QuerySet[Invitation]:
    """Return the invitations that still work, the last one first. NotFound."""
    require_staff(viewer)
    return live_invitations().select_related("maker").order_by("-pk")


def suspension_of(person: User) -> Suspension | None:
    """Return what shuts the person out, or None."""
    return Suspension.objects.filter(user=person).first()


def suspensions_for(*, viewer: User) -> QuerySet[Suspension]:
    """Return who is shut out, the last one first. NotFound."""
    require_staff(viewer)
    return Suspension.objects.select_related("user").order_by("-at", "-pk")


def is_over(suspension: Suspension) -> bool:
    return suspension.until is not None and suspension.until <= timezone.now()
