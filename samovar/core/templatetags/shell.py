"""What templates of all apps draw with: icons, faces, digits, times."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()

_FACE_COLOURS = 8
_HASH_MODULUS = 99_991
_DIRECTED = frozenset({"arrow-left", "arrow-right", "chevron-left", "chevron-right", "corner-up-left"}) | {
    "log-in",
    "log-out",
    "reply",
    "send",
    "send-horizontal",
    "undo-2",
}
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@cache
def _icons() -> dict[str, str]:
    path = Path(__file__).resolve().parent.parent / "icons.json"
    icons: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return icons


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A Lucide icon, inline. It has no name of its own: the control around it carries one."""
    flip = " icon-flip" if name in _DIRECTED else ""
    # The shapes are ours, written by frontend/scripts/icons.mjs.
    shapes = mark_safe(_icons()[name])  # noqa: S308
    return format_html(
        '<svg class="icon{} {}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', flip, classes, shapes
    )


def initials(name: str) -> str:
    """First letters of the first and the last word."""
    words = [word for word in re.split(r"[\s._-]+", name) if any(map(str.isalnum, word))]
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(word[0].upper() for word in ends)


def face_colour(name: str) -> int:
    """The number of the gradient that belongs to a name; frontend/src/lib/avatar.ts counts alike."""
    found = 0
    for character in name:
        found = (found * 31 + ord(character)) % _HASH_MODULUS
    return found % _FACE_COLOURS


@register.simple_tag
def avatar(name: str, size: str = "", picture: str = "") -> SafeString:
    """A round face with initials, its gradient chosen by the name as frontend/src/lib/avatar.ts does.

    ``size`` is "", "s" or "l", ``picture`` the name of a stored picture that covers the initials.
    Hidden from screen readers: the name stands beside it.
    """
    colour = face_colour(name)
    size_class = f" face-{size}" if size else ""
    shown = initials(name)
    if picture:
        side = 192 if size == "l" else 96
        shown = format_html('<img class="face-picture" src="/files/{}/{}.webp" alt="">', picture, side)
    return format_html('<span class="face face-{}{}" aria-hidden="true">{}</span>', colour, size_class, shown)


@register.simple_tag
def room_face(name: str, symbol: str) -> SafeString:
    """A round face with an icon, in the colour of the room's name."""
    colour = face_colour(name)
    return format_html('<span class="face face-{}" aria-hidden="true">{}</span>', colour, icon(symbol))


@register.filter
def digits(value: object) -> str:
    """Numbers inside a text with the digits of the viewer's language."""
    text = str(value)
    return text.translate(_PERSIAN_DIGITS) if (get_language() or "").startswith("fa") else text


@register.simple_tag
def ago(at: datetime) -> SafeString:
    """How long ago; the browser puts it into the viewer's zone and calendar (enhance/times.ts)."""
    return format_html(
        '<time datetime="{}" data-ago translate="no">{}</time>', at.isoformat(), digits(naturaltime(at))
    )


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A date with its time of day."""
    shown = digits(date_format(localtime(at), "DATETIME_FORMAT"))
    return format_html('<time datetime="{}" data-moment translate="no">{}</time>', at.isoformat(), shown)


@register.simple_tag
def day(at: datetime) -> SafeString:
    """A date without time."""
    shown = digits(date_format(localtime(at), "DATE_FORMAT"))
    return format_html('<time datetime="{}" data-day translate="no">{}</time>', at.isoformat(), shown)
