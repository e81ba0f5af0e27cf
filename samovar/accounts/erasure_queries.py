"""Who is about to be deleted, and which names still belong to who was."""

from __future__ import annotations

from django.utils import timezone
from django.utils.crypto import salted_hmac

from samovar.accounts.models import Erasure, User
from samovar.core.text import fold_username


def digest(text: str) -> str:
    """Return what ``text`` is remembered by, without telling it."""
    return salted_hmac("samovar.accounts.erasure", text, algorithm="sha256").hexdigest()


def is_reserved(username: str) -> bool:
    """Say whether the name was somebody's who was deleted within a year (D04)."""
    return Erasure.objects.filter(name_digest=digest(f"name {fold_username(username)}")).exists()


def pending_erasure(person: User) -> Erasure | None:
    """Return the deletion that can still be taken back, or None."""
    return Erasure.objects.filter(user_id=person.pk, due_at__gt=timezone.now(), ghost=None).first()
