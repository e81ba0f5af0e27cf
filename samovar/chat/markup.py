"""The small Markdown of messages, as far as the server reads it: to strip it, and to leave code alone.

Each pattern stops at the next mark of its own kind, so none of them takes more than linear time.
"""

from __future__ import annotations

import re

HIDDEN = "\u2592" * 3  # what stands for the words of a spoiler
_FENCE = re.compile(r" {0,3}```+ *[^\s`]{0,40} *\Z")
_FENCE_END = re.compile(r" {0,3}```+ *\Z")
_CODE = re.compile(r"(?<!`)(`+)([^`]+)\1(?!`)")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]\((?:https?://|mailto:)(?:[^\s()<>\[\]]|\([^\s()<>\[\]]*\)){1,2000}\)",
    re.IGNORECASE,
)
_SPOILER = re.compile(r"\|\|(?=\S)(?:[^|]|\|(?!\|))+(?<=\S)\|\|")
_PAIRED = re.compile(r"(\*\*|~~)(?=\S)((?:(?!\1).)+)(?<=\S)\1", re.DOTALL)
_ITALIC = re.compile(r"(?<![\w*/])\*(?=[^\s*])([^*]+)(?<=[^\s*])\*(?![\w*])")
_QUOTE = re.compile(r"(?m)^(?:>(?=[> ]|$) ?)+")


def without_code(body: str) -> str:
    """Return a message without the code in it, where a name is no mention."""
    if "`" not in body:
        return body
    return _CODE.sub(" ", "\n".join(line for line, is_code in _lines(body) if not is_code))


def plain(body: str) -> str:
    """Return a message on one line without its marks; what a spoiler hides stays hidden."""
    text = "\n".join(line for line, _is_code in _lines(body))
    text = _LINK.sub(r"\1", _CODE.sub(r"\2", text))
    text = _PAIRED.sub(r"\2", _SPOILER.sub(HIDDEN, _QUOTE.sub("", text)))
    return " ".join(_ITALIC.sub(r"\1", _PAIRED.sub(r"\2", text)).split())


def _lines(body: str) -> list[tuple[str, bool]]:
    """Return the lines without fences, each with whether it is code."""
    found: list[tuple[str, bool]] = []
    is_code = False
    for line in body.split("\n"):
        if (_FENCE_END if is_code else _FENCE).match(line):
            is_code = not is_code
        else:
            found.append((line, is_code))
    return found
