"""Reporting, and reading what staff told one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samovar.accounts.authentication import person_of
from samovar.core.errors import Invalid
from samovar.moderation import actions, queries, subjects
from samovar.moderation.forms import ReportForm


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Ask what is wrong with a thing the viewer sees, and tell staff."""
    viewer = person_of(request)
    subject = subjects.subject_for(viewer=viewer, kind=kind, number=number)
    form = ReportForm(request.POST or None)
    shown = {
        "subject": subject,
        "form": form,
        "told": queries.has_reported(viewer=viewer, kind=kind, number=number),
    }
    if request.method != "POST":
        return render(request, "moderation/report.html", shown)
    if form.is_valid():
        try:
            actions.report_thing(actor=viewer, kind=kind, number=number, **form.cleaned_data)
        except Invalid as refusal:
            form.tell(refusal)
        else:
            messages.success(request, _("Thank you. Staff looks at it; nobody else learns that you told."))
            return redirect(subject.address)
    return render(request, "moderation/report.html", shown, status=400)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show what staff told the viewer."""
    found = queries.warnings_for(viewer=person_of(request))
    return render(request, "moderation/notices.html", {"warnings": found})
