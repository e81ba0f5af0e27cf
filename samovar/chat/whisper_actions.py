"""Messages inside a room that two people see and nobody else, on the wire too."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.queries import user_by_username
from samovar.chat import rules
from samovar.chat.events import Whispered, WhisperView
from samovar.chat.mention_actions import tell_of_whisper
from samovar.chat.models import Whisper
from samovar.chat.queries import name_of
from samovar.core import streams
from samovar.core.batch import Batch, joined
from samovar.core.caller import Caller
from samovar.core.connection import Connection
from samovar.core.errors import Invalid, NotFound
from samovar.core.hub import hub
from samovar.core.memory import Once, iso, now_iso
from samovar.core.wire import Position
from samovar.core.writer import Answer, Unstored, Write
from samovar.people.rules import NOBODY, require_can_interact
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Participant
from samovar.rooms.queries import member_of


@dataclass(frozen=True, slots=True)
class WhisperDraft:
    """A whisper on its way; ``to`` is a username or the id of a participant, ``cid`` the client's id."""

    room_id: int
    cid: str
    body: str
    to: str | int


def whispering(*, actor: Caller, draft: WhisperDraft) -> Write:
    """Return the write that whispers ``draft``; its answer is ``{"id", "after", "at"}``."""
    write = Write(
        streams=(actor.key,),
        run=lambda: send_whisper(actor=actor, draft=draft, digest=write.digest),
        sender=actor.key,
        key=draft.cid,
        body=["message.whisper", draft.room_id, draft.to, draft.body],
    )
    return write


def send_whisper(*, actor: Caller, draft: WhisperDraft, digest: str = "") -> Answer:
    """Judge and store one whisper and tell it to its two people alone.

    Invalid (fields body, to), NotFound (nobody of that name in the room, or a block), Denied.
    A room that keeps nothing passes it on in memory streams of these two.
    """
    rules.require_body(draft.body)
    with joined() as batch:
        member = rooms.require_member(actor, draft.room_id)
        other = _other(member, draft.to)
        rules.require_open_chat(member, other)
        if not member.room.kept:
            return _pass_on(member, other, draft, Once(actor.key, draft.cid, digest, now_iso()))
        return _store(batch, member, other, draft)


def hear_whispers(*, actor: Caller, connection: Connection, room_id: int) -> tuple[str, Position] | None:
    """Let a socket hear what is whispered to the actor in a room that keeps nothing, from now on.

    Returns the stream and its head; None where whispers come on the actor's own stream. NotFound, Denied.
    """
    member = rooms.require_member(actor, room_id)
    if member.room.kept:
        return None
    stream = private_stream(member.participant)
    hub.subscribe(connection, stream)
    return stream, streams.position(stream, durable=False)


def _other(member: Membership, to: str | int) -> Membership:
    other = (
        member_of(room_id=member.room_id, participant_id=to) if isinstance(to, int) else _named(member, to)
    )
    if other is None:
        raise NotFound(_("Nobody of this name is in the room."), code="person_not_found")
    user, person = member.participant.user, other.participant.user
    if user is not None and person is not None:
        require_can_interact(user, person)
    if other.pk == member.pk:
        sentence = _("Choose somebody else.")
        raise Invalid(sentence, code="oneself", fields={"to": [sentence]})
    return other


def _named(member: Membership, username: str) -> Membership | None:
    try:
        person = user_by_username(username)
    except NotFound:
        raise NotFound(NOBODY, code="person_not_found") from None
    return rooms.membership_of(person, member.room_id)


def _store(batch: Batch, member: Membership, other: Membership, draft: WhisperDraft) -> Answer:
    whisper = Whisper(
        id=batch.new_id(Whisper),
        room_id=member.room_id,
        after=batch.memo.get(("last_n", member.room_id), member.room.last_n),
        sender=member.participant,
        to=other.participant,
        cid=draft.cid,
        body=draft.body,
        at=timezone.now(),
    )
    batch.insert(whisper)
    view = _view(member, other, draft, at=iso(whisper.at), number=(whisper.pk, whisper.after))
    keys = sorted({member.participant.stream, other.participant.stream})
    batch.lock(keys)
    for key in keys:
        batch.append(key, Whispered(whisper=view))
    tell_of_whisper(actor=member, other=other, whisper=whisper)
    return {"id": whisper.pk, "after": whisper.after, "at": view.at}


def _pass_on(member: Membership, other: Membership, draft: WhisperDraft, once: Once) -> Answer:
    after = streams.position(member.room.stream, durable=False).seq
    view = _view(member, other, draft, at=once.at, number=(None, after))
    for participant in (member.participant, other.participant):
        streams.append_once(private_stream(participant), Whispered(whisper=view), once)
    return Unstored(id=None, after=after, at=once.at)


def private_stream(participant: Participant) -> str:
    """Return the memory stream of what is whispered to somebody in rooms that keep nothing."""
    return f"w:{participant.stream}"


def _view(
    member: Membership, other: Membership, draft: WhisperDraft, *, at: str, number: tuple[int | None, int]
) -> WhisperView:
    sender, recipient = member.participant.user, other.participant.user
    return WhisperView(
        id=number[0],
        after=number[1],
        room=member.room_id,
        sender=member.participant_id,
        user=sender.pk if sender else None,
        username=sender.username if sender else None,
        name=member.display_name or name_of(member.participant),
        to=other.participant_id,
        to_username=recipient.username if recipient else None,
        to_name=other.display_name or name_of(other.participant),
        body=draft.body,
        at=at,
        cid=draft.cid,
    )
