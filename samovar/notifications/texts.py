"""How each kind of notification reads, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from samovar.core.templatetags.shell import digits
from samovar.notifications.models import Notification

# {actor} is who did it, {subject} the name of what it was done to.
_TEXTS = {
    "invitation": gettext_noop("{actor} invites you to the room “{subject}”."),
    "like": gettext_noop("{actor} likes your post."),
    "comment": gettext_noop("{actor} commented on your post."),
    "reply": gettext_noop("{actor} replied to your comment."),
    "missed_call": gettext_noop("You missed a call from {actor}."),
    "mention": gettext_noop("{actor} mentions you."),
    "room_mention": gettext_noop("{actor} mentions you in “{subject}”."),
    "follow": gettext_noop("{actor} follows you."),
    "follow_request": gettext_noop("{actor} asks to follow you."),
    "follow_accepted": gettext_noop("{actor} lets you follow."),
    "message": gettext_noop("{actor} wrote to you: {subject}"),
    "message_request": gettext_noop("{actor} would like to write to you."),
    "warning": gettext_noop("The staff tells you: {subject}"),
    "thread": gettext_noop("{actor} answered in a thread: {subject}"),
    "meeting": gettext_noop("{actor} invites you to the meeting “{subject}”."),
    "meeting_changed": gettext_noop("{actor} has changed the meeting “{subject}”."),
    "meeting_cancelled": gettext_noop("{actor} has cancelled the meeting “{subject}”."),
    "meeting_soon": gettext_noop("The meeting “{subject}” begins in a few minutes."),
    "recording": gettext_noop("Your recording of “{subject}” is ready."),
    "export": gettext_noop("The archive with your data is ready."),
    "recording_shared": gettext_noop("{actor} shares the recording “{subject}” with you."),
}
# What is told as one when several people do it.
_CROWDS: dict[str, Callable[[int], str]] = {
    "like": lambda n: ngettext(
        "{actor} and {count} other like your post.", "{actor} and {count} others like your post.", n
    ),
    "comment": lambda n: ngettext(
        "{actor} and {count} other commented on your post.",
        "{actor} and {count} others commented on your post.",
        n,
    ),
    "reply": lambda n: ngettext(
        "{actor} and {count} other replied to you under a post.",
        "{actor} and {count} others replied to you under a post.",
        n,
    ),
    "follow": lambda n: ngettext(
        "{actor} and {count} other follow you.", "{actor} and {count} others follow you.", n
    ),
}
_ICONS = {
    "invitation": "door-open",
    "like": "heart",
    "comment": "message-circle",
    "reply": "reply",
    "missed_call": "phone-missed",
    "mention": "at-sign",
    "room_mention": "at-sign",
    "follow": "user-plus",
    "follow_request": "user-plus",
    "follow_accepted": "user-check",
    "message": "message-circle",
    "message_request": "mail",
    "warning": "shield",
    "thread": "messages-square",
    "meeting": "calendar",
    "meeting_changed": "calendar",
    "meeting_cancelled": "calendar",
    "meeting_soon": "clock",
    "recording": "film",
    "export": "download",
    "recording_shared": "film",
}
KINDS = frozenset(_TEXTS)
# Of these everybody is told.
ALWAYS = frozenset({"export", "warning"})
# How the settings call each kind.
LABELS = {
    "like": gettext_noop("Likes of your posts"),
    "comment": gettext_noop("Comments on your posts"),
    "reply": gettext_noop("Replies to your comments"),
    "mention": gettext_noop("Posts and comments that mention you"),
    "room_mention": gettext_noop("Messages in rooms that mention you"),
    "follow": gettext_noop("People who follow you"),
    "follow_request": gettext_noop("People who ask to follow you"),
    "follow_accepted": gettext_noop("Answers to your wish to follow somebody"),
    "message": gettext_noop("Messages"),
    "message_request": gettext_noop("Messages of people you have not let in"),
    "thread": gettext_noop("Answers in threads you follow"),
    "missed_call": gettext_noop("Missed calls"),
    "invitation": gettext_noop("Invitations to rooms"),
    "meeting": gettext_noop("Invitations to meetings"),
    "meeting_changed": gettext_noop("Meetings that are changed"),
    "meeting_cancelled": gettext_noop("Meetings that are cancelled"),
    "meeting_soon": gettext_noop("Meetings that begin soon"),
    "recording": gettext_noop("Your recordings that are ready"),
    "recording_shared": gettext_noop("Recordings others share with you"),
}
# How often mail may come.
DIGESTS = {
    "daily": gettext_noop("Once a day"),
    "weekly": gettext_noop("Once a week"),
    "never": gettext_noop("Never"),
}


def bundle_of(kind: str, target: str) -> str | None:
    """Return what a notification is shown as one with: what happens to one post, who follows on one day."""
    if kind not in _CROWDS:
        return None
    if kind == "follow":
        return f"follow:{timezone.now():%Y-%m-%d}"
    return f"{kind}:{urlsplit(target).path}"


def text_of(notification: Notification, others: int = 0) -> str:
    """Return the sentence without markup; ``others`` did the same."""
    sentence = _sentence(notification, others)
    return sentence.format(
        actor=_actor(notification), subject=notification.subject, count=digits(str(others))
    )


def html_of(notification: Notification, others: int = 0) -> SafeString:
    """Return the sentence with names set apart, so that any script keeps its place."""
    sentence = escape(_sentence(notification, others))
    names = {
        "actor": format_html("<strong><bdi>{}</bdi></strong>", _actor(notification)),
        "subject": format_html("<bdi>{}</bdi>", notification.subject),
        "count": digits(str(others)),
    }
    # Both the sentence and the names are escaped above.
    return mark_safe(sentence.format(**names))  # noqa: S308


def _sentence(notification: Notification, others: int) -> str:
    if others and notification.kind in _CROWDS:
        return _CROWDS[notification.kind](others)
    return _(_TEXTS[notification.kind])


def icon_of(notification: Notification) -> str:
    return _ICONS[notification.kind]


def _actor(notification: Notification) -> str:
    return notification.actor.full_name if notification.actor else _("Somebody")
