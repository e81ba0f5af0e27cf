"""Changing messages that were sent: edit, delete, react. Everybody in the room sees it at once."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from samovar.chat import poll_rules, rules
from samovar.chat.events import MessageChanged
from samovar.chat.file_actions import release_files
from samovar.chat.file_queries import files_of
from samovar.chat.mention_actions import tell_mentioned
from samovar.chat.mention_queries import mentioned_by
from samovar.chat.models import Message, Pin, Poll, Reaction, Star, Version
from samovar.chat.queries import message_for, thread_change, views_of
from samovar.chat.retracting_actions import retract_from_log, retract_notifications
from samovar.chat.signals import taken_back
from samovar.core.batch import Batch, joined
from samovar.core.caller import Caller
from samovar.core.writer import Answer, Write, writer
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Room
from samovar.rooms.queries import members_of


def edit_message(*, actor: Caller, room_id: int, n: int, body: str) -> None:
    """Let one's own message say something else; what it said is kept as a version.

    NotFound, Denied (``not_author``), Invalid (field body).
    """
    with joined() as batch:
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        rules.require_author(member, message)
        rules.require_open_chat(member)
        rules.require_body(body, files=len(files_of([message.pk])))
        poll_rules.require_no_poll(message)
        if message.body == body:
            return
        Version.objects.create(message=message, body=message.body, at=message.edited_at or message.at)
        message.body, message.edited_at = body, timezone.now()
        message.mentions = mentioned_by(viewer=member, body=body).ids
        message.save(update_fields=["body", "edited_at", "mentions"])
        if message.mentions:
            tell_mentioned.enqueue(message.pk)
        batch.append(member.room.stream, changed(message))


def delete_message(*, actor: Caller, room_id: int, n: int) -> None:
    """Take a message back for everybody; nothing of what it said stays. NotFound, Denied."""
    with joined() as batch:
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        rules.require_can_delete(member, message)
        take_back(batch, member.room, message)


def take_back(batch: Batch, room: Room, message: Message) -> None:
    """Remove what a message said and showed, and tell the room, in the batch of who was allowed to."""
    body, message.body, message.deleted_at = message.body, "", timezone.now()
    message.save(update_fields=["body", "deleted_at"])
    Poll.objects.filter(message=message).delete()
    if message.mentions:
        tell_mentioned.enqueue(message.pk)
    Version.objects.filter(message=message).delete()
    Reaction.objects.filter(message=message).delete()
    Pin.objects.filter(message=message).delete()
    Star.objects.filter(message=message).delete()
    release_files(actor=None, message_ids=[message.pk])
    now = changed(message)
    retract_from_log(room=room, message=message, view=now.message.model_dump(mode="json"))
    retract_notifications(room=room, message=message, body=body)
    taken_back.send(sender=Message, message=message)
    batch.append(room.stream, now)


def set_reaction(*, actor: Caller, room_id: int, n: int, emoji: str, on: bool) -> None:
    """Put an emoji on a message, or take one's own away. NotFound, Denied, Invalid (field emoji)."""
    rules.require_emoji(emoji)
    with joined() as batch:
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        if on and not _add(member, message, emoji):
            return
        mine = Reaction.objects.filter(message=message, participant=member.participant, emoji=emoji)
        if not on and not mine.delete()[0]:
            return
        batch.append(member.room.stream, changed(message))


def in_turn(*, actor: Caller, room_id: int, change: Callable[[], None]) -> None:
    """Do one of these in the writer, behind what is being written to the room. Refusals, Unavailable."""

    def run() -> Answer:
        change()
        return {}

    writer.call(Write(streams=(f"r:{room_id}",), run=run, sender=actor.key))


def found_message(*, actor: Caller, room_id: int, n: int) -> tuple[Membership, Message]:
    """Return the actor's place and the message, where the actor may still write (B28)."""
    member = rooms.require_member(actor, room_id)
    rules.require_kept(member)
    if member.room.kind == Room.Kind.DIRECT:
        other = next((one for one in members_of(room_id=room_id) if one.pk != member.pk), None)
        rules.require_may_write(member, other)
    return member, message_for(viewer=actor, room_id=room_id, n=n)


def _add(member: Membership, message: Message, emoji: str) -> bool:
    known = set(Reaction.objects.filter(message=message).values_list("emoji", flat=True))
    if emoji not in known:
        rules.require_room_for_reaction(len(known))
    _reaction, is_new = Reaction.objects.get_or_create(
        message=message, participant=member.participant, emoji=emoji
    )
    return is_new


def changed(message: Message) -> MessageChanged:
    """Say how the message reads now, and what that means for the thread it stands in."""
    thread = thread_change(message.thread) if message.thread else None
    return MessageChanged(message=views_of([message])[0], thread=thread)
