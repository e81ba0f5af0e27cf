"""``manage.py sweep_files``: remove pictures and files that nobody used."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from samovar.files.actions import sweep_orphans
from samovar.files.upload_actions import sweep_uploads


class Command(BaseCommand):
    """Says how many were removed."""

    help = "Remove uploaded pictures and files that belonged to nothing for a day."

    def handle(self, *args: Any, **options: Any) -> None:
        del args, options
        self.stdout.write(f"{sweep_orphans()} pictures and {sweep_uploads()} files removed")
