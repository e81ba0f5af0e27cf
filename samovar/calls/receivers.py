"""What calls do when something happens in the apps below, in the sender's transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import erasing
from samovar.calls import (
    actions,
    carrying_actions,
    erasing_actions,
    host_actions,
    meeting_actions,
    queries,
    ring_actions,
    signals,
)
from samovar.calls.models import Call
from samovar.people import signals as people
from samovar.rooms import signals as rooms
from samovar.rooms.models import Room


@receiver(rooms.closed)
def end_with_room(*, room: Room, **_more: Any) -> None:
    actions.end_call(room_id=room.pk)
    meeting_actions.end_with_room(room=room)


@receiver(rooms.calling)
def tell_how_many_call(*, room_ids: list[int], **_more: Any) -> dict[int, int]:
    return queries.people_calling_in(room_ids)


@receiver(rooms.guarded)
def obey_hosts(*, room: Room, **_more: Any) -> None:
    host_actions.silence_forbidden(room=room)
    carrying_actions.look_after_room(room=room)


@receiver(signals.places_changed)
def see_to_media(*, call: Call, **_more: Any) -> None:
    carrying_actions.look_after(call=call)


@receiver(rooms.left)
def end_with_presence(*, room_id: int, participant_ids: list[int], **_more: Any) -> None:
    actions.end_places(room_id=room_id, participant_ids=participant_ids, reason="left")


@receiver(rooms.member_removed)
def end_with_membership(*, room_id: int, participant_id: int, **_more: Any) -> None:
    actions.end_places(room_id=room_id, participant_ids=[participant_id], reason="removed")


@receiver(people.blocked)
def end_with_block(*, blocker: User, blocked: User, **_more: Any) -> None:
    actions.part_people(one=blocker, other=blocked)
    ring_actions.silence_between(one=blocker, other=blocked)
    meeting_actions.part_people(one=blocker, other=blocked)


@receiver(erasing)
def forget_rings(*, person: User, **_more: Any) -> bool:
    return erasing_actions.erase_person(person=person)
