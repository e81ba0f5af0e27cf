"""Leaving for good, and coming back while that is possible (decision C16)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samovar.accounts import actions
from samovar.accounts.authentication import person_of
from samovar.accounts.forms import DeleteAccountForm
from samovar.accounts.passkey_pages import asked_of
from samovar.core.errors import NotFound, Refusal, TooMany


@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask for one's account to be deleted."""
    person = person_of(request)
    # A button that is pressed with nothing to fill in is an answer too.
    form = DeleteAccountForm(request.POST if request.method == "POST" else None, asked=asked_of(request))
    if not form.is_valid():
        return _show(request, form, 400 if form.errors else 200)
    at_once = form.cleaned_data["delete_now"]
    try:
        actions.delete_account(actor=person, proof=form.proof(), now=at_once)
    except Refusal as refusal:
        return _refuse(request, form, refusal)
    logout(request)
    if at_once:
        messages.success(request, _("Your account is deleted."))
    else:
        messages.success(request, _("Your account is hidden now. Log in within 14 days to restore it."))
    return redirect("accounts:login")


def _refuse(request: HttpRequest, form: DeleteAccountForm, refusal: Refusal) -> HttpResponse:
    form.tell(refusal)
    response = _show(request, form, refusal.status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _show(request: HttpRequest, form: DeleteAccountForm, status: int) -> HttpResponse:
    return render(request, "accounts/delete.html", {"form": form}, status=status)


@login_not_required
@require_POST
def restore_account(request: HttpRequest) -> HttpResponse:
    """Take the deletion back; in the browser that just gave the right password."""
    number = request.session.pop("restorable", None)
    if not isinstance(number, int):
        return redirect("accounts:login")
    try:
        actions.restore_account(actor=None, person_id=number)
    except NotFound as gone:
        messages.error(request, str(gone.message))
    else:
        messages.success(request, _("Welcome back. Your account is restored; you can log in now."))
    return redirect("accounts:login")
