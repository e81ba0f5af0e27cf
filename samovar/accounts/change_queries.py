"""What waits to be changed in an account, and what its former names lead to."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.core import signing
from django.utils import timezone

from samovar.accounts.models import EmailChange, FormerName, User
from samovar.core.text import fold_username

LINK_WORKS = timedelta(days=3)
_SALT = "samovar.accounts.email_change"


class Side(StrEnum):
    """Which of the two addresses a link was mailed to."""

    OLD = "old"
    NEW = "new"


def email_change_for(*, viewer: User) -> EmailChange | None:
    """Return the change of address that waits to be confirmed, or None."""
    since = timezone.now() - LINK_WORKS
    return EmailChange.objects.filter(user=viewer, asked_at__gte=since).first()


def key_of_email_change(change: EmailChange, side: Side) -> str:
    """Return the last part of the link that is mailed to one of the two addresses."""
    return signing.dumps([change.pk, change.nonce, side.value], salt=_SALT)


def email_change_of_key(key: str) -> tuple[EmailChange, Side] | None:
    """Return what a mailed key is for; None when it is forged, old or void."""
    try:
        number, nonce, side = signing.loads(key, salt=_SALT, max_age=LINK_WORKS)
    except signing.BadSignature:
        return None
    change = EmailChange.objects.filter(pk=number, nonce=nonce, user__is_active=True).first()
    return (change, Side(side)) if change is not None else None


def owner_of_former_name(username: str) -> User | None:
    """Return who was called so until lately, or None."""
    names = FormerName.objects.filter(username_key=fold_username(username), until__gt=timezone.now())
    found = names.select_related("user").first()
    return found.user if found is not None else None


def former_names_of(person: User) -> list[str]:
    return list(FormerName.objects.filter(user=person).values_list("username", flat=True))
