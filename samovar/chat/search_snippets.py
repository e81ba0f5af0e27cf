"""What is shown of a message that was found: the place of the first hit, with all hits marked."""

from __future__ import annotations

import re

from samovar.chat.search_events import SnippetPart
from samovar.chat.search_words import MARKS, Term, plain_words

BEFORE, SHOWN = 40, 200  # characters before the first hit, and altogether
_WORD = re.compile(f"[\\w\u200c{MARKS}]+")


def snippet_of(body: str, terms: list[Term]) -> list[SnippetPart]:
    """Cut ``body`` around its first hit into pieces that are hits or not. The text itself is unchanged."""
    hits = [found.span() for found in _WORD.finditer(body) if _is_hit(found.group(), terms)]
    start = _start(body, hits[0][0]) if hits else 0
    end = min(len(body), start + SHOWN)
    parts = [("…", False)] if start else []
    here = start
    for first, last in hits:
        if last > end:
            break
        parts += [(body[here:first], False), (body[first:last], True)]
        here = last
    parts.append((body[here:end] + ("…" if end < len(body) else ""), False))
    return [SnippetPart(text=text, hit=hit) for text, hit in parts if text]


def _start(body: str, hit: int) -> int:
    """Begin at a word some way before the hit."""
    if hit <= BEFORE:
        return 0
    space = body.find(" ", hit - BEFORE, hit)
    return space + 1 if space >= 0 else hit - BEFORE


def _is_hit(word: str, terms: list[Term]) -> bool:
    plain = plain_words(word).split()
    return any(one.startswith(term.prefixes) or one in term.phrase for term in terms for one in plain)
