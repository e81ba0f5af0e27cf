"""The pages of staff: cases, people, who waits, invitations, and the trail of all that was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts import standing_queries
from samovar.accounts.authentication import person_of
from samovar.core.errors import Refusal
from samovar.core.text import fold_username
from samovar.moderation import actions, queries, subjects
from samovar.moderation.forms import InviteForm, SuspendForm, WarnForm

_DIGITS = 18


def _before(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")[:_DIGITS]
    return int(before) if before.isascii() and before.isdecimal() else None


def _show(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    shown = {"tab": name, "waiting": queries.open_count_for(viewer=person_of(request)), **context}
    return render(request, f"moderation/{name}.html", shown, status=status)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List what waits to be looked at, or (``decided``) what was."""
    decided = "decided" in request.GET
    rows = queries.cases_for(viewer=person_of(request), decided=decided, before=_before(request))
    more = rows[-1].pk if len(rows) == queries.PAGE else None
    return _show(request, "cases", cases=rows, decided=decided, more=more)


def _case(request: HttpRequest, case_id: int, status: int = 200, **forms: Any) -> HttpResponse:
    viewer = person_of(request)
    case = queries.case_for(viewer=viewer, case_id=case_id)
    shown = {
        "case": case,
        "reports": queries.reports_for(viewer=viewer, case=case),
        "entries": queries.entries_for(viewer=viewer, case=case),
        "can_hide": subjects.can_hide(case) and not case.hidden,
        "can_show": case.hidden and subjects.can_show_again(case),
        "warn": WarnForm(),
        "suspend": SuspendForm(),
        **forms,
    }
    return _show(request, "case", status, **shown)


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show one case, with what can be done."""
    return _case(request, case_id)


def _done(request: HttpRequest, case_id: int, deed: Callable[..., Any], sentence: str) -> HttpResponse:
    deed(actor=person_of(request), case_id=case_id, note=request.POST.get("note", ""))
    messages.success(request, sentence)
    return redirect("moderation:case", case_id)


@require_POST
def hide(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take the thing from everybody."""
    return _done(request, case_id, actions.hide_thing, _("It is hidden now."))


@require_POST
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """Give the thing back."""
    return _done(request, case_id, actions.show_thing, _("It is shown again."))


@require_POST
def dismiss(request: HttpRequest, case_id: int) -> HttpResponse:
    """Nothing is wrong."""
    return _done(request, case_id, actions.dismiss_case, _("The case is closed."))


@require_POST
def warn(request: HttpRequest, username: str) -> HttpResponse:
    """Tell a person that something was not right."""
    form = WarnForm(request.POST)
    return _act(
        request, username, form, lambda **who: actions.warn_person(**who, **form.cleaned_data), "warn"
    )


@require_POST
def suspend(request: HttpRequest, username: str) -> HttpResponse:
    """Shut a person out."""
    form = SuspendForm(request.POST)

    def deed(**who: Any) -> None:
        told = form.cleaned_data
        actions.suspend_person(**who, span=told["span"], reason=told["text"])

    return _act(request, username, form, deed, "suspend")


def _act(request: HttpRequest, username: str, form: Any, deed: Callable[..., Any], name: str) -> HttpResponse:
    """Do something to a person, on the page of a case or of the person."""
    viewer = person_of(request)
    target = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
    number = request.POST.get("case", "")[:_DIGITS]
    case_id = int(number) if number.isascii() and number.isdecimal() else None
    if form.is_valid():
        try:
            deed(actor=viewer, person=target, case_id=case_id)
        except Refusal as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Done. It is in the audit trail."))
            if case_id is not None:
                return redirect("moderation:case", case_id)
            return redirect("moderation:person", target.username)
    if case_id is not None:
        return _case(request, case_id, 400, **{name: form})
    return _person(request, username, 400, **{name: form})


def _person(request: HttpRequest, username: str, status: int = 200, **forms: Any) -> HttpResponse:
    viewer = person_of(request)
    target = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
    case_count, warning_count = queries.history_of_person_for(viewer=viewer, person=target)
    shown = {
        "person": target,
        "suspension": standing_queries.suspension_of(target),
        "case_count": case_count,
        "warning_count": warning_count,
        "entries": queries.entries_for(viewer=viewer, person=target),
        "warn": WarnForm(),
        "suspend": SuspendForm(),
        **forms,
    }
    return _show(request, "person", status, **shown)


@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show how a person stands, also one who is shut out."""
    return _person(request, username)


@require_POST
def lift(request: HttpRequest, username: str) -> HttpResponse:
    """Let a person in again."""
    viewer = person_of(request)
    target = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
    actions.lift_suspension(actor=viewer, person=target, note=request.POST.get("note", ""))
    messages.success(request, _("Done. It is in the audit trail."))
    return redirect("moderation:person", target.username)


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """List all that staff did."""
    rows = queries.entries_for(viewer=person_of(request), before=_before(request))
    return _show(request, "audit", entries=rows, more=rows[-1].pk if len(rows) == queries.PAGE else None)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List who waits to be let in, and who is shut out."""
    viewer = person_of(request)
    applications = standing_queries.applications_for(viewer=viewer)[: queries.PAGE]
    suspensions = standing_queries.suspensions_for(viewer=viewer)[: queries.PAGE]
    return _show(request, "people", applications=applications, suspensions=suspensions)


@require_POST
def answer_applicant(request: HttpRequest, username: str) -> HttpResponse:
    """Let somebody in who waits, or turn him away."""
    viewer = person_of(request)
    target = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
    if "accept" in request.POST:
        actions.let_applicant_in(actor=viewer, person=target)
        messages.success(request, _("%(name)s is let in.") % {"name": target.full_name})
    else:
        actions.turn_applicant_away(actor=viewer, person=target)
        messages.info(request, _("%(name)s is turned away.") % {"name": target.full_name})
    return redirect("moderation:people")


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """List invitations, and make one."""
    viewer = person_of(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.invite(actor=viewer, **form.cleaned_data)
        messages.success(request, _("The invitation is ready. Copy its address."))
        return redirect("moderation:invitations")
    rows = [
        {"invitation": row, "address": f"{settings.SITE_URL}/signup/?invitation={row.code}"}
        for row in standing_queries.invitations_for(viewer=viewer)[: queries.PAGE]
    ]
    status = 400 if form.errors else 200
    registration = settings.REGISTRATION
    return _show(request, "invitations", status, rows=rows, form=form, registration=registration)


@require_POST
def take_back(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """End an invitation."""
    actions.take_invitation_back(actor=person_of(request), invitation_id=invitation_id)
    messages.info(request, _("The invitation works no more."))
    return redirect("moderation:invitations")
