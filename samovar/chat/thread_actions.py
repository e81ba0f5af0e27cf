"""Threads: answers that stand under a message, and who hears of them."""

from __future__ import annotations

from samovar.chat import rules
from samovar.chat.attention import attention
from samovar.chat.events import MessageView, ThreadChange, ThreadView
from samovar.chat.mark_events import ThreadNews
from samovar.chat.models import Following, Message, Muting
from samovar.chat.queries import thread_change, thread_root
from samovar.core import streams
from samovar.core.batch import Batch
from samovar.core.caller import Caller
from samovar.notifications.actions import notify_anew, read_notification
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Participant, Room

NOTIFIED = 120  # characters of an answer that a notification shows
FOLLOWERS = 200  # of a thread are told at once; the others see the count


def answer_in_thread(batch: Batch, member: Membership, root: Message, answer: MessageView) -> ThreadChange:
    """Let who answered and who began the thread follow it, and tell who follows. In the sender's transaction.

    Returns what stands under ``root`` with this answer, which is stored with the batch.
    """
    key = ("thread", root.pk)
    before: int | None = batch.memo.get(key)
    if before is None:
        replies = thread_change(root).replies
        before = replies.count if replies else 0
    batch.memo[key] = before + 1
    _follow(member.participant, root, read_n=answer.n)
    if root.sender_id != member.participant_id:
        Following.objects.get_or_create(message=root, participant=root.sender, defaults={"read_n": root.n})
    _tell(member, root, answer.body)
    return ThreadChange(n=root.n, replies=ThreadView(count=before + 1, at=answer.at))


def follow_thread(*, actor: Caller, room_id: int, n: int, on: bool) -> None:
    """Hear of new answers under the message ``n``, or no longer. NotFound, Denied, Invalid."""
    member = rooms.require_member(actor, room_id)
    rules.require_kept(member)
    root = thread_root(room_id=room_id, n=n)
    if on:
        _follow(member.participant, root, read_n=member.room.last_n)
    else:
        Following.objects.filter(message=root, participant=member.participant).update(on=False)
    streams.tell(actor.key, ThreadNews(room=room_id))


def read_thread(*, actor: Caller, room_id: int, n: int, upto: int) -> None:
    """Under the message ``n`` everything up to ``upto`` is read; never goes back. NotFound, Denied."""
    member = rooms.require_member(actor, room_id)
    upto = min(upto, member.room.last_n)
    mine = Following.objects.filter(message__room=member.room, message__n=n, participant=member.participant)
    if not mine.filter(read_n__lt=upto).update(read_n=upto):
        return
    streams.tell(actor.key, ThreadNews(room=room_id))
    if member.participant.user is not None:
        read_notification(actor=member.participant.user, key=key_of_thread(room_id, n))


def _follow(participant: Participant, root: Message, *, read_n: int) -> None:
    row, is_new = Following.objects.get_or_create(
        message=root, participant=participant, defaults={"read_n": read_n}
    )
    if not is_new:
        Following.objects.filter(pk=row.pk).update(on=True, read_n=max(row.read_n, read_n))


def _tell(member: Membership, root: Message, body: str) -> None:
    room = member.room
    following = Following.objects.filter(message=root, on=True).exclude(participant=member.participant)
    # Who left the room or was sent away hears no more of it.
    here = Membership.objects.filter(room=room).values("participant")
    found = following.filter(participant__in=here).select_related("participant__user")[:FOLLOWERS]
    people = [row.participant for row in found]
    muted = set(Muting.objects.filter(room=room).values_list("participant_id", flat=True))
    for participant in people:
        streams.tell(participant.stream, ThreadNews(room=room.pk))
        if participant.pk not in muted and not attention.is_looking(participant.stream, room.pk):
            _notify(member, participant, root, body)


def _notify(member: Membership, participant: Participant, root: Message, body: str) -> None:
    sender = member.participant.user
    if sender is None or participant.user is None:
        return
    notify_anew(
        actor=sender,
        user=participant.user,
        kind="thread",
        subject=body[:NOTIFIED],
        target=f"{_address(member.room, sender.username)}#t{root.n}",
        key=key_of_thread(member.room_id, root.n),
    )


def _address(room: Room, writer: str) -> str:
    return f"/messages/{writer}/" if room.kind == Room.Kind.DIRECT else f"/r/{room.code}/"


def key_of_thread(room_id: int, n: int) -> str:
    """Return by what key the notification of a thread's newest answer is known; ``n``: its first message."""
    return f"thread:{room_id}:{n}"
