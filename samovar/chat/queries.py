"""What somebody may read of the messages. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samovar.chat.events import (
    ForwardView,
    MessageView,
    QuoteView,
    ReactionView,
    ThreadChange,
    ThreadView,
    VersionView,
)
from samovar.chat.file_queries import files_of, said_in
from samovar.chat.mention_queries import mention_views
from samovar.chat.models import Message, Pin, Reaction, Star, Version, Whisper
from samovar.chat.poll_views import choices_of, poll_views
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.memory import iso
from samovar.files.events import FileView
from samovar.rooms import rules as rooms
from samovar.rooms.models import Membership, Participant
from samovar.rooms.rules import Viewer

QUOTED = 200  # characters of a message that an answer to it shows


@dataclass(frozen=True)
class Page:
    """Messages in ascending ``n``; ``more`` says that older ones exist, ``newer`` that newer ones do.

    ``starred`` are the numbers of those that the viewer put aside.
    """

    messages: list[MessageView]
    more: bool
    newer: bool = False
    starred: tuple[int, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a page stands: ends before, begins after, or lies around a number. At most one of them."""

    before: int | None = None
    after: int | None = None
    around: int | None = None


NEWEST = Place()


def history_for(*, viewer: Viewer, room_id: int, place: Place = NEWEST, limit: int = 50) -> Page:
    """Return a page of the log, the newest one if no place is named. NotFound, Denied.

    A room that keeps nothing has an empty log, always: what is still in its ring is for who was
    there and lost the line, not for who comes anew (S2-10).
    """
    member = rooms.require_member(viewer, room_id)
    if not member.room.kept:
        return Page([], more=False)
    found = Message.objects.filter(room_id=room_id, in_log=True)
    messages, more, newer = _part(found, place, limit)
    starred = Star.objects.filter(participant=member.participant, message__in=messages)
    views = with_choices(views_of(messages), member.participant_id)
    return Page(views, more, newer, tuple(starred.values_list("message__n", flat=True)))


def _part(found: QuerySet[Message], place: Place, limit: int) -> tuple[list[Message], bool, bool]:
    if place.around is not None:
        older, more, _newer = _part(found, Place(before=place.around), limit // 2)
        here, _more, newer = _part(found, Place(after=place.around - 1), limit - limit // 2)
        return older + here, more, newer
    if place.after is not None:
        rising = _read(found.filter(n__gt=place.after).order_by("n")[: limit + 1])
        return rising[:limit], True, len(rising) > limit
    if place.before is not None:
        found = found.filter(n__lt=place.before)
    falling = _read(found.order_by("-n")[: limit + 1])
    return falling[max(0, len(falling) - limit) :], len(falling) > limit, place.before is not None


def _read(part: QuerySet[Message]) -> list[Message]:
    """Return the messages in ascending ``n``, with their people.

    People are joined to these alone: with the whole room a planner may begin at the people, who are fewer,
    and sort all that they ever wrote.
    """
    numbers = list(part.values_list("pk", flat=True))
    return list(with_people(Message.objects.filter(pk__in=numbers)).order_by("n"))


def place_for(*, viewer: Viewer, room_id: int, at: datetime) -> int | None:
    """Return the number of the first message of the log at or after ``at``. NotFound, Denied.

    Numbers rise with time, so it is found by halving: twenty steps in a room of a million messages.
    """
    member = rooms.require_member(viewer, room_id)
    found = Message.objects.filter(room_id=room_id, in_log=True)
    low = _number_at(found, member.room.last_n, at)
    return found.filter(n__gte=low).order_by("n").values_list("n", flat=True).first()


def _number_at(found: QuerySet[Message], last_n: int, at: datetime) -> int:
    """Return the least number from which on all of ``found``, of one room, is at or after ``at``."""
    low, high = 1, last_n + 1
    while low < high:
        middle = (low + high) // 2
        moment = found.filter(n__gte=middle).order_by("n").values_list("at", flat=True).first()
        if moment is None or moment >= at:
            high = middle
        else:
            low = middle + 1
    return low


def message_for(*, viewer: Viewer, room_id: int, n: int) -> Message:
    """Return one message of a room the viewer is in, with its people. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    found = with_people(Message.objects.filter(room=member.room, n=n, deleted_at=None)).first()
    if found is None:
        raise NotFound(_("This message is not there any more."), code="message_not_found")
    return found


def original_for(*, viewer: Viewer, room_id: int, n: int) -> Message:
    """Return a message that may be forwarded, with its people. Invalid (field forward)."""
    try:
        return message_for(viewer=viewer, room_id=room_id, n=n)
    except (NotFound, Denied) as refusal:
        sentence = _("The message you forward is not there any more.")
        raise Invalid(sentence, code="message_not_found", fields={"forward": [sentence]}) from refusal


def thread_root(*, room_id: int, n: int) -> Message:
    """Return the message under which an answer to ``n`` stands. Invalid (field thread) when it is gone."""
    found = with_people(Message.objects.filter(room_id=room_id, n=n, deleted_at=None)).first()
    if found is None or found.thread is not None:
        sentence = _("The message you answer is not there any more.")
        raise Invalid(sentence, code="message_not_found", fields={"thread": [sentence]})
    return found


def answered_message(*, room_id: int, n: int) -> Message:
    """Return the message that another one is about to answer. Invalid (field reply_to) when it is gone."""
    found = with_people(Message.objects.filter(room_id=room_id, n=n, deleted_at=None)).first()
    if found is None:
        sentence = _("The message you answer is not there any more.")
        raise Invalid(sentence, code="message_not_found", fields={"reply_to": [sentence]})
    return found


def message_of_cid(sender_id: int, cid: str) -> Message | None:
    """Return what this participant sent under this client id, whenever that was."""
    return Message.objects.filter(sender_id=sender_id, cid=cid).first()


def quote_of(message: Message) -> QuoteView:
    """Show what an answer to this message quotes of it."""
    name = names_in(message.room_id, {message.sender_id}).get(message.sender_id) or name_of(message.sender)
    return _quote(message, name, files_of([message.pk]))


def versions_for(*, viewer: Viewer, room_id: int, n: int) -> list[VersionView]:
    """Return all a message has said, the first version first. NotFound, Denied."""
    message = message_for(viewer=viewer, room_id=room_id, n=n)
    before = Version.objects.filter(message=message).order_by("pk")
    said = [VersionView(body=version.body, at=iso(version.at)) for version in before]
    return [*said, VersionView(body=message.body, at=iso(message.edited_at or message.at))]


def views_of(messages: list[Message]) -> list[MessageView]:
    """Show messages of one room that were read ``with_people``, with all that belongs to them."""
    if not messages:
        return []
    quoted = {message.reply_to.sender_id for message in messages if message.reply_to}
    names = names_in(messages[0].room_id, quoted | {message.sender_id for message in messages})
    ids = [message.pk for message in messages]
    reactions, threads = _reactions(ids), _threads(ids)
    files = files_of(ids + _silent_quotes(messages))
    mentions, polls = mention_views(messages), poll_views(ids)
    pinned = set(Pin.objects.filter(message__in=ids).values_list("message_id", flat=True))
    return [
        view_of(message, names, files).model_copy(
            update={
                "reactions": reactions.get(message.pk, []),
                "replies": threads.get(message.pk),
                "pinned": message.pk in pinned,
                "mentions": mentions.get(message.pk, []) if message.deleted_at is None else [],
                "poll": polls.get(message.pk),
            }
        )
        for message in messages
    ]


def with_choices(views: list[MessageView], participant_id: int) -> list[MessageView]:
    """Add what somebody chose in the polls among these messages."""
    polls = {view.id: view.poll for view in views if view.poll and view.id}
    mine = choices_of(participant_id=participant_id, polls=polls) if polls else {}
    return [view.model_copy(update={"poll": mine[view.id]}) if view.id in mine else view for view in views]


def thread_change(root: Message) -> ThreadChange:
    """Show what stands under ``root`` now."""
    return ThreadChange(n=root.n, replies=_threads([root.pk]).get(root.pk))


def _threads(root_ids: list[int]) -> dict[int, ThreadView]:
    under = Message.objects.filter(thread__in=root_ids, deleted_at=None).order_by()
    counts = under.values("thread").annotate(count=Count("pk"), last=Max("at"))
    rows = counts.values_list("thread_id", "count", "last")
    return {root_id: ThreadView(count=count, at=iso(last)) for root_id, count, last in rows}


def with_people(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Load all that ``views_of`` needs of each message.

    What few messages have is read beside them: to plan one statement of twelve tables took PostgreSQL
    longer than to run it.
    """
    people = Participant.objects.select_related("user", "guest")
    answered = Message.objects.select_related("sender__user", "sender__guest")
    return messages.select_related("sender__user", "sender__guest").prefetch_related(
        Prefetch("reply_to", answered), Prefetch("forwarded_from", people), "thread"
    )


def _reactions(message_ids: list[int]) -> dict[int, list[ReactionView]]:
    found: dict[int, dict[str, list[int]]] = {}
    rows = Reaction.objects.filter(message__in=message_ids).order_by("pk")
    for message_id, emoji, participant_id in rows.values_list("message_id", "emoji", "participant_id"):
        found.setdefault(message_id, {}).setdefault(emoji, []).append(participant_id)
    return {
        message_id: [ReactionView(emoji=emoji, participants=who) for emoji, who in emojis.items()]
        for message_id, emojis in found.items()
    }


def _quote_of(
    message: Message | None, names: dict[int, str], files: dict[int, list[FileView]]
) -> QuoteView | None:
    if message is None:
        return None
    return _quote(message, names.get(message.sender_id) or name_of(message.sender), files)


def _quote(message: Message, name: str, files: dict[int, list[FileView]]) -> QuoteView:
    said = said_in(message.body, files.get(message.pk, []))
    return QuoteView(n=message.n, sender=message.sender_id, name=name, body=said[:QUOTED])


def _silent_quotes(messages: list[Message]) -> list[int]:
    """Return the messages that are answered here and say nothing: they may be files."""
    return [one.reply_to.pk for one in messages if one.reply_to is not None and not one.reply_to.body]


def view_of(
    message: Message, names: dict[int, str], files: dict[int, list[FileView]] | None = None
) -> MessageView:
    """Show a stored message by itself; ``names`` are the display names in the room by participant.

    ``files`` are those of this message and of the one it answers, by message.
    """
    files = files or {}
    user = message.sender.user
    return MessageView(
        id=message.pk,
        n=message.n,
        room=message.room_id,
        sender=message.sender_id,
        user=user.pk if user else None,
        username=user.username if user else None,
        name=names.get(message.sender_id) or name_of(message.sender),
        body=message.body,
        at=iso(message.at),
        cid=message.cid,
        reply=_quote_of(message.reply_to, names, files) if message.deleted_at is None else None,
        edited=iso(message.edited_at) if message.edited_at else None,
        deleted=message.deleted_at is not None,
        thread=message.thread.n if message.thread else None,
        in_log=message.in_log,
        forwarded=forward_of(message.forwarded_from) if message.deleted_at is None else None,
        files=files.get(message.pk, []),
    )


def forward_of(author: Participant | None) -> ForwardView | None:
    """Show who said first what was forwarded."""
    if author is None:
        return None
    return ForwardView(sender=author.pk, user=author.user_id, name=name_of(author))


def name_of(participant: Participant) -> str:
    """Return what somebody is called where no name was chosen for the room."""
    if participant.user is not None:
        return participant.user.full_name
    return participant.guest.display_name if participant.guest else ""


def names_in(room_id: int, participant_ids: set[int]) -> dict[int, str]:
    """Return the names these participants have in the room; "" where none was chosen for it."""
    places = Membership.objects.filter(room_id=room_id, participant_id__in=participant_ids)
    return dict(places.values_list("participant_id", "display_name"))


def authors_among(*, participant_ids: set[int]) -> set[int]:
    """Return those of these participants who wrote something that is kept, or were whispered to."""
    wrote = Message.objects.filter(sender__in=participant_ids).values_list("sender_id", flat=True)
    whispers = Whisper.objects.filter(Q(sender__in=participant_ids) | Q(to__in=participant_ids))
    both = {one for pair in whispers.values_list("sender_id", "to_id") for one in pair}
    return {*wrote.distinct(), *both} & participant_ids


def messages_between(
    *, viewer: Viewer, room_id: int, since: datetime, until: datetime, limit: int
) -> list[tuple[datetime, MessageView]]:
    """Return what was written in a kept room in that time, oldest first, with when. NotFound, Denied."""
    member = rooms.require_member(viewer, room_id)
    if not member.room.kept:
        return []
    found = Message.objects.filter(room_id=room_id)
    first = _number_at(found, member.room.last_n, since)
    end = _number_at(found, member.room.last_n, until + timedelta(microseconds=1))
    messages = _read(found.filter(n__gte=first, n__lt=end).order_by("n")[:limit])
    return list(zip((message.at for message in messages), views_of(messages), strict=True))
