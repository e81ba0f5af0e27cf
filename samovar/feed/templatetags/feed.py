"""How the text of a post is drawn."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from samovar.feed.hashtags import hashtags_in
from samovar.people.mentions import mentions_in

register = template.Library()

_ADDRESS = re.compile(r"""https?://[^\s<>"'`\u200e\u200f]+""", re.IGNORECASE)
_TRAILING = ".,;:!?…،؛؟»”’*_~"


@register.simple_tag
def rich_text(text: str, mentioned: Collection[str] = ()) -> SafeString:
    """Text with web addresses, hashtags and ``mentioned`` names (folded keys) as links, all else escaped."""
    parts: list[str] = []
    at = 0
    for start, end, href, is_own in _links(text, mentioned):
        if start < at:
            continue
        outward = "" if is_own else mark_safe(' rel="nofollow noopener noreferrer" target="_blank"')
        link = format_html('<a class="text-link" href="{}"{}>{}</a>', href, outward, text[start:end])
        parts += [escape(text[at:start]), link]
        at = end
    # Every part is escaped above.
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308


def _links(text: str, mentioned: Collection[str]) -> list[tuple[int, int, str, bool]]:
    names = [
        (start, end, f"/@{text[start + 1 : end]}/", True)
        for start, end, key in mentions_in(text)
        if key in mentioned
    ]
    tags = [
        (start, end, f"/tags/{quote(text[start + 1 : end])}/", True) for start, end, _ in hashtags_in(text)
    ]
    return sorted([*_addresses(text), *names, *tags])


def _addresses(text: str) -> Iterator[tuple[int, int, str, bool]]:
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_TRAILING)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(_TRAILING)
        yield found.start(), found.start() + len(address), address, False


@register.simple_tag
def mosaic(count: int) -> str:
    """The class of the arrangement of so many pictures: one to four have their own."""
    return f"mosaic mosaic-{min(count, 4)}"


@register.simple_tag
def more_address(path: str, **values: Any) -> str:
    """``path`` with those of ``values`` that are not empty as its query."""
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{path}?{query}" if query else path
