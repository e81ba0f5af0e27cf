"""Writing messages. The socket and REST both hand the same ``Write`` to the group-commit writer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from samovar.chat import request_rules, rules
from samovar.chat.events import MessageSent, MessageView, Typing
from samovar.chat.file_actions import Sent, attach_files, lend_files, sent_on
from samovar.chat.file_queries import said_in
from samovar.chat.inbox_actions import tell_of_direct, tell_of_group
from samovar.chat.mention_actions import tell_mentioned
from samovar.chat.mention_queries import mentioned_by
from samovar.chat.models import Message
from samovar.chat.poll_actions import NewPoll, add_poll, judged
from samovar.chat.queries import (
    answered_message,
    forward_of,
    message_of_cid,
    name_of,
    original_for,
    quote_of,
    thread_root,
)
from samovar.chat.thread_actions import answer_in_thread
from samovar.core import streams
from samovar.core.batch import Batch, joined
from samovar.core.caller import Caller
from samovar.core.errors import KeyReused
from samovar.core.memory import Once, iso, now_iso
from samovar.core.writer import Answer, Unstored, Write, writer
from samovar.files.events import FileRef
from samovar.people.queries import blocked_ids
from samovar.rooms import rules as rooms
from samovar.rooms.actions import join_room
from samovar.rooms.models import Membership, Participant, Room
from samovar.rooms.queries import members_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A message on its way. ``cid``: the client's id; ``body``: byte for byte as it was typed.

    ``reply_to``: the number of the message in the same room that it answers. ``thread``: of the one under
    which it stands, and unless ``in_log`` only there. ``forward``: room and number of a message whose
    words and files are sent on; ``body`` is empty then. ``files``: finished uploads of the sender.
    ``poll``: what it asks.
    """

    room_id: int
    cid: str
    body: str
    reply_to: int | None = None
    thread: int | None = None
    in_log: bool = True
    forward: tuple[int, int] | None = None
    files: tuple[FileRef, ...] = ()
    poll: NewPoll | None = None

    @property
    def content(self) -> list[object]:
        """What makes it the same request when it comes again."""
        answered = [] if self.reply_to is None else [self.reply_to]
        under = [] if self.thread is None else ["thread", self.thread, self.in_log]
        sent_on = [] if self.forward is None else ["forward", *self.forward]
        files = ["files", *([file.id, file.alt] for file in self.files)] if self.files else []
        asked = [] if self.poll is None else [self.poll.content]
        return ["message.send", self.room_id, self.body, *answered, *under, *sent_on, *files, *asked]


def asking(draft: Draft, poll: NewPoll) -> Draft:
    """Return the message that asks ``poll``; where only text is shown it reads as one. Invalid."""
    asked = judged(poll)
    return replace(draft, body=asked.body, poll=asked)


def sending(*, actor: Caller, draft: Draft) -> Write:
    """Return the write that sends ``draft``; its answer is ``{"id", "n", "seq", "at"}``."""
    write = Write(
        streams=(f"r:{draft.room_id}",),
        run=lambda: send_message(actor=actor, draft=draft, digest=write.digest),
        sender=actor.key,
        key=draft.cid,
        body=draft.content,
        prepare=_load_places,
        subject=(actor, draft.room_id),
    )
    return write


def post_message(*, actor: Caller, draft: Draft) -> Answer:
    """Send and wait until it is stored. Invalid, NotFound, Denied, KeyReused, Unavailable."""
    rules.require_words(draft.body, forwards=draft.forward is not None, files=len(draft.files))
    return writer.call(sending(actor=actor, draft=draft))


def send_message(*, actor: Caller, draft: Draft, digest: str = "") -> Answer:
    """Judge and store one message, in the writer's transaction or in one of its own.

    A room that keeps nothing passes it on in memory: no row of any table knows of it.
    """
    rules.require_words(draft.body, forwards=draft.forward is not None, files=len(draft.files))
    with joined() as batch:
        member = _place_of(batch, actor, draft.room_id)
        other = _other(batch, member)
        rules.require_may_write(member, other)
        written = batch.memo.get(("last_n", member.room_id), member.room.last_n)
        asking = request_rules.require_may_ask(member, other, written=written)
        if draft.reply_to is not None or draft.thread is not None or draft.poll is not None:
            rules.require_kept(member)
        words = _words(actor, draft)
        if not member.room.kept:
            return _pass_on(actor, member, draft, words, Once(actor.key, draft.cid, digest, now_iso()))
        answer, view = _store(batch, actor, member, draft, words)
        if other is not None and view is not None and view.in_log:
            said = said_in(view.body, view.files)
            tell_of_direct(actor=member, other=other, body=said, asking=asking)
        elif member.room.kind == Room.Kind.GROUP:
            tell_of_group(actor=member)
        return answer


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, and whose words they were, with which files, when they are sent on."""

    body: str
    author: Participant | None = None
    files: Sent = ()


def _words(actor: Caller, draft: Draft) -> Words:
    if draft.forward is None:
        return Words(draft.body)
    room_id, n = draft.forward
    original = original_for(viewer=actor, room_id=room_id, n=n)
    files = sent_on(actor=actor, message=original)
    return Words(original.body, original.forwarded_from or original.sender, files)


def tell_typing(*, actor: Caller, room_id: int) -> None:
    """Tell the room that the actor types; not told between two people of a block (B37). NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    user = member.participant.user
    hidden = blocked_ids(viewer=user) if user else set()
    event = Typing(participant=member.participant_id)
    streams.tell(member.room.stream, event, but={actor.key, *(f"u:{user_id}" for user_id in hidden)})


def _store(
    batch: Batch, actor: Caller, member: Membership, draft: Draft, words: Words
) -> tuple[Answer, MessageView | None]:
    room_id = member.room_id
    if (before := _sent_long_ago(batch, member, draft)) is not None:
        return _told_long_ago(before, draft), None
    answered = None if draft.reply_to is None else answered_message(room_id=room_id, n=draft.reply_to)
    root = None if draft.thread is None else thread_root(room_id=room_id, n=draft.thread)
    n = batch.memo.get(("last_n", room_id), member.room.last_n) + 1
    batch.memo["last_n", room_id] = n
    message_id, (at, told_at) = batch.new_id(Message), _moment_of(batch)
    view = _view(member, draft, words, at=told_at, number=(message_id, n))
    row = {"id": message_id, "room_id": room_id, "n": n, "sender_id": member.participant_id}
    row |= {
        "cid": draft.cid,
        "body": words.body,
        "at": at,
        "mentions": [one.participant for one in view.mentions],
    }
    row |= {"reply_to_id": answered and answered.pk, "thread_id": root and root.pk, "in_log": view.in_log}
    row |= {"forwarded_from_id": words.author and words.author.pk}
    if answered is not None:
        view = view.model_copy(update={"reply": quote_of(answered)})
    batch.add(Message, row)
    files = attach_files(
        actor=actor, batch=batch, message=(room_id, message_id), refs=draft.files, others=words.files
    )
    if files:
        view = view.model_copy(update={"files": files})
    if draft.poll is not None:
        view = view.model_copy(update={"poll": add_poll(batch, draft.poll, message_id, at)})
    if view.mentions:
        tell_mentioned.enqueue(message_id)
    change = answer_in_thread(batch, member, root, view) if root else None
    seq = batch.append(member.room.stream, MessageSent(message=view, thread=change))
    batch.set_later(Room, "last_n", room_id, n)
    return {"id": message_id, "n": n, "seq": seq, "at": view.at}, view


def _moment_of(batch: Batch) -> tuple[datetime, str]:
    """When the messages of a batch are sent: after its locks, so that it rises with their numbers."""
    known: tuple[datetime, str] | None = batch.memo.get("sent at")
    if known is None:
        now = timezone.now()
        known = batch.memo["sent at"] = (now, iso(now))
    return known


def _sent_long_ago(batch: Batch, member: Membership, draft: Draft) -> Message | None:
    # Receipts last a month. What fails in a batch because its client id is older comes again alone;
    # files are sent only once, so with some it is looked for at once.
    if batch.size > 1 and not draft.files:
        return None
    return message_of_cid(member.participant_id, draft.cid)


def _told_long_ago(message: Message, draft: Draft) -> Answer:
    if message.room_id != draft.room_id:
        raise KeyReused
    # Where it stands in the stream nobody needs to know any more.
    return {"id": message.pk, "n": message.n, "seq": 0, "at": iso(message.at)}


def _pass_on(actor: Caller, member: Membership, draft: Draft, words: Words, once: Once) -> Answer:
    files = lend_files(actor=actor, room_id=member.room_id, refs=draft.files)
    view = _view(member, draft, words, at=once.at, number=(None, -1)).model_copy(update={"files": files})
    added = streams.append_once(member.room.stream, MessageSent(message=view), once)
    return Unstored(id=None, n=added.n, seq=added.seq, at=added.at)


def _view(
    member: Membership, draft: Draft, words: Words, *, at: str, number: tuple[int | None, int]
) -> MessageView:
    user = member.participant.user
    return MessageView(
        id=number[0],
        n=number[1],
        room=member.room_id,
        sender=member.participant_id,
        user=user.pk if user else None,
        username=user.username if user else None,
        name=member.display_name or name_of(member.participant),
        body=words.body,
        at=at,
        cid=draft.cid,
        thread=draft.thread,
        in_log=draft.thread is None or draft.in_log,
        forwarded=forward_of(words.author),
        mentions=mentioned_by(viewer=member, body=draft.body).views,
    )


def _place_of(batch: Batch, actor: Caller, room_id: int) -> Membership:
    known: Membership | None = batch.memo.get((actor.key, room_id))
    return known or rooms.membership_of(actor, room_id) or join_room(actor=actor, room_id=room_id)


def _other(batch: Batch, member: Membership) -> Membership | None:
    if member.room.kind != Room.Kind.DIRECT:
        return None
    both: list[Membership] | None = batch.memo.get(("both", member.room_id))
    both = both or members_of(room_id=member.room_id)
    return next((one for one in both if one.pk != member.pk), None)


def _load_places(batch: Batch, subjects: list[Any]) -> None:
    """Read the places of all senders of a batch at once, after their rooms' streams were locked."""
    wanted: set[tuple[Caller, int]] = set(subjects)
    people = Q(participant__user_id__in={caller.user_id for caller, _room in wanted if caller.user_id})
    guests = Q(participant__guest_id__in={caller.guest_id for caller, _room in wanted if caller.guest_id})
    found = Membership.objects.filter(people | guests, room_id__in={room_id for _caller, room_id in wanted})
    found = found.filter(room__closed_at=None)
    alive = list(found.select_related("room", "participant__user", "participant__guest"))
    for member in alive:
        batch.memo[member.participant.stream, member.room_id] = member
    _load_pairs(batch, {member.room_id for member in alive if member.room.kind == Room.Kind.DIRECT})


def _load_pairs(batch: Batch, direct_ids: set[int]) -> None:
    """Lock what will be told to the two of each conversation, all at once and in order."""
    if not direct_ids:
        return
    pairs = {room_id: members_of(room_id=room_id) for room_id in direct_ids}
    batch.lock(member.participant.stream for pair in pairs.values() for member in pair)
    batch.memo.update({("both", room_id): pair for room_id, pair in pairs.items()})
