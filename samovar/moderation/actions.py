"""Reporting, and what staff does about it. Each deed of staff leaves a line in the audit trail."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import actions as accounts
from samovar.accounts.models import Invitation, User
from samovar.accounts.rules import require_over, require_staff
from samovar.core.errors import Conflict, Invalid
from samovar.core.limits import Limit
from samovar.moderation import queries, rules, subjects
from samovar.moderation.models import Case, Entry, Notice, Report
from samovar.notifications.actions import notify

REPORTS = Limit("reports", 30, 3600)  # for each person
Verb = Entry.Verb


def report_thing(*, actor: User, kind: str, number: int, reason: str, text: str = "") -> Report:
    """Tell staff of something; twice is once. Raises NotFound, Invalid (reason, text), TooMany."""
    subject = subjects.subject_for(viewer=actor, kind=kind, number=number)
    rules.require_not_oneself(actor, subject.person)
    text = rules.require_fit_report(reason, text)
    REPORTS.take(str(actor.pk))
    try:
        return _keep(actor, subject, reason, text)
    except IntegrityError:
        # Somebody else reported it in the same moment: now there is a case to add to.
        return _keep(actor, subject, reason, text)


@transaction.atomic
def _keep(actor: User, subject: subjects.Subject, reason: str, text: str) -> Report:
    case, _is_new = Case.objects.get_or_create(
        kind=subject.kind,
        number=subject.number,
        decided_at=None,
        defaults={
            "person": subject.person,
            "address": subject.address[:300],
            "excerpt": subject.excerpt[:1000],
        },
    )
    report, is_new = Report.objects.get_or_create(
        case=case, reporter=actor, defaults={"reason": reason, "text": text}
    )
    if is_new:
        Case.objects.filter(pk=case.pk).update(reports=F("reports") + 1)
    return report


@transaction.atomic
def hide_thing(*, actor: User, case_id: int, note: str = "") -> Case:
    """Take the thing of a case from everybody, and end the case. Raises NotFound, Conflict."""
    case = _held(actor, case_id)
    if not subjects.can_hide(case):
        raise Conflict(_("This cannot be hidden. Warn or suspend the person instead."), code="not_hidable")
    subjects.hide(case)
    case.hidden = True
    case.save(update_fields=["hidden"])
    _write(Verb.HID, actor, case=case, note=note)
    return _decide(case)


@transaction.atomic
def show_thing(*, actor: User, case_id: int, note: str = "") -> Case:
    """Give a hidden thing back. Raises NotFound, Conflict where it is gone for good."""
    case = _held(actor, case_id)
    if not case.hidden or not subjects.can_show_again(case):
        raise Conflict(_("This does not come back."), code="not_hidden")
    subjects.show_again(case)
    case.hidden = False
    case.save(update_fields=["hidden"])
    _write(Verb.SHOWED, actor, case=case, note=note)
    return case


@transaction.atomic
def dismiss_case(*, actor: User, case_id: int, note: str = "") -> Case:
    """End a case: nothing is wrong. Raises NotFound, Conflict."""
    case = _held(actor, case_id)
    rules.require_open_case(case)
    _write(Verb.DISMISSED, actor, case=case, note=note)
    return _decide(case)


@transaction.atomic
def warn_person(*, actor: User, person: User, text: str, case_id: int | None = None) -> Notice:
    """Tell somebody that something was not right, and end the case if there is one.

    Raises NotFound, Denied (``over_staff``), Invalid (field text).
    """
    require_over(actor, person)
    kept = rules.require_text(text)
    case = _held(actor, case_id) if case_id is not None else None
    warning = Notice.objects.create(person=person, text=kept)
    notify(
        actor=None,
        user=person,
        kind="warning",
        subject=kept,
        target="/notices/",
        key=f"warning:{warning.pk}",
    )
    _write(Verb.WARNED, actor, person=person, case=case, note=kept)
    if case is not None:
        _decide(case)
    return warning


@transaction.atomic
def suspend_person(*, actor: User, person: User, span: str, reason: str, case_id: int | None = None) -> None:
    """Shut somebody out for one of ``rules.SPANS``, and end the case if there is one.

    Raises NotFound, Denied (``over_staff``), Invalid (fields span, text), Conflict.
    """
    require_over(actor, person)
    kept = rules.require_text(reason)
    case = _held(actor, case_id) if case_id is not None else None
    accounts.suspend_person(actor=actor, person=person, until=_end_of(span), reason=kept)
    _write(Verb.SUSPENDED, actor, person=person, case=case, note=f"{span}: {kept}"[:1000])
    if case is not None:
        _decide(case)


def _end_of(span: str) -> datetime | None:
    if span not in rules.SPANS:
        raise Invalid(fields={"span": [_("Choose how long.")]})
    length = rules.SPANS[span]
    return None if length is None else timezone.now() + length


@transaction.atomic
def lift_suspension(*, actor: User, person: User, note: str = "") -> None:
    """Let somebody in again. Raises NotFound, Denied (``over_staff``)."""
    accounts.lift_suspension(actor=actor, person=person)
    _write(Verb.LIFTED, actor, person=person, note=note)


@transaction.atomic
def let_applicant_in(*, actor: User, person: User) -> None:
    """Open the account of somebody who waits. Raises NotFound."""
    accounts.accept_applicant(actor=actor, person=person)
    _write(Verb.LET_IN, actor, person=person)


def turn_applicant_away(*, actor: User, person: User) -> None:
    """Erase the account of somebody who waits. Raises NotFound."""
    with transaction.atomic():
        erasure = accounts.decline_applicant(actor=actor, person=person)
        _write(Verb.TURNED_AWAY, actor)
    accounts.erase_account.enqueue(erasure.pk)


@transaction.atomic
def invite(*, actor: User, uses: int, days: int) -> Invitation:
    """Make an invitation to sign up. Raises NotFound, Invalid (fields uses, days)."""
    invitation = accounts.create_invitation(actor=actor, uses=uses, days=days)
    _write(Verb.INVITED, actor, note=f"{uses} × {days} d")
    return invitation


@transaction.atomic
def take_invitation_back(*, actor: User, invitation_id: int) -> None:
    """End an invitation. Raises NotFound."""
    accounts.revoke_invitation(actor=actor, invitation_id=invitation_id)
    _write(Verb.UNINVITED, actor)


def _held(actor: User, case_id: int) -> Case:
    case = queries.case_for(viewer=actor, case_id=case_id)
    return Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)


def _decide(case: Case) -> Case:
    if case.decided_at is None:
        case.decided_at = timezone.now()
        case.save(update_fields=["decided_at"])
    return case


def _write(
    verb: str, actor: User, *, person: User | None = None, case: Case | None = None, note: str = ""
) -> None:
    require_staff(actor)
    about = person or (case.person if case is not None else None)
    Entry.objects.create(verb=verb, actor=actor, person=about, case=case, note=note.strip()[:1000])
