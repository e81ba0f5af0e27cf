"""Where else a deleted message would go on being read: in the log of its room, and in notifications."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q

from samovar.chat.events import MessageChanged, MessageSent
from samovar.chat.inbox_actions import NOTIFIED as NOTIFIED_OF_DIRECT
from samovar.chat.inbox_actions import key_of_direct
from samovar.chat.markup import plain
from samovar.chat.models import Following, Message
from samovar.chat.thread_actions import NOTIFIED as NOTIFIED_OF_THREAD
from samovar.chat.thread_actions import key_of_thread
from samovar.core import streams
from samovar.notifications.actions import forget_saying
from samovar.rooms.models import Membership, Room

# Its first event is as old as the message, by a clock that may have been set since.
_CLOCK = timedelta(minutes=5)


def retract_from_log(*, room: Room, message: Message, view: dict[str, Any]) -> None:
    """Let what the log of the room says of a message be ``view``, and answers to it quote nothing.

    Who was away reads the log from where he was: it must not tell him what nobody can read any more.
    """
    names = Q(name__in=(MessageSent.event_name, MessageChanged.event_name), at__gte=message.at - _CLOCK)
    said = Q(data__message__n=message.n) | Q(data__message__reply__n=message.n)

    def change(data: dict[str, Any]) -> dict[str, Any]:
        told = data["message"]
        if told["n"] == message.n:
            return {**data, "message": view}
        return {**data, "message": {**told, "reply": {**told["reply"], "body": ""}}}

    streams.rewrite(room.stream, names & said, change)


def retract_notifications(*, room: Room, message: Message, body: str) -> None:
    """Take back notifications that show this message, whose text was ``body``."""
    if (root := message.thread) is not None:
        followers = Following.objects.filter(message=root).values_list("participant__user", flat=True)
        _forget(message, followers, key_of_thread(room.pk, root.n), body[:NOTIFIED_OF_THREAD])
    if room.kind == Room.Kind.DIRECT:
        both = Membership.objects.filter(room=room).values_list("participant__user", flat=True)
        _forget(message, both, key_of_direct(room.pk), plain(body)[:NOTIFIED_OF_DIRECT])


def _forget(message: Message, users: Iterable[int | None], key: str, subject: str) -> None:
    people = [user for user in users if user is not None]
    forget_saying(users=people, key=key, subject=subject, since=message.at - _CLOCK)
