"""Asking the room, and answering. Votes count once, however often they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from samovar.chat import poll_rules
from samovar.chat.change_actions import changed, found_message
from samovar.chat.models import Poll, Vote
from samovar.chat.part_events import PollIn, PollOption, PollView
from samovar.chat.poll_events import PollVoted
from samovar.chat.poll_queries import poll_of
from samovar.chat.poll_views import mine_in
from samovar.core.batch import Batch, joined
from samovar.core.caller import Caller
from samovar.core.memory import iso


@dataclass(frozen=True, slots=True)
class NewPoll:
    """A poll on its way. ``minutes``: how long it is open, None: until somebody closes it."""

    question: str
    options: tuple[str, ...]
    many: bool = False
    anonymous: bool = False
    minutes: int | None = None

    @classmethod
    def of(cls, told: PollIn) -> NewPoll:
        return cls(told.question, tuple(told.options), told.many, told.anonymous, told.minutes)

    @property
    def content(self) -> list[object]:
        """What makes it the same when it comes again."""
        return [self.question, list(self.options), self.many, self.anonymous, self.minutes]

    @property
    def body(self) -> str:
        """What it says where only text is shown."""
        return "\n".join([self.question, *(f"{place}. {text}" for place, text in enumerate(self.options, 1))])


def judged(poll: NewPoll) -> NewPoll:
    """Return the poll without the spaces around its texts. Invalid (fields question, options, minutes)."""
    question = poll_rules.require_question(poll.question)
    options = poll_rules.require_options(poll.options)
    poll_rules.require_minutes(poll.minutes)
    return NewPoll(question, options, poll.many, poll.anonymous, poll.minutes)


def add_poll(batch: Batch, poll: NewPoll, message_id: int, at: datetime) -> PollView:
    """Store the poll of a message that is being sent, with it."""
    closes = at + timedelta(minutes=poll.minutes) if poll.minutes else None
    row = {"message_id": message_id, "question": poll.question, "options": list(poll.options)}
    batch.add(Poll, row | {"many": poll.many, "anonymous": poll.anonymous, "closes_at": closes})
    return PollView(
        question=poll.question,
        options=[PollOption(text=text, votes=0) for text in poll.options],
        many=poll.many,
        anonymous=poll.anonymous,
        closes=iso(closes) if closes else None,
        closed=False,
        voters=0,
    )


def vote(*, actor: Caller, room_id: int, n: int, options: list[int]) -> list[int]:
    """Choose these options and no others; none takes the vote back. Returns what is chosen now, in order.

    Told to the room as it stands, and to the actor's own tabs. NotFound, Denied, Invalid (field options).
    """
    with joined() as batch:
        batch.lock([f"r:{room_id}", actor.key])
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        poll = poll_of(message)
        wanted = poll_rules.require_choice(poll, options)
        before = mine_in(participant_id=member.participant_id, poll_ids=[poll.pk])[poll.pk]
        if wanted == before:
            return wanted
        mine = Vote.objects.filter(poll=poll, participant=member.participant)
        mine.exclude(option__in=wanted).delete()
        Vote.objects.bulk_create(
            Vote(poll=poll, participant=member.participant, option=option)
            for option in wanted
            if option not in before
        )
        batch.append(member.room.stream, changed(message))
        batch.append(actor.key, PollVoted(room=room_id, n=n, mine=wanted))
        return wanted


def close_poll(*, actor: Caller, room_id: int, n: int) -> None:
    """Nobody votes any more: its author, or a host. NotFound, Denied."""
    with joined() as batch:
        member, message = found_message(actor=actor, room_id=room_id, n=n)
        poll = poll_of(message)
        poll_rules.require_can_close(member, message)
        if not poll_rules.is_closed(poll):
            poll.closes_at = timezone.now()
            poll.save(update_fields=["closes_at"])
            batch.append(member.room.stream, changed(message))
