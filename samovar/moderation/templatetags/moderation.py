"""How deeds and reasons are called."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samovar.core.templatetags.shell import digits
from samovar.moderation.forms import REASONS, SPANS
from samovar.moderation.models import Entry

register = template.Library()

_VERBS = {
    "hid": gettext_noop("Hidden"),
    "showed": gettext_noop("Shown again"),
    "warned": gettext_noop("Warned"),
    "suspended": gettext_noop("Suspended"),
    "lifted": gettext_noop("Suspension lifted"),
    "dismissed": gettext_noop("Nothing wrong"),
    "let_in": gettext_noop("Let in"),
    "turned_away": gettext_noop("Turned away"),
    "invited": gettext_noop("Invitation made"),
    "uninvited": gettext_noop("Invitation ended"),
}
_KINDS = {
    "person": gettext_noop("Profile"),
    "post": gettext_noop("Post"),
    "comment": gettext_noop("A comment"),
    "message": gettext_noop("Message"),
    "room": gettext_noop("Room"),
}
_ICONS = {
    "person": "circle-user",
    "post": "file-text",
    "comment": "message-square",
    "message": "message-circle",
    "room": "door-open",
}


@register.filter
def verb_name(verb: str) -> str:
    return _(_VERBS[verb])


@register.filter
def kind_name(kind: str) -> str:
    return _(_KINDS[kind])


@register.filter
def kind_icon(kind: str) -> str:
    return _ICONS[kind]


@register.filter
def reason_name(reason: str) -> str:
    return str(dict(REASONS)[reason])


@register.filter
def deed_note(entry: Entry) -> str:
    """Return the note of a deed; what it begins with as a sign is said in words."""
    if entry.verb == Entry.Verb.SUSPENDED:
        span, sign, reason = entry.note.partition(": ")
        return f"{dict(SPANS).get(span, span)}{sign}{reason}"
    if entry.verb == Entry.Verb.INVITED:
        uses, _sign, days = entry.note.removesuffix(" d").partition(" × ")
        return f"{_('People')}: {digits(uses)} · {_('Days')}: {digits(days)}"
    return entry.note
