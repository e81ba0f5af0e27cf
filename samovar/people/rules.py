"""Who may have to do with whom. The one place that knows what a block means."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Invalid, NotFound
from samovar.people.models import Block

NOBODY = _("There is nobody of this name.")


def can_interact(one: User, other: User) -> bool:
    """Neither has blocked the other. Everybody can interact with oneself.

    Who blocks staff sees no more of them, but staff reaches everybody (B26).
    """
    if one.pk == other.pk:
        return True
    pair = Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one)
    return not Block.objects.filter(pair, blocked__is_staff=False).exists()


def require_can_interact(one: User, other: User) -> None:
    """Raise NotFound, as for somebody who does not exist: a block is never told (B39)."""
    if not can_interact(one, other):
        raise NotFound(NOBODY, code="person_not_found")


def has_blocked(viewer: User, other: User) -> bool:
    return Block.objects.filter(blocker=viewer, blocked=other).exists()


def require_somebody_else(actor: User, other: User) -> None:
    """Raise Invalid when the two are one (B02)."""
    if actor.pk == other.pk:
        raise Invalid(_("You cannot block yourself."), code="oneself")
