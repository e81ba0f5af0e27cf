"""The catalogues: gettext files beside Python and templates, JSON files beside TypeScript."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from samovar.core.messages.sources import Message

LANGUAGES = ("ru", "fa")
# What Intl.PluralRules can answer for whole numbers.
PLURALS = {"ru": {"one", "few", "many"}, "fa": {"one", "other"}}
_HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_DATES = re.compile(
    r'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By|Report-Msgid-Bugs-To):.*\n',
    re.MULTILINE,
)

JsonCatalogue = dict[str, Any]
Memory = dict[tuple[str, bool], Any]


def po_path(folder: Path, language: str) -> Path:
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def json_path(folder: Path, language: str) -> Path:
    return folder / "locale" / f"{language}.json"


def read_catalogue(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update_catalogue(path: Path, language: str, messages: Iterable[Message], memory: Memory) -> None:
    """Write what the sources hold now, with the translations known; a new text is left empty."""
    old = read_catalogue(path, language)
    new = Catalog(locale=language, project="Samovar", charset="utf-8", fuzzy=False)
    new.header_comment = "# Samovar: English texts and their translations."
    for message in messages:
        found = old.get(message.text)
        string = (
            found.string
            if found and any(_forms(found.string))
            else memory.get((message.text, bool(message.plural)))
        )
        key = (message.text, message.plural) if message.plural else message.text
        new.add(key, string or None, locations=[(message.source, 0)], flags=found.flags if found else ())
    _write(path, new)


def _write(path: Path, catalogue: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, include_lineno=False)
    text = path.read_text(encoding="utf-8")
    path.write_text(_DATES.sub("", text), encoding="utf-8")


def catalogue_faults(path: Path, language: str, messages: Iterable[Message]) -> list[str]:
    """Return a sentence for each text that is missing, stale, fuzzy or has other holes than the original."""
    catalogue = read_catalogue(path, language)
    wanted = {message.text: message for message in messages}
    faults = [f"{path}: not in the catalogue: {text!r}" for text in wanted if catalogue.get(text) is None]
    for entry in catalogue:
        text = entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id
        if not text:
            continue
        if text not in wanted:
            faults.append(f"{path}: no longer used: {text!r}")
        elif entry.fuzzy:
            faults.append(f"{path}: fuzzy: {text!r}")
        elif not all(_forms(entry.string)):
            faults.append(f"{path}: not translated: {text!r}")
        elif not _same_holes(wanted[text], _forms(entry.string)):
            faults.append(f"{path}: other placeholders than in English: {text!r}")
    return faults


def compile_catalogues(package: Path) -> int:
    """Write the .mo file beside each .po of the package; return how many."""
    paths = sorted(package.glob("**/locale/*/LC_MESSAGES/django.po"))
    for path in paths:
        catalogue = read_catalogue(path, path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return len(paths)


def read_json(path: Path) -> JsonCatalogue:
    if not path.exists():
        return {}
    found: JsonCatalogue = json.loads(path.read_text(encoding="utf-8"))
    return found


def update_json(path: Path, language: str, messages: Iterable[Message], memory: Memory) -> None:
    old = read_json(path)
    new: JsonCatalogue = {}
    for message in messages:
        empty: Any = dict.fromkeys(sorted(PLURALS[language]), "") if message.plural else ""
        new[message.text] = old.get(message.text) or memory.get((message.text, bool(message.plural))) or empty
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(new, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def json_faults(path: Path, language: str, messages: Iterable[Message]) -> list[str]:
    catalogue = read_json(path)
    wanted = {message.text: message for message in messages}
    faults = [f"{path}: no longer used: {text!r}" for text in catalogue if text not in wanted]
    for text, message in wanted.items():
        found = catalogue.get(text)
        if not _is_complete(found, message, language):
            faults.append(f"{path}: not translated: {text!r}")
        elif not _same_holes(message, _forms(found)):
            faults.append(f"{path}: other placeholders than in English: {text!r}")
    return faults


def _is_complete(found: Any, message: Message, language: str) -> bool:
    if message.plural is None:
        return isinstance(found, str) and found != ""
    return isinstance(found, dict) and set(found) >= PLURALS[language] and all(found.values())


def _forms(string: Any) -> list[str]:
    if isinstance(string, dict):
        return list(string.values())
    return list(string) if isinstance(string, (tuple, list)) else [string or ""]


def _same_holes(message: Message, forms: list[str]) -> bool:
    wanted = _holes(message.text)
    if message.plural is None:
        return all(_holes(form) == wanted for form in forms)
    # A singular may say its number in a word.
    allowed = wanted | _holes(message.plural)
    return all(_holes(form) <= allowed for form in forms)


def _holes(text: str) -> set[str]:
    return {first or second for first, second in _HOLE.findall(text)}
