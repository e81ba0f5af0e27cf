"""``manage.py export_wire``: the front end's types of everything on the gateway."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samovar.core.wire_export import typescript

TARGET = Path(__file__).resolve().parents[4] / "frontend" / "src" / "generated" / "wire.ts"


class Command(BaseCommand):
    """Writes the file, or with ``--check`` fails when it is stale."""

    help = "Write frontend/src/generated/wire.ts from the events.py of every app."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when the file is stale")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        text = typescript()
        if check:
            if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
                raise CommandError(
                    "frontend/src/generated/wire.ts is stale: run `python manage.py export_wire`"
                )
            return
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(text, encoding="utf-8")
