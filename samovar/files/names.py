"""What a file is called: something that can be shown and saved anywhere, and looks like what it is."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150  # characters, with the ending
_ENDING = re.compile(r"\.\w{1,12}$")
# Marks that turn the direction of writing let "exe.gnp" look like a picture.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_BAD = frozenset('/\\:*?"<>|')


def safe_name(told: str) -> str:
    """Return a name for what somebody called ``told``: never empty, no folder, at most 150 characters."""
    last = re.split(r"[/\\]", told.rstrip("/\\"))[-1]
    kept = "".join("_" if one in _BAD else one for one in last if _is_shown(one))
    name = unicodedata.normalize("NFC", " ".join(kept.split())).strip(". ")
    return _short(name) or "file"


def _is_shown(one: str) -> bool:
    return one not in _TURNING and (
        one == " " or unicodedata.category(one) not in {"Cc", "Cs", "Cn", "Zl", "Zp"}
    )


def _short(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    found = _ENDING.search(name)
    ending = found.group() if found else ""
    return name[: LONGEST - len(ending)].rstrip(". ") + ending
