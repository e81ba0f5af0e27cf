"""Letting people take home everything that is kept of them: one archive at a time, made by the worker."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from functools import partial
from secrets import token_urlsafe

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from samovar.accounts import archive
from samovar.accounts.limits import EXPORTS
from samovar.accounts.mail import post_export_ready
from samovar.accounts.models import Export, User
from samovar.accounts.rules import require_no_export
from samovar.accounts.signals import export_ready
from samovar.core.stored import remove_file

KEPT = timedelta(days=7)
STUCK = timedelta(minutes=30)
TRIES = 3
State = Export.State


def ask_export(*, actor: User) -> Export:
    """Begin to gather everything of the actor; an archive that was there is replaced. Conflict, TooMany."""
    EXPORTS.require(str(actor.pk))
    with transaction.atomic():
        before = Export.objects.select_for_update().filter(user=actor).first()
        require_no_export(before)
        remove_export(actor=actor)
        row = Export.objects.create(user=actor)
        make_export.enqueue(row.pk)
    EXPORTS.take(str(actor.pk))
    return row


@task()
def make_export(export_id: int) -> None:
    """Make one archive. A second worker that is given the same one leaves it alone."""
    fresh = Export.objects.filter(pk=export_id, state=State.MAKING, tries__lt=TRIES)
    row = fresh.select_related("user").first()
    if row is None or not fresh.filter(tries=row.tries).update(tries=row.tries + 1, seen_at=timezone.now()):
        return
    person = row.user
    try:
        with tempfile.TemporaryFile() as file, translation.override(person.language or None):
            archive.write(file, person, tell=partial(_note, export_id))
            size = file.tell()
            file.seek(0)
            path = default_storage.save(f"exports/{token_urlsafe(24)}.zip", File(file))
    except Exception:
        Export.objects.filter(pk=export_id, tries__gte=TRIES).update(state=State.FAILED)
        raise
    _finish(export_id, person, path, size)


def _note(export_id: int, done: int, parts: int) -> None:
    Export.objects.filter(pk=export_id).update(done=done, parts=parts, seen_at=timezone.now())


def _finish(export_id: int, person: User, path: str, size: int) -> None:
    """Let it be fetched, unless the account or the wish is gone meanwhile."""
    now = timezone.now()
    with transaction.atomic():
        told = Export.objects.filter(pk=export_id, state=State.MAKING).update(
            state=State.READY, path=path, size=size, ready_at=now, expires_at=now + KEPT
        )
        if told:
            export_ready.send(sender=Export, person=person)
    if not told:
        remove_file(path)
        return
    if person.email:
        post_export_ready(person)


def remove_export(*, actor: User) -> None:
    """Remove the actor's archive, if there is one."""
    for row in Export.objects.filter(user=actor):
        _remove(row)


def _remove(row: Export) -> None:
    row.delete()
    if row.path:
        transaction.on_commit(partial(remove_file, row.path))


def remove_old_exports(*, actor: None) -> int:
    """Remove the archives whose time is over; return how many."""
    old = list(Export.objects.filter(expires_at__lte=timezone.now())[:500])
    for row in old:
        _remove(row)
    return len(old)


def resume_exports(*, actor: None) -> int:
    """Begin those anew of which nothing is heard, and give up after some tries; return how many."""
    stuck = Export.objects.filter(state=State.MAKING, seen_at__lt=timezone.now() - STUCK)
    stuck.filter(tries__gte=TRIES).update(state=State.FAILED)
    found = list(stuck.filter(tries__lt=TRIES).values_list("pk", flat=True)[:500])
    for number in found:
        make_export.enqueue(number)
    return len(found)
