"""What staff sees of reports and of its own doings; and what a person was told."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from samovar.accounts.models import User
from samovar.accounts.rules import require_staff
from samovar.core.errors import NotFound
from samovar.moderation.models import Case, Entry, Notice, Report

PAGE = 30


def open_count_for(*, viewer: User) -> int:
    """Return how many cases wait for staff; none for others."""
    return Case.objects.filter(decided_at=None).count() if viewer.is_staff else 0


def cases_for(*, viewer: User, decided: bool = False, before: int | None = None) -> list[Case]:
    """Return a page of cases, the last one first. Raises NotFound for who is no staff."""
    require_staff(viewer)
    cases = Case.objects.filter(decided_at__isnull=not decided).select_related("person").order_by("-pk")
    return list((cases if before is None else cases.filter(pk__lt=before))[:PAGE])


def case_for(*, viewer: User, case_id: int) -> Case:
    """Return one case. Raises NotFound."""
    require_staff(viewer)
    found = Case.objects.select_related("person").filter(pk=case_id).first()
    if found is None:
        raise NotFound
    return found


def reports_for(*, viewer: User, case: Case) -> list[Report]:
    """Return who said what of a case, the first one first. Raises NotFound."""
    require_staff(viewer)
    return list(Report.objects.filter(case=case).select_related("reporter").order_by("pk")[:PAGE])


def entries_for(
    *, viewer: User, case: Case | None = None, person: User | None = None, before: int | None = None
) -> list[Entry]:
    """Return a page of the audit trail, the last entry first: all, of a case, or of a person. NotFound."""
    require_staff(viewer)
    entries = _audit().order_by("-pk")
    if case is not None:
        entries = entries.filter(case=case)
    if person is not None:
        entries = entries.filter(person=person)
    return list((entries if before is None else entries.filter(pk__lt=before))[:PAGE])


def _audit() -> QuerySet[Entry]:
    return Entry.objects.select_related("actor", "person", "case")


def person_for_staff(*, viewer: User, username_key: str) -> User:
    """Return anybody with an account, also who is shut out or hidden. Raises NotFound."""
    require_staff(viewer)
    found = User.objects.filter(username_key=username_key, erased=False).first()
    if found is None:
        raise NotFound
    return found


def history_of_person_for(*, viewer: User, person: User) -> tuple[int, int]:
    """Return how many cases there were about a person, and how many warnings. Raises NotFound."""
    require_staff(viewer)
    return Case.objects.filter(person=person).count(), Notice.objects.filter(person=person).count()


def warnings_for(*, viewer: User) -> list[Notice]:
    """Return what staff told the viewer, the last one first."""
    return list(Notice.objects.filter(person=viewer).order_by("-pk")[:PAGE])


def has_reported(*, viewer: User, kind: str, number: int) -> bool:
    """Say whether a report of the viewer about this thing waits for staff."""
    open_case = Q(case__kind=kind, case__number=number, case__decided_at=None)
    return Report.objects.filter(open_case, reporter=viewer).exists()
