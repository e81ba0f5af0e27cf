"""How names are compared: in any script, the way people read them."""

from __future__ import annotations

import unicodedata

ZWNJ = "\u200c"
# Right-to-left overrides and the like would let one name pass for another.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Arabic yeh, alef maksura and kaf look like Persian ye and kaf on most screens.
_ALIKE = str.maketrans({"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", ZWNJ: ""})


def _digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def fold_username(name: str) -> str:
    """Return the key under which two usernames that read alike collide (decision C24)."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", _storable(name)).casefold())
    return "".join(map(_digit, folded.translate(_ALIKE)))


def _storable(name: str) -> str:
    """PostgreSQL cannot even be asked for a NUL; in its place stands what no name may hold."""
    return name.replace("\0", "\uffff")


def is_printed(text: str) -> bool:
    """Say whether a name has something to see, on one line and in one direction."""
    categories = {unicodedata.category(character) for character in text}
    visible = any(category[0] in "LNPS" for category in categories)
    return visible and not categories & {"Cc", "Cs", "Zl", "Zp"} and not _TURNING & set(text)


def fold_name(name: str) -> str:
    """Return the key under which two room names collide: NFC and case-folded (decision C4)."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", _storable(name)).casefold()).strip()
