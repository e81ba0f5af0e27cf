"""What becomes of reports and the audit trail when somebody is deleted, or long after."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from samovar.accounts.models import User
from samovar.core.housekeeping import delete_in_portions
from samovar.moderation.models import Case, Entry, Notice, Report

CASES_KEPT = timedelta(days=365)
AUDIT_KEPT = timedelta(days=365)


@transaction.atomic
def erase_person(*, person: User, ghost: User) -> bool:
    """Forget what somebody reported, was told and did; a report on him stays only while it is open (D06).

    Then ``ghost`` stands in it, who is nobody, and it is deleted once it is decided. There is never more.
    """
    Notice.objects.filter(person=person).delete()
    Report.objects.filter(reporter=person).update(reporter=None, text="")
    cases = Case.objects.filter(person=person)
    cases.filter(decided_at__isnull=False).delete()
    cases.update(person=ghost, address="")
    Entry.objects.filter(person=person).update(person=None, note="")
    Entry.objects.filter(actor=person).update(actor=None)
    return False


def forget_old_cases() -> int:
    """Delete cases decided a year ago, those of deleted people at once, and the trail of a year ago."""
    before = timezone.now() - CASES_KEPT
    decided = Case.objects.filter(decided_at__isnull=False)
    return (
        delete_in_portions(decided.filter(decided_at__lt=before))
        + delete_in_portions(decided.filter(person__erased=True))
        + delete_in_portions(Entry.objects.filter(at__lt=timezone.now() - AUDIT_KEPT))
    )
