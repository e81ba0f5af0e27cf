"""What chat does when something happens below it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.chat import queries
from samovar.chat.erasing_actions import erase_person
from samovar.chat.file_actions import MESSAGE, RING, forget_lent_files, forget_when_empty
from samovar.chat.file_queries import can_fetch_of_message, can_fetch_of_ring
from samovar.chat.mark_actions import tell_fold
from samovar.core import streams
from samovar.files.access import held_by
from samovar.people import signals as people
from samovar.rooms import signals
from samovar.rooms.models import Room

held_by(MESSAGE, can_fetch_of_message)
held_by(RING, can_fetch_of_ring)


@receiver(signals.closed, dispatch_uid="chat.forget_ring")
def forget_ring(room: Room, **_signal: Any) -> None:
    """A room that kept nothing and is gone leaves nothing behind, once its end was told."""
    forget_lent_files(actor=None, room=room)
    if not room.kept:
        transaction.on_commit(lambda: streams.forget(room.stream))


@receiver(signals.left, dispatch_uid="chat.forget_when_empty")
def on_left(room_id: int, **_signal: Any) -> None:
    forget_when_empty(actor=None, room_id=room_id)


@receiver(signals.forgetting, dispatch_uid="chat.keep_authors")
def keep_authors(participant_ids: set[int], **_signal: Any) -> set[int]:
    """Messages go on saying who wrote them."""
    return queries.authors_among(participant_ids=participant_ids)


@receiver(erasing, dispatch_uid="chat.erase_person")
def on_erasing(*, person: User, ghost: User, **_signal: Any) -> bool:
    return erase_person(person=person, ghost=ghost, portion=PORTION)


@receiver(people.blocked, dispatch_uid="chat.fold")
def on_blocked(*, blocker: User, blocked: User, **_signal: Any) -> None:
    tell_fold(blocker_id=blocker.pk, blocked_id=blocked.pk, on=True)


@receiver(people.unblocked, dispatch_uid="chat.unfold")
def on_unblocked(*, blocker: User, blocked: User, **_signal: Any) -> None:
    tell_fold(blocker_id=blocker.pk, blocked_id=blocked.pk, on=False)
