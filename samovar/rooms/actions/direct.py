"""Conversations of two: a room of its own kind, made the first time one of them opens it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Invalid
from samovar.people.queries import person_for
from samovar.rooms import queries
from samovar.rooms.actions.making import add_members
from samovar.rooms.models import Membership, Room


def open_conversation(*, actor: User, username: str) -> Room:
    """Return the conversation with somebody. It is made for people who may write to each other.

    NotFound for nobody of that name and for a block, unless the two have talked before (B27).
    """
    known = queries.conversation_with(viewer=actor, username=username)
    if known is not None:
        return known
    other = person_for(viewer=actor, username=username)
    if other.pk == actor.pk:
        raise Invalid(_("You cannot write to yourself."), code="oneself")
    return _make(actor, other)


def _make(actor: User, other: User) -> Room:
    key = queries.direct_key(actor.pk, other.pk)
    try:
        with transaction.atomic():
            room = Room.objects.create(
                name="",
                direct_key=key,
                kind=Room.Kind.DIRECT,
                history=Room.History.KEPT,
                listed=False,
                members_only=True,
            )
            add_members(room, [actor, other], Membership.Role.MEMBER)
    except IntegrityError:
        # The other one opened it a moment earlier.
        return Room.objects.get(direct_key=key)
    return room
