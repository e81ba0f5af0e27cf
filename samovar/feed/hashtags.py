"""Words in a text that lead to all that was posted with them: ``#tea``, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samovar.core.text import ZWNJ, fold_username

TAG_MAX = 50  # characters
_TAGS_MAX = 20
_WORD = rf"[\w{ZWNJ}\u0300-\u036f\u064b-\u0652]"
# Not within a word or an address, and never of digits alone: "#1" is a place in a list.
_HASHTAG = re.compile(rf"(?<![\w&/#])#(?!\d+(?!{_WORD}))({_WORD}{{1,{TAG_MAX}}})(?!{_WORD})")


def tag_key(tag: str) -> str:
    """Return under what a tag is kept: however it is written, it is one."""
    return fold_username(tag)


def hashtags_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each hashtag starts and ends, and its key."""
    for found in _HASHTAG.finditer(text):
        yield found.start(), found.end(), tag_key(found.group(1))


def tags_in(text: str) -> list[str]:
    """Return the keys of the first twenty different hashtags in the text."""
    return list(dict.fromkeys(key for _start, _end, key in hashtags_in(text)))[:_TAGS_MAX]
