"""Words as people look for them: what is typed in any keyboard, form and script finds what was meant.

Text and question are made plain in the same way; a word of the question then stands for all words that
begin with its stem, so no form has to be stored.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from samovar.core.text import ZWNJ

WORDS_MAX = 12  # of a question
SHORTEST_STEM = 3
# Arabic letters for Persian ones, digits of both, and the one Cyrillic letter that is often left out.
ALIKE = {
    "\u064a": "\u06cc",
    "\u0649": "\u06cc",
    "\u0643": "\u06a9",
    "\u0629": "\u0647",
    "\u06c0": "\u0647",
    "\u06d5": "\u0647",
    "\u06c1": "\u0647",
    **{chr(0x660 + digit): str(digit) for digit in range(10)},
    **{chr(0x6F0 + digit): str(digit) for digit in range(10)},
}
# Marks above and below letters (after NFKD), vowel signs, the kashida; all that is said without them too.
MARKS = "\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u0640\u06d6-\u06ed\u200b\u200d-\u200f\u2060\ufeff"
_MARKS = re.compile(f"[{MARKS}]")
_NO_WORD = re.compile(r"[\W_]+")
_FORMS = str.maketrans(ALIKE)
# What may stand behind a Persian noun: plurals with or without whose it is, and degrees.
_NOUN_ENDS = re.compile("(?:ها(?:ی(?:م|ت|ش|مان|تان|شان)?)?|(?<=ان)(?:م|ت|ش|مان|تان|شان)|تر(?:ین)?)$")
_VERB_BEGINS = re.compile("^ن?می(?=.{4})")
_VERB_ENDS = re.compile("(?:یم|ید|ند|م|ی|د)$")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: any of ``prefixes`` begins a word, or the words of ``phrase`` stand in a row.

    Of a phrase the last word may go on.
    """

    prefixes: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()


def plain_words(text: str) -> str:
    """Return the words of ``text`` with single spaces; with a ZWNJ as one word, then as several."""
    joined = _plain(text.replace(ZWNJ, ""))
    return f"{joined} {_plain(text.replace(ZWNJ, ' '))}" if ZWNJ in text else joined


def terms_of(question: str) -> list[Term]:
    """Return what to look for, at most 12 terms; text in quotation marks is one. Empty without any word."""
    terms: list[Term] = []
    for quoted, word in re.findall(r'["«“]([^"»”]*)["»”]|([^\s"«»“”]+)', question[:400]):
        terms += [_phrase(quoted)] if quoted else _words(word)
    return [term for term in terms if term.prefixes or term.phrase][:WORDS_MAX]


def _plain(text: str) -> str:
    # The Arabic forms first: some of them would fall apart into a letter and a mark.
    whole = unicodedata.normalize("NFKD", text.translate(_FORMS).lower()).translate(_FORMS)
    return _NO_WORD.sub(" ", _MARKS.sub("", whole)).strip()


def _phrase(text: str) -> Term:
    return Term(phrase=tuple(_plain(text.replace(ZWNJ, "")).split()))


def _words(word: str) -> list[Term]:
    if ZWNJ not in word:
        return [Term(prefixes=_forms(part)) for part in _plain(word).split()]
    parts = tuple(_plain(word.replace(ZWNJ, " ")).split())
    return [Term(prefixes=_forms(_plain(word.replace(ZWNJ, ""))), phrase=parts)]


@lru_cache(maxsize=1024)
def _forms(word: str) -> tuple[str, ...]:
    """Return the beginnings under which other forms of ``word`` are found."""
    if not word:
        return ()
    found = [stem_of(word)]
    verb = _VERB_BEGINS.sub("", word)
    if verb != word:
        found.append(_shortened(verb, _VERB_ENDS))
    return tuple(dict.fromkeys(found))


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415 - its tables for thirty languages are read at the first search

    return snowballstemmer.stemmer(language)


def stem_of(word: str) -> str:
    """Return what ``word`` has in common with its stem, so that it begins the word itself too."""
    language = _language(word)
    if language == "persian":
        word = _shortened(word, _NOUN_ENDS)
    stem = _stemmer(language).stemWord(word)
    common = next(
        (at for at, pair in enumerate(zip(word, stem, strict=False)) if pair[0] != pair[1]), len(stem)
    )
    return word[:common] if common >= SHORTEST_STEM else word


def _shortened(word: str, ends: re.Pattern[str]) -> str:
    short = ends.sub("", word)
    return short if len(short) >= SHORTEST_STEM else word


def _language(word: str) -> str:
    first = word[0]
    if "\u0400" <= first <= "\u04ff":
        return "russian"
    return "persian" if "\u0600" <= first <= "\u06ff" else "english"
