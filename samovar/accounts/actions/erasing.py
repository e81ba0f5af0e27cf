"""Deleting an account: asking for it, taking that back, and doing it (decision C16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex

from django.contrib.sessions.models import Session as Cookie
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from samovar.accounts import erasure_queries, rules
from samovar.accounts.actions.factors import Proof, require_proof
from samovar.accounts.actions.sessions import end_other_sessions
from samovar.accounts.change_queries import email_change_for, former_names_of
from samovar.accounts.models import Erasure, Mail, Suspension, User
from samovar.accounts.signals import erasing
from samovar.core.errors import NotFound
from samovar.core.housekeeping import forget_caller, forget_events_naming

GRACE = timedelta(days=14)
PERSON_KNOWN = timedelta(days=90)
NAME_RESERVED = timedelta(days=365)


def delete_account(*, actor: User, proof: Proof, now: bool) -> Erasure:
    """Hide the actor at once, end all logins, and delete everything in 14 days, or ``now``.

    Raises ``Invalid`` (fields password, code), ``Conflict`` for the last administrator, ``TooMany``.
    """
    require_proof(actor=actor, proof=proof)
    with transaction.atomic():
        erasure = _ask(actor, timezone.now() if now else timezone.now() + GRACE)
    if now:
        erase_account.enqueue(erasure.pk)
    return erasure


def _ask(actor: User, due_at: datetime) -> Erasure:
    # In turn with other administrators who leave in this moment.
    list(User.objects.select_for_update(no_key=True).filter(is_superuser=True).order_by("pk"))
    rules.require_not_last_administrator(actor)
    User.objects.filter(pk=actor.pk).update(is_active=False)
    erasure, _new = Erasure.objects.update_or_create(
        user_id=actor.pk,
        defaults={
            "name_digest": erasure_queries.digest(f"name {actor.username_key}"),
            "person_digest": erasure_queries.digest(f"person {actor.pk}"),
            "asked_at": timezone.now(),
            "due_at": due_at,
        },
    )
    end_other_sessions(actor=actor, but=None)
    return erasure


@transaction.atomic
def restore_account(*, actor: None, person_id: int) -> User:
    """Take the wish to be deleted back; the person proved to be the owner. Raises ``NotFound``."""
    erasure = Erasure.objects.select_for_update().filter(user_id=person_id, ghost=None).first()
    if erasure is None or erasure.due_at <= timezone.now():
        raise NotFound(_("This account cannot be restored any more."), code="account_deleted")
    shut_out = Suspension.objects.filter(user_id=person_id).exists()
    User.objects.filter(pk=person_id).update(is_active=not shut_out)
    erasure.delete()
    return User.objects.get(pk=person_id)


@task()
def erase_account(erasure_id: int) -> None:
    """Delete one account for good."""
    erase_person(actor=None, erasure_id=erasure_id)


def erase_due_accounts(*, actor: None) -> int:
    """Delete for good whose grace is over, and go on with what was interrupted; return how many."""
    due = Erasure.objects.filter(due_at__lte=timezone.now(), finished_at=None)
    erased = [erase_person(actor=None, erasure_id=number) for number in due.values_list("pk", flat=True)]
    return sum(erased)


def erase_person(*, actor: None, erasure_id: int) -> bool:
    """Delete all that is kept of somebody, a portion in each transaction; say whether there was somebody."""
    while True:
        with transaction.atomic():
            erasure = Erasure.objects.select_for_update().filter(pk=erasure_id, finished_at=None).first()
            if erasure is None or erasure.due_at > timezone.now():
                return False
            person = User.objects.filter(pk=erasure.user_id or 0).first()
            if person is None or not _erase_portion(erasure, person):
                _finish(erasure, person)
                return True


def _erase_portion(erasure: Erasure, person: User) -> bool:
    """Delete a portion; say whether there may be more."""
    if erasure.ghost is None:
        erasure.ghost = _new_ghost()
        erasure.save(update_fields=["ghost"])
    answers = erasing.send(sender=User, person=person, ghost=erasure.ghost)
    return any(more for _receiver, more in answers)


@transaction.atomic
def erase_along(*, person: User, ghost: User) -> bool:
    """Delete a portion of an account that goes with its owner's; say whether there may be more."""
    person.is_active = False
    answers = erasing.send(sender=User, person=person, ghost=ghost)
    if any(more for _receiver, more in answers):
        return True
    _forget_account(person)
    return False


def _new_ghost() -> User:
    ghost = User(username=f"deleted-{token_hex(8)}", is_active=False, erased=True)
    ghost.set_unusable_password()
    ghost.save()
    return ghost


def _finish(erasure: Erasure, person: User | None) -> None:
    if person is not None:
        _forget_account(person)
    erasure.user_id, erasure.finished_at = None, timezone.now()
    erasure.save(update_fields=["user_id", "finished_at"])


def _forget_account(person: User) -> None:
    _forget_mails(person)
    _forget_cookies(person)
    forget_caller(f"u:{person.pk}")
    names = [person.username, f"{person.first_name} {person.last_name}".strip()]
    forget_events_naming([*names, *former_names_of(person)])
    person.delete()


def _forget_mails(person: User) -> None:
    """Mails in the outbox, and finished and waiting work that may hold one."""
    change = email_change_for(viewer=person)
    for email in filter(None, [person.email, change.email if change else ""]):
        Mail.objects.filter(to__iexact=email).delete()
        DBTaskResult.objects.filter(args_kwargs__icontains=email).delete()


def _forget_cookies(person: User) -> None:
    gone = []
    for cookie in Cookie.objects.iterator():
        kept = cookie.get_decoded()
        if kept.get("_auth_user_id") == str(person.pk) or kept.get("waiting", None) == person.email:
            gone.append(cookie.pk)
    Cookie.objects.filter(pk__in=gone).delete()


def forget_erasures(*, actor: None) -> int:
    """Free usernames after a year; after 90 days nothing tells any more who was deleted."""
    finished = Erasure.objects.filter(finished_at__isnull=False)
    finished.filter(finished_at__lt=timezone.now() - PERSON_KNOWN).update(person_digest="")
    deleted, _tables = finished.filter(finished_at__lt=timezone.now() - NAME_RESERVED).delete()
    return deleted
