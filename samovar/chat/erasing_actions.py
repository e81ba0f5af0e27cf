"""Deleting what somebody wrote, a portion at a time; the other side keeps its own (D12)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samovar.accounts.models import User
from samovar.chat.file_actions import release_files
from samovar.chat.models import (
    Begun,
    Following,
    Message,
    Muting,
    Pin,
    Poll,
    Reaction,
    Star,
    Version,
    Vote,
    Whisper,
)
from samovar.core.housekeeping import forget_events_of


@transaction.atomic
def erase_person(*, person: User, ghost: User, portion: int) -> bool:
    """Take the text from a portion of what ``person`` wrote; say whether there may be more.

    His place may be the ghost's by now, since rooms answer too.
    """
    people = [person, ghost]
    # Words of his that others forwarded are his words too.
    written = Message.objects.filter(Q(sender__user__in=people) | Q(forwarded_from__user__in=people))
    messages = list(written.exclude(body="", deleted_at__isnull=False).order_by("pk")[:portion])
    ids = [message.pk for message in messages]
    Version.objects.filter(message__in=ids).delete()
    Poll.objects.filter(message__in=ids).delete()
    Vote.objects.filter(participant__user__in=people).delete()
    Begun.objects.filter(membership__participant__user__in=people).delete()
    Reaction.objects.filter(Q(message__in=ids) | Q(participant__user__in=people)).delete()
    for kind in (Star, Following, Muting):
        kind.objects.filter(participant__user__in=people).delete()
    Pin.objects.filter(message__in=ids).delete()
    Star.objects.filter(message__in=ids).delete()
    release_files(actor=None, message_ids=ids)
    gone: dict[str, Any] = {
        "body": "",
        "edited_at": None,
        "deleted_at": timezone.now(),
        "forwarded_from": None,
        "mentions": [],
    }
    Message.objects.filter(pk__in=ids).update(**gone)
    Whisper.objects.filter(sender__user__in=people).delete()
    forget_events_of({f"r:{message.room_id}" for message in messages})
    return len(ids) == portion
