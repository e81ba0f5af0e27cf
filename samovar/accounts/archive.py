"""The archive a person takes home: pages to read, the same as JSON for programs, and the files."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from samovar.accounts import exported
from samovar.accounts.exported import Part
from samovar.accounts.models import User
from samovar.core.templatetags.shell import digits

Tell = Callable[[int, int], None]


def write(file: IO[bytes], person: User, *, tell: Tell) -> None:
    """Write everything of the person into ``file``, in the language that is on; ``tell(done, parts)``.

    Nothing is held in memory as a whole, however much there is.
    """
    parts = exported.parts()
    steps = len(parts) + 1
    shown: list[dict[str, Any]] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, part in enumerate(parts):
            tell(number, steps)
            if count := _write_json(archive, part, person):
                _write_page(archive, part, person)
                shown.append({"name": part.name, "title": str(part.title), "count": count})
        tell(len(parts), steps)
        files, lost = _write_files(archive, person)
        context = {"parts": shown, "files": files, "lost": lost}
        archive.writestr("index.html", _page("index", person, **context))


def _write_json(archive: zipfile.ZipFile, part: Part, person: User) -> int:
    """Write the rows for programs; return how many there are. None is written when there are none."""
    count = 0
    rows = part.told(person)
    first = next(rows, None)
    if first is None:
        return 0
    with archive.open(f"data/{part.name}.json", "w", force_zip64=True) as entry:
        for row in _with(first, rows):
            entry.write(b"[\n" if count == 0 else b",\n")
            entry.write(json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode())
            count += 1
        entry.write(b"\n]\n")
    return count


def _with(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rows


def _write_page(archive: zipfile.ZipFile, part: Part, person: User) -> None:
    """Write the rows for people."""
    head, _cut, tail = _page("part", person, title=part.title).partition("<!--rows-->")
    with archive.open(f"{part.name}.html", "w", force_zip64=True) as entry:
        entry.write(head.encode())
        for row in part.told(person):
            entry.write(render_to_string("accounts/export/row.html", _line(part, row)).encode())
        entry.write(tail.encode())


def _line(part: Part, row: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader sees of a row: when, its text, and what else is said in it."""
    apart = {part.text, part.at}
    others = [_readable(value) for name, value in row.items() if name not in apart]
    return {
        "at": _readable(row[part.at]) if part.at else "",
        "text": _readable(row[part.text]) if part.text else "",
        "others": list(filter(None, others)),
    }


def _readable(value: Any) -> str:
    if isinstance(value, datetime):
        return digits(date_format(timezone.localtime(value), "DATETIME_FORMAT"))
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


def _write_files(archive: zipfile.ZipFile, person: User) -> tuple[list[str], list[str]]:
    """Copy the person's files; return the names of those, and of those that the storage lost."""
    written: list[str] = []
    lost: list[str] = []
    for stored in exported.files_of(person):
        try:
            with stored.open() as source, archive.open(stored.name, "w", force_zip64=True) as entry:
                shutil.copyfileobj(source, entry)
        except FileNotFoundError:
            lost.append(stored.name)
        else:
            written.append(stored.name)
    return written, lost


def _page(name: str, person: User, **context: Any) -> str:
    told = {"person": person, "site": settings.SITE_URL, "now": timezone.now(), **context}
    return render_to_string(f"accounts/export/{name}.html", told)
