"""What recordings do when something happens in the apps below, in the sender's transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import erasing
from samovar.boards import signals as boards
from samovar.calls import signals as calls
from samovar.calls.events import JoinCall
from samovar.recordings import actions, erasing_actions, rules
from samovar.recordings.models import Mark
from samovar.rooms import signals as rooms
from samovar.rooms.models import Membership, Room


@receiver(rooms.closed, dispatch_uid="recordings.end_with_room")
def end_with_room(*, room: Room, **_more: Any) -> None:
    erasing_actions.close_room(room=room)


@receiver(rooms.member_removed, dispatch_uid="recordings.end_with_membership")
def end_with_membership(*, room_id: int, participant_id: int, **_more: Any) -> None:
    erasing_actions.forget_member(room_id=room_id, participant_id=participant_id)


@receiver(calls.joining, dispatch_uid="recordings.require_consent")
def require_consent(*, member: Membership, wish: JoinCall, **_more: Any) -> None:
    rules.require_consent(member, peer=wish.peer, agreed=wish.recording)


@receiver(calls.joined, dispatch_uid="recordings.note_joined")
def note_joined(*, room_id: int, participant_id: int, **_more: Any) -> None:
    actions.note(room_id=room_id, kind=Mark.Kind.JOINED, participant_id=participant_id)


@receiver(calls.screen_shared, dispatch_uid="recordings.note_screen")
def note_screen(*, room_id: int, participant_id: int, **_more: Any) -> None:
    actions.note(room_id=room_id, kind=Mark.Kind.SCREEN, participant_id=participant_id)


@receiver(boards.changed, dispatch_uid="recordings.note_board")
def note_board(
    *,
    room_id: int,
    participant_id: int,
    page_id: int,
    elements: list[dict[str, object]],
    **_more: Any,
) -> None:
    actions.note_board(room_id=room_id, participant_id=participant_id, page_id=page_id, elements=elements)


@receiver(erasing, dispatch_uid="recordings.erase_person")
def forget_person(*, person: User, ghost: User, **_more: Any) -> bool:
    return erasing_actions.erase_person(person=person, ghost=ghost)
