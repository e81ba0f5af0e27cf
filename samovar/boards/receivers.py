"""What boards do when something happens in rooms, in the sender's transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.boards import actions
from samovar.boards.erasing_actions import erase_person
from samovar.boards.showing_actions import forget_hands
from samovar.people.signals import blocked, unblocked
from samovar.rooms import signals
from samovar.rooms.models import Room


@receiver(signals.closed, dispatch_uid="boards.end_with_room")
def end_with_room(*, room: Room, **_more: Any) -> None:
    actions.delete_board_of(room=room)


@receiver(signals.member_removed, dispatch_uid="boards.end_with_membership")
def end_with_membership(*, room_id: int, participant_id: int, **_more: Any) -> None:
    actions.take_pen_of_removed(room_id=room_id, participant_id=participant_id)


@receiver([blocked, unblocked], dispatch_uid="boards.show_no_hand_across_a_block")
def show_no_hand_across_a_block(**_more: Any) -> None:
    forget_hands()


@receiver(erasing, dispatch_uid="boards.erase_person")
def on_erasing(*, person: User, ghost: User, **_more: Any) -> bool:
    return erase_person(person=person, ghost=ghost, portion=PORTION)
