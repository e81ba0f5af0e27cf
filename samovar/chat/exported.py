"""What people take home of what they wrote, and of what was written to them alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.chat.models import (
    Begun,
    Following,
    Habit,
    Message,
    Muting,
    Reaction,
    Star,
    Version,
    Vote,
    Whisper,
)
from samovar.rooms.models import Membership, Room

_DIRECT = Room.Kind.DIRECT


tell(
    Part(
        "messages",
        _("Messages"),
        lambda person: Message.objects.filter(sender__user=person, deleted_at=None),
        ("room__name", "room__code", "room__kind", "n", "body", "at", "edited_at"),
        text="body",
        at="at",
    ),
    Part(
        "conversations",
        _("Messages written to you"),
        lambda person: Message.objects.filter(
            room__kind=_DIRECT,
            room__in=Membership.objects.filter(participant__user=person).values("room"),
            deleted_at=None,
        ).exclude(sender__user=person),
        ("sender__user__username", "room__code", "n", "body", "at"),
        text="body",
        at="at",
    ),
    Part(
        "whispers",
        _("Private messages in rooms"),
        lambda person: Whisper.objects.filter(sender__user=person),
        ("room__name", "to__user__username", "body", "at"),
        text="body",
        at="at",
    ),
    Part(
        "whispers-received",
        _("Private messages in rooms written to you"),
        lambda person: Whisper.objects.filter(to__user=person),
        ("room__name", "sender__user__username", "body", "at"),
        text="body",
        at="at",
    ),
    Part(
        "message-versions",
        _("Earlier versions of your messages"),
        lambda person: Version.objects.filter(message__sender__user=person),
        ("message__room__name", "message__n", "body", "at"),
        text="body",
        at="at",
    ),
    Part(
        "drafts",
        _("Drafts"),
        lambda person: Begun.objects.filter(membership__participant__user=person),
        ("membership__room__name", "body"),
        text="body",
    ),
    Part(
        "reactions",
        _("Reactions"),
        lambda person: Reaction.objects.filter(participant__user=person),
        ("emoji", "message__room__name", "message__n"),
        text="emoji",
    ),
    Part(
        "stars",
        _("Starred messages"),
        lambda person: Star.objects.filter(participant__user=person),
        ("message__room__name", "message__n", "message__body"),
        text="message__body",
    ),
    Part(
        "threads",
        _("Threads you follow"),
        lambda person: Following.objects.filter(participant__user=person),
        ("message__room__name", "message__n", "on"),
        text="message__room__name",
    ),
    Part(
        "votes",
        _("Votes"),
        lambda person: Vote.objects.filter(participant__user=person),
        ("poll__question", "option"),
        text="poll__question",
    ),
    Part(
        "muted-rooms",
        _("Rooms you mute"),
        lambda person: Muting.objects.filter(participant__user=person),
        ("room__name",),
        text="room__name",
    ),
    Part(
        "writing",
        _("How you write"),
        lambda person: Habit.objects.filter(user=person),
        ("enter_sends",),
    ),
)
