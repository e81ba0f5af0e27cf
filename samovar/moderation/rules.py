"""Who may report, and what a report and a decision may hold. Who is staff is said by accounts."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.errors import Conflict, Invalid, Text
from samovar.moderation.models import Case, Reason

TEXT_MAX = 1000  # characters
SPANS: dict[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
    "ever": None,
}
SPAN_NAMES = list(SPANS)


def require_fit_report(reason: str, text: str) -> str:
    """Return the text without the space around it. Raises Invalid (fields reason, text)."""
    faults: dict[str, list[Text]] = {}
    if reason not in Reason.values:
        faults["reason"] = [_("Choose what is wrong.")]
    if reason == Reason.OTHER and not text.strip():
        faults["text"] = [_("Say in a few words what is wrong.")]
    if len(text) > TEXT_MAX:
        faults["text"] = [_("This is too long.")]
    if faults:
        raise Invalid(fields=faults)
    return text.replace("\0", "").strip()


def require_not_oneself(reporter: User, person: User | None) -> None:
    if person is not None and person.pk == reporter.pk:
        raise Invalid(_("This is your own."), code="oneself")


def require_text(text: str) -> str:
    """Return what is told to a person. Raises Invalid (field text)."""
    kept = text.replace("\0", "").strip()
    if not kept or len(kept) > TEXT_MAX:
        raise Invalid(fields={"text": [_("Write something, of at most 1,000 characters.")]})
    return kept


def require_open_case(case: Case) -> None:
    if case.decided_at is not None:
        raise Conflict(_("Somebody of the staff has decided this already."), code="decided")


def require_somebody(case: Case) -> User:
    """Return who made the thing. Raises Conflict where nobody with an account did."""
    if case.person is None:
        raise Conflict(_("Nobody with an account made this."), code="nobody")
    return case.person


def deeds_at(case: Case, *, can_hide: bool, can_show: bool) -> list[str]:
    """Return what staff may do about a case now; what its kind allows is for ``subjects`` to say."""
    possible = {
        "hide": can_hide and not case.hidden,
        "show": can_show and case.hidden,
        "dismiss": case.decided_at is None,
        "warn": case.person is not None,
        "suspend": case.person is not None,
    }
    return [deed for deed, may in possible.items() if may]
