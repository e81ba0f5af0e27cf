"""Finding the room that an address names: a listed name, then a code, else a new open room (C4)."""

from __future__ import annotations

import re

from samovar.accounts.models import User
from samovar.core.caller import Caller
from samovar.core.errors import Invalid, NotFound
from samovar.core.text import fold_name
from samovar.rooms import rules
from samovar.rooms.actions.entering import enter_room
from samovar.rooms.actions.making import open_room_by_name
from samovar.rooms.models import Room

_CODE = re.compile(r"[a-z]{3}-[a-z]{4}-[a-z]{3}")


def room_of_address(*, actor: Caller, address: str) -> int:
    """Return the id of the room that ``address`` names, with a place in it for the actor.

    A guest has one room and opens none. NotFound, Denied, Invalid (field passcode).
    """
    room = None if "\0" in address else _find(address)
    if actor.user_id is None:
        if room is None or rules.membership_of(actor, room.pk) is None:
            raise NotFound(rules.NO_ROOM, code="room_not_found")
        return room.pk
    user = User.objects.get(pk=actor.user_id)
    if room is None:
        return _open(user, address).pk
    if not rules.can_join_freely(room):
        enter_room(actor=user, room=room, display_name=user.full_name[: rules.DISPLAY_NAME_MAX])
    return room.pk


def _find(address: str) -> Room | None:
    living = Room.objects.filter(closed_at=None)
    code = address.strip().lower()
    return living.filter(name_key=fold_name(address)).first() or living.filter(code=code).first()


def _open(user: User, name: str) -> Room:
    if _CODE.fullmatch(name.strip().lower()):
        # The link of a room that has ended; nobody means to call a room so.
        raise NotFound(rules.NO_ROOM, code="room_not_found")
    try:
        return open_room_by_name(actor=user, name=name)
    except Invalid as wrong:
        raise NotFound(wrong.message, code="room_not_found") from wrong
