"""What accounts forget by themselves."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from samovar.accounts.models import Login, Mail, Session
from samovar.core.housekeeping import delete_in_portions

SESSIONS_KEPT = timedelta(days=365)
LOGINS_KEPT = timedelta(days=365)
GUESTS_KEPT = timedelta(days=30)
MAILS_KEPT = timedelta(days=30)
MAILS = 500


def _over_for(time: timedelta) -> Q:
    before = timezone.now() - time
    return Q(ended_at__lt=before) | Q(ended_at=None, expires_at__lt=before)


def forget_sessions(*, actor: None) -> int:
    """Delete people's logins that ended a year ago, and from where guests came a month ago."""
    guests = Session.objects.filter(_over_for(GUESTS_KEPT), kind=Session.Kind.GUEST)
    guests.exclude(address=None, device="").update(address=None, device="")
    return delete_in_portions(
        Session.objects.filter(_over_for(SESSIONS_KEPT)).exclude(kind=Session.Kind.GUEST)
    )


def forget_logins(*, actor: None) -> int:
    """Delete what the login history knows of more than a year ago."""
    return delete_in_portions(Login.objects.filter(at__lt=timezone.now() - LOGINS_KEPT))


def forget_mails(*, actor: None) -> int:
    """Keep the last 500 mails of the outbox, each for a month."""
    newest = list(Mail.objects.order_by("-id").values_list("id", flat=True)[MAILS : MAILS + 1])
    beyond = Q(id__lte=newest[0]) if newest else Q(pk__in=[])
    return delete_in_portions(Mail.objects.filter(beyond | Q(at__lt=timezone.now() - MAILS_KEPT)))
