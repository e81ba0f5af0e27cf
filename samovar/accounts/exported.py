"""What a person can take home: each app names its parts when it is ready, and the export gathers them.

A part gives rows of the person's own, and of others only what the person may see anyhow. That somebody
blocked, muted or reported him is nobody's to tell (B39).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import (
    Application,
    EmailChange,
    Erasure,
    FormerName,
    Invitation,
    Login,
    Passkey,
    Session,
    Suspension,
    User,
)
from samovar.core.errors import Text


@dataclass(frozen=True)
class Part:
    """Rows of one kind. ``fields`` are paths as ``values()`` takes them; ``text`` and ``at`` head a row."""

    name: str
    title: Text
    rows: Callable[[User], QuerySet[Any]]
    fields: tuple[str, ...]
    text: str = ""
    at: str = ""

    def told(self, person: User) -> Iterator[dict[str, Any]]:
        """Yield the rows of the person, the oldest first."""
        yield from self.rows(person).order_by("pk").values(*self.fields).iterator(chunk_size=500)


@dataclass(frozen=True)
class StoredFile:
    """A file of the person: its name in the archive, and how it is opened (FileNotFoundError if lost)."""

    name: str
    open: Callable[[], IO[bytes]]


Files = Callable[[User], Iterator[StoredFile]]
_parts: dict[str, Part] = {}
_files: list[Files] = []


def tell(*parts: Part) -> None:
    """Put these into every export; called when the app is ready."""
    _parts.update({part.name: part for part in parts})


def tell_files(files: Files) -> Files:
    """Put these files into every export too."""
    _files.append(files)
    return files


def parts() -> list[Part]:
    return list(_parts.values())


def files_of(person: User) -> Iterator[StoredFile]:
    for files in _files:
        yield from files(person)


tell(
    Part(
        "account",
        _("Account"),
        lambda person: User.objects.filter(pk=person.pk),
        ("username", "email", "first_name", "last_name", "language", "date_joined", "verified_at"),
        text="username",
        at="date_joined",
    ),
    Part(
        "former-names",
        _("Names you had before"),
        lambda person: FormerName.objects.filter(user=person),
        ("username", "until"),
        text="username",
        at="until",
    ),
    Part(
        "email-change",
        _("Change of address"),
        lambda person: EmailChange.objects.filter(user=person),
        ("email", "asked_at", "old_confirmed_at", "new_confirmed_at"),
        text="email",
        at="asked_at",
    ),
    Part(
        "logins",
        _("Logins"),
        lambda person: Login.objects.filter(user=person),
        ("at", "succeeded", "method", "address", "device"),
        text="device",
        at="at",
    ),
    Part(
        "sessions",
        _("Sessions"),
        lambda person: Session.objects.filter(user=person),
        ("kind", "created_at", "seen_at", "ended_at", "address", "device"),
        text="device",
        at="created_at",
    ),
    Part(
        "passkeys",
        _("Passkeys"),
        lambda person: Passkey.objects.filter(user=person),
        ("name", "made_at", "used_at"),
        text="name",
        at="made_at",
    ),
    Part(
        "invitations-made",
        _("Invitations you made"),
        lambda person: Invitation.objects.filter(maker=person),
        ("made_at", "expires_at", "uses_left"),
        at="made_at",
    ),
    Part(
        "application",
        _("Your application"),
        lambda person: Application.objects.filter(user=person),
        ("text", "at"),
        text="text",
        at="at",
    ),
    Part(
        "suspension",
        _("Suspension"),
        lambda person: Suspension.objects.filter(user=person),
        ("reason", "at", "until"),
        text="reason",
        at="at",
    ),
    Part(
        "deletion",
        _("Deletion"),
        lambda person: Erasure.objects.filter(user_id=person.pk),
        ("asked_at", "due_at"),
        at="asked_at",
    ),
)
