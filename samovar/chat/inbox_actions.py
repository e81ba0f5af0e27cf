"""Reading messages: how far, and what is told of it to whom."""

from __future__ import annotations

from django.db import transaction

from samovar.accounts.models import User
from samovar.chat.attention import attention
from samovar.chat.group_news import group_news
from samovar.chat.inbox_events import InboxChanged, Read
from samovar.chat.mark_queries import is_muted
from samovar.chat.markup import plain
from samovar.chat.mention_actions import read_mentions
from samovar.core import streams
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.notifications.actions import notify_anew, read_notification
from samovar.people.online import online
from samovar.people.queries import blocked_ids
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Room
from samovar.rooms.presence import presence

NOTIFIED = 120  # characters of a message that a notification shows


def read_up_to(*, actor: Caller, room_id: int, n: int) -> None:
    """Everything up to the message ``n`` is read, on all devices. Never goes back. NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    n = min(n, member.room.last_n)
    mine = Membership.objects.filter(pk=member.pk, read_n__lt=n)
    if not member.room.kept or not mine.update(read_n=n):
        return
    user = member.participant.user
    hidden = blocked_ids(viewer=user) if user else set()
    read = Read(participant=member.participant_id, n=n)
    streams.tell(member.room.stream, read, but={f"u:{user_id}" for user_id in hidden})
    if user is not None:
        streams.tell(actor.key, InboxChanged(room=room_id))
        read_notification(actor=user, key=key_of_direct(room_id))
        read_mentions(actor=user, room_id=room_id, n=n)


def mark_unread(*, actor: Caller, room_id: int, n: int) -> None:
    """From the message ``n`` on all is unread again. NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    Membership.objects.filter(pk=member.pk).update(read_n=min(n, member.room.last_n) - 1)
    streams.tell(actor.key, InboxChanged(room=room_id))


def look_at(*, actor: Connection, room_id: int, on: bool) -> None:
    """This tab shows the room and has the focus, or no longer."""
    attention.turn(actor, room_id, on=on)


def look_away(*, actor: Connection) -> None:
    """The tab is gone."""
    attention.forget(actor)


def keep_looks() -> None:
    """Once a second: what this process knows of who looks where still holds."""
    attention.beat()


def tell_of_direct(*, actor: Membership, other: Membership, body: str, asking: bool = False) -> None:
    """The actor wrote into a conversation of two: both lists change, and the other one is notified (C27).

    ``asking``: it waits to be accepted, so that the notification does not say what is in it.

    Called by the action that stores the message, in its transaction.
    """
    member = actor
    sender, recipient = member.participant, other.participant
    for participant in (sender, recipient):
        streams.tell(participant.stream, InboxChanged(room=member.room_id))
    if recipient.user is None or attention.is_looking(recipient.stream, member.room_id):
        return
    if is_muted(participant_id=recipient.pk, room_id=member.room_id):
        return
    _notify(sender.user, recipient.user, member.room, None if asking else body)


def tell_of_group(*, actor: Membership) -> None:
    """The actor wrote into a kept group room: soon the lists of its members are told. Writes nothing."""
    room_id = actor.room_id
    transaction.on_commit(lambda: group_news.note(room_id))


def tell_of_groups() -> None:
    """Tell those members of groups with something new who are online and have none of them open.

    Whoever has a group open hears each of its messages anyway, and is told when he leaves soon after.
    """
    for room_id in group_news.take():
        members = Membership.objects.filter(room=room_id, participant__user__in=online.ids())
        there = _people_in(room_id)
        _tell_of(room_id, frozenset(members.values_list("participant__user", flat=True)) - there)
        group_news.watch(room_id, there)
    for room_id, people in group_news.watched().items():
        if gone := people - _people_in(room_id):
            group_news.forget(room_id, gone)
            _tell_of(room_id, gone)


def _people_in(room_id: int) -> frozenset[int]:
    return frozenset(person.user for person in presence.people(room_id) if person.user is not None)


def _tell_of(room_id: int, people: frozenset[int]) -> None:
    for user_id in sorted(people):
        streams.tell(f"u:{user_id}", InboxChanged(room=room_id))


def _notify(sender: User | None, recipient: User, room: Room, body: str | None) -> None:
    if sender is not None:
        notify_anew(
            actor=sender,
            user=recipient,
            kind="message" if body is not None else "message_request",
            subject=plain(body)[:NOTIFIED] if body is not None else "",
            target=f"/messages/{sender.username}/",
            key=key_of_direct(room.pk),
        )


def key_of_direct(room_id: int) -> str:
    """Return by what key the notification of a conversation's newest message is known."""
    return f"message:{room_id}"
