"""Names in a text: ``@anna`` as people type it, in any script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samovar.core.text import ZWNJ, fold_username

_NAMES_MAX = 20
_MENTION = re.compile(rf"(?<![\w@./])@([\w.+\-{ZWNJ}\u0300-\u036f\u064b-\u0652]{{2,40}})")
_ENDS = ".-+" + ZWNJ


def mentions_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each mention starts and ends, and the folded key of the name."""
    for found in _MENTION.finditer(text):
        name = found.group(1).rstrip(_ENDS)
        yield found.start(), found.start() + 1 + len(name), fold_username(name)


def names_in(text: str, *, most: int = _NAMES_MAX) -> list[str]:
    """Return the keys of the first ``most`` different names in the text."""
    return list(dict.fromkeys(key for _start, _end, key in mentions_in(text)))[:most]
