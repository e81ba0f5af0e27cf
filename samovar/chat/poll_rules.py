"""What a poll may be, and who may close it. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.chat.models import Message, Poll
from samovar.chat.rules import can_delete
from samovar.core.errors import Denied, Invalid, Text
from samovar.rooms.models import Membership

QUESTION_MAX = 300  # characters
OPTION_MAX = 100
FEWEST, MOST = 2, 10
LONGEST = 30 * 24 * 60  # minutes


def require_question(text: str) -> str:
    """Return the question without the spaces around it. Invalid (field question)."""
    question = text.strip()
    if not question or not _is_sent(question):
        raise _wrong("question", _("Write a question."))
    if len(question) > QUESTION_MAX:
        raise _wrong("question", _("A question has at most 300 characters."))
    return question


def require_options(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the options without the spaces around them. Invalid (field options)."""
    options = tuple(" ".join(text.split()) for text in texts)
    if not FEWEST <= len(options) <= MOST:
        raise _wrong("options", _("A poll has 2 to 10 options."))
    if not all(option and _is_sent(option) for option in options):
        raise _wrong("options", _("An option needs a text."))
    if any(len(option) > OPTION_MAX for option in options):
        raise _wrong("options", _("An option has at most 100 characters."))
    if len({option.casefold() for option in options}) < len(options):
        raise _wrong("options", _("Two options are the same."))
    return options


def require_minutes(minutes: int | None) -> None:
    """A poll is open for a minute to 30 days, or without an end. Invalid (field minutes)."""
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise _wrong("minutes", _("A poll is open for a minute to 30 days."))


def require_choice(poll: Poll, options: Iterable[int]) -> list[int]:
    """Return the chosen options in order. Invalid (field options), Denied (``poll_closed``)."""
    chosen = sorted(set(options))
    if is_closed(poll):
        raise Denied(_("This poll is closed."), code="poll_closed")
    if any(not 0 <= option < len(poll.options) for option in chosen):
        raise _wrong("options", _("There is no such option."))
    if len(chosen) > 1 and not poll.many:
        raise _wrong("options", _("Only one option can be chosen in this poll."))
    return chosen


def is_closed(poll: Poll) -> bool:
    """Its time is over, or somebody ended it before."""
    return poll.closes_at is not None and poll.closes_at <= timezone.now()


def require_can_close(membership: Membership, message: Message) -> None:
    """Who asked, and the owner and hosts of the room."""
    if not can_delete(membership, message):
        raise Denied(_("Only who asked, or a host, may close a poll."), code="not_author")


def require_no_poll(message: Message) -> None:
    """People voted on what was asked: it cannot be asked differently. Invalid."""
    if Poll.objects.filter(message=message).exists():
        raise Invalid(_("A poll cannot be edited."), code="is_poll")


def _is_sent(text: str) -> bool:
    return "\x00" not in text


def _wrong(field: str, sentence: Text) -> Invalid:
    return Invalid(sentence, code="bad_poll", fields={field: [sentence]})
