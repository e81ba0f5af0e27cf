"""Which words the sources hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_TYPESCRIPT = re.compile(
    r'(?<![\w.])(?:t\(\s*("(?:[^"\\]|\\.)*")|tn\(\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*"))'
)
_NOT_LITERAL = re.compile(r"(?<![\w.])tn?\(\s*(?![\"\s)])(?!text\b|one\b)")


@dataclass(frozen=True)
class Message:
    """A text and, where it is counted, its English plural."""

    text: str
    plural: str | None
    source: str


class WrongSource(Exception):
    """A text was wrapped in a way that no catalogue can hold."""


def python_messages(path: Path, name: str) -> Iterator[Message]:
    with path.open("rb") as file:
        for _line, found, _comments, _context in extract(
            "python", file, _KEYWORDS, options={"encoding": "utf-8"}
        ):
            if isinstance(found, tuple):
                yield Message(str(found[0]), str(found[1]), name)
            else:
                yield Message(found, None, name)


def template_messages(path: Path, name: str) -> Iterator[Message]:
    tokens = iter(Lexer(path.read_text(encoding="utf-8")).tokenize())
    for token in tokens:
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        for literal in constant_re.findall(token.contents):
            yield Message(literal[1:-1], None, name)
        if token.token_type is TokenType.BLOCK and (inline := inline_re.match(token.contents)):
            yield Message(inline[1][1:-1].replace("%", "%%"), None, name)
        elif token.token_type is TokenType.BLOCK and block_re.match(token.contents):
            yield _block_message(tokens, name, trimmed="trimmed" in token.split_contents())


def _block_message(tokens: Iterator[Token], name: str, *, trimmed: bool) -> Message:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type is TokenType.BLOCK and plural_re.match(token.contents):
            parts.append([])
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type is TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = ["".join(part) for part in parts]
    if trimmed:
        texts = [trim_whitespace(text) for text in texts]
    return Message(texts[0], texts[1] if len(texts) > 1 else None, name)


def typescript_messages(path: Path, name: str) -> Iterator[Message]:
    """Raise WrongSource where a text is not written out: nobody could find and translate it."""
    source = path.read_text(encoding="utf-8")
    if path.name != "i18n.ts" and (wrong := _NOT_LITERAL.search(source)):
        line = source.count("\n", 0, wrong.start()) + 1
        raise WrongSource(f'{name}:{line}: t() and tn() take a text in "double quotes"')
    for single, one, other in _TYPESCRIPT.findall(source):
        if single:
            yield Message(json.loads(single), None, name)
        else:
            yield Message(json.loads(one), json.loads(other), name)
