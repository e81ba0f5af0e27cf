"""Polls as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from samovar.chat import poll_rules
from samovar.chat.models import Poll, Vote
from samovar.chat.part_events import PollOption, PollView
from samovar.core.memory import iso


def mine_in(*, participant_id: int, poll_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return by poll what somebody chose; a poll without his vote has an empty list."""
    chosen: dict[int, list[int]] = {poll_id: [] for poll_id in poll_ids}
    rows = Vote.objects.filter(participant=participant_id, poll__in=chosen).order_by("option")
    for poll_id, option in rows.values_list("poll_id", "option"):
        chosen[poll_id].append(option)
    return chosen


def choices_of(*, participant_id: int, polls: dict[int, PollView]) -> dict[int, PollView]:
    """Show polls to somebody who may have voted in them."""
    mine = mine_in(participant_id=participant_id, poll_ids=polls)
    return {poll_id: poll.model_copy(update={"mine": mine[poll_id]}) for poll_id, poll in polls.items()}


def poll_views(message_ids: Iterable[int]) -> dict[int, PollView]:
    """Return by message how its poll stands, the same for everybody."""
    polls = list(Poll.objects.filter(message__in=list(message_ids)))
    if not polls:
        return {}
    votes = Vote.objects.filter(poll__in=polls)
    counts = {
        (poll, option): count
        for poll, option, count in votes.values_list("poll", "option").annotate(Count("pk"))
    }
    voters = dict(votes.values_list("poll").annotate(Count("participant", distinct=True)))
    return {poll.pk: _view(poll, counts, voters.get(poll.pk, 0)) for poll in polls}


def _view(poll: Poll, counts: dict[tuple[int, int], int], voters: int) -> PollView:
    return PollView(
        question=poll.question,
        options=[
            PollOption(text=text, votes=counts.get((poll.pk, place), 0))
            for place, text in enumerate(poll.options)
        ],
        many=poll.many,
        anonymous=poll.anonymous,
        closes=iso(poll.closes_at) if poll.closes_at else None,
        closed=poll_rules.is_closed(poll),
        voters=voters,
    )
