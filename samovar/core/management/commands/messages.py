"""The words of the product: collect, check and compile them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from samovar.core.messages import catalogues, sources
from samovar.core.messages.catalogues import LANGUAGES, Memory
from samovar.core.messages.sources import Message, WrongSource

PACKAGE: Path = settings.PACKAGE
FRONTEND = PACKAGE.parent / "frontend" / "src"


class Command(BaseCommand):
    """Collects texts per app and per front-end folder; with --check only tells what is wrong."""

    help = "Collect the texts of Python, templates and TypeScript into their catalogues and compile them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "only", nargs="*", help="names of folders to collect, as people or chat; all when none"
        )
        parser.add_argument(
            "--check", action="store_true", help="fail when anything is missing, fuzzy or stale"
        )
        parser.add_argument("--compile", action="store_true", help="only compile")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
        elif not options["compile"]:
            self._update(options["only"])
        self.stdout.write(f"{catalogues.compile_catalogues(PACKAGE)} catalogues compiled")

    def _check(self) -> None:
        try:
            faults = list(_faults())
        except WrongSource as wrong:
            raise CommandError(str(wrong)) from wrong
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} texts to mend: run manage.py messages, then translate")

    def _update(self, only: list[str]) -> None:
        for language in LANGUAGES:
            memory = _memory(language)
            for folder, messages in _collected():
                if not only or folder.name in only:
                    path = catalogues.po_path(folder, language)
                    catalogues.update_catalogue(path, language, messages, memory)
            for folder, messages in _collected_typescript():
                if not only or folder.name in only:
                    path = catalogues.json_path(folder, language)
                    catalogues.update_json(path, language, messages, memory)


def _faults() -> Iterable[str]:
    for language in LANGUAGES:
        for folder, messages in _collected():
            yield from catalogues.catalogue_faults(catalogues.po_path(folder, language), language, messages)
        for folder, messages in _collected_typescript():
            yield from catalogues.json_faults(catalogues.json_path(folder, language), language, messages)


def _collected() -> Iterable[tuple[Path, list[Message]]]:
    """Yield each app with its texts, then the package itself with those that belong to no app."""
    apps = sorted(path.parent for path in PACKAGE.glob("*/apps.py"))
    for app in apps:
        if messages := _messages_below(app, excluded=[]):
            yield app, messages
    if rest := _messages_below(PACKAGE, excluded=apps):
        yield PACKAGE, rest


def _messages_below(folder: Path, excluded: list[Path]) -> list[Message]:
    found: dict[str, Message] = {}
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        if any(path.is_relative_to(other) for other in excluded) or "migrations" in path.parts:
            continue
        read = sources.python_messages if path.suffix == ".py" else sources.template_messages
        _add(found, read(path, path.relative_to(PACKAGE.parent).as_posix()))
    return list(found.values())


def _collected_typescript() -> Iterable[tuple[Path, list[Message]]]:
    folders: dict[Path, dict[str, Message]] = {}
    for path in sorted(FRONTEND.rglob("*.ts")):
        if path.name.endswith(".test.ts"):
            continue
        parts = path.relative_to(FRONTEND).parts
        folder = (
            FRONTEND.joinpath(*parts[: 2 if parts[0] == "islands" else 1]) if len(parts) > 1 else FRONTEND
        )
        name = path.relative_to(PACKAGE.parent).as_posix()
        _add(folders.setdefault(folder, {}), sources.typescript_messages(path, name))
    return [(folder, list(found.values())) for folder, found in folders.items() if found]


def _add(found: dict[str, Message], messages: Iterable[Message]) -> None:
    for message in messages:
        # A text that is counted somewhere needs its plural everywhere.
        if message.text not in found or message.plural:
            found[message.text] = message


def _memory(language: str) -> Memory:
    """What was translated anywhere before: (text, counted) -> translation."""
    known: Memory = {}
    for path in sorted(PACKAGE.glob(f"**/locale/{language}/LC_MESSAGES/django.po")):
        for entry in catalogues.read_catalogue(path, language):
            if isinstance(entry.id, str) and entry.id and entry.string:
                known[entry.id, False] = entry.string
    for path in sorted(FRONTEND.glob(f"**/locale/{language}.json")):
        for text, translation in catalogues.read_json(path).items():
            if isinstance(translation, str) and translation:
                known.setdefault((text, False), translation)
    return known
