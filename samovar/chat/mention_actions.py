"""Telling those whom messages name."""

from __future__ import annotations

from django.db.models import QuerySet
from django_tasks import task

from samovar.accounts.models import User
from samovar.chat.attention import attention
from samovar.chat.markup import without_code
from samovar.chat.mention_queries import EVERYBODY
from samovar.chat.models import Message, Muting, Whisper
from samovar.notifications.actions import forget_told, notify, read_notifications
from samovar.notifications.queries import unread_keys_for
from samovar.people.mentions import names_in
from samovar.rooms.models import Membership, Room

KIND = "room_mention"


@task()
def tell_mentioned(message_id: int) -> None:
    """Notify everybody whom a message names, once, in the background: they may be thousands."""
    tell_of_mentions(actor=None, message_id=message_id)


def tell_of_mentions(*, actor: None, message_id: int) -> None:
    """Notify whom a message names and who has not read it yet; take it back when the message is gone."""
    message = Message.objects.filter(pk=message_id).select_related("room", "sender__user").first()
    if message is None or message.room.kind == Room.Kind.DIRECT:
        return
    target, key = f"/r/{message.room.code}/#m{message.n}", _key(message.room_id, message.n)
    for user in _named(message):
        if message.deleted_at is not None or message.room.closed_at is not None:
            forget_told(actor=user, key=key)
            continue
        notify(
            actor=message.sender.user, user=user, kind=KIND, subject=message.room.name, target=target, key=key
        )


def tell_of_whisper(*, actor: Membership, other: Membership, whisper: Whisper) -> None:
    """Notify the one a whisper is for, if it names him: nobody else learns of it. In its transaction."""
    sender, user = actor.participant.user, other.participant.user
    if user is None or user.username_key not in names_in(without_code(whisper.body)):
        return
    if attention.is_looking(other.participant.stream, other.room_id):
        return
    key, target = f"mention:{actor.room_id}:w{whisper.pk}", f"/r/{actor.room.code}/"
    notify(actor=sender, user=user, kind=KIND, subject=actor.room.name, target=target, key=key)


def read_mentions(*, actor: User, room_id: int, n: int) -> None:
    """What names the actor up to the message ``n`` was read: it is not notified any more. Whispers too."""
    prefix = f"mention:{room_id}:"
    unread = unread_keys_for(viewer=actor, prefix=prefix)
    seen = [key for key in unread if not (place := key.removeprefix(prefix)).isdecimal() or int(place) <= n]
    if seen:
        read_notifications(actor=actor, keys=seen)


def _named(message: Message) -> QuerySet[User]:
    places = Membership.objects.filter(room_id=message.room_id).exclude(participant=message.sender_id)
    if message.deleted_at is None:
        muted = Muting.objects.filter(room=message.room_id).values("participant")
        places = places.filter(read_n__lt=message.n).exclude(participant__in=muted)
    if EVERYBODY not in message.mentions:
        places = places.filter(participant__in=message.mentions)
    return User.objects.filter(pk__in=places.values("participant__user")).order_by("pk")


def _key(room_id: int, n: int) -> str:
    return f"mention:{room_id}:{n}"
