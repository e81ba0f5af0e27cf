"""What integrations give to what stands below them, and do when something happens there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from samovar.accounts import tokens
from samovar.accounts.models import User
from samovar.accounts.signals import erasing, suspended, suspension_lifted
from samovar.chat.models import Message
from samovar.chat.signals import taken_back
from samovar.integrations import erasing_actions
from samovar.integrations.actions.delivering import forget_message
from samovar.integrations.queries import access_of_token, bots_for, grants_of_session
from samovar.integrations.secret_texts import TOKEN_PREFIX
from samovar.people.signals import belonging
from samovar.rooms import signals as rooms
from samovar.rooms.models import Room


def install() -> None:
    """Let personal tokens open what access tokens open as far as they may."""
    tokens.readers[TOKEN_PREFIX] = access_of_token
    if grants_of_session not in tokens.grants_of_session:
        tokens.grants_of_session.append(grants_of_session)


@receiver(erasing, dispatch_uid="integrations.erase_person")
def on_erasing(*, person: User, ghost: User, **_more: Any) -> bool:
    return erasing_actions.erase_person(person=person, ghost=ghost)


@receiver(suspended, dispatch_uid="integrations.shut_bots_out")
def on_suspended(*, person: User, until: datetime | None, **_more: Any) -> None:
    erasing_actions.shut_bots_out(owner=person, until=until)


@receiver(suspension_lifted, dispatch_uid="integrations.let_bots_back_in")
def on_lifted(*, person: User, **_more: Any) -> None:
    erasing_actions.let_bots_back_in(owner=person)


@receiver(belonging, dispatch_uid="integrations.bots_of")
def on_belonging(*, person: User, **_more: Any) -> list[User]:
    return [bot.user for bot in bots_for(viewer=person)]


@receiver(rooms.closed, dispatch_uid="integrations.end_hooks")
def on_room_closed(*, room: Room, **_more: Any) -> None:
    erasing_actions.end_hooks_of(room=room)


@receiver(taken_back, dispatch_uid="integrations.forget_message")
def on_taken_back(*, message: Message, **_more: Any) -> None:
    forget_message(room_id=message.room_id, n=message.n)
