"""The second factor: at the login, and in one's settings."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts import actions, factor_queries, pending
from samovar.accounts.authentication import device_of, person_of
from samovar.accounts.devices import remember_person
from samovar.accounts.forms import CodeForm, PageForm, ProofForm, TurnOnForm
from samovar.accounts.passkey_pages import asked_of
from samovar.core.errors import Refusal, TooMany

_BACKEND = "samovar.accounts.backends.AccountBackend"
_SECRET = "totp_secret"  # noqa: S105 - its place in the session


def _show(
    request: HttpRequest, name: str, form: PageForm, refusal: Refusal | None = None, **more: Any
) -> HttpResponse:
    if refusal is not None:
        form.tell(refusal)
    status = refusal.status if refusal is not None else 400 if form.errors else 200
    response = render(request, f"accounts/{name}.html", {"form": form, **more}, status=status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask who gave the right password for the second factor too."""
    waiting = pending.waiting(request)
    if waiting is None:
        return redirect("accounts:login")
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _show(request, "code", form)
    code = form.cleaned_data["code"]
    try:
        person = actions.check_code(
            actor=None, person_id=waiting.person_id, code=code, device=device_of(request)
        )
    except Refusal as refusal:
        return _show(request, "code", form, refusal)
    pending.forget(request)
    request.session["login_method"] = actions.method_of(code)
    login(request, person, backend=_BACKEND)
    response = redirect(waiting.target or "/")
    remember_person(request, response, person.pk)
    return response


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Show whether a code is asked for, or how to let it be."""
    person = person_of(request)
    if factor_queries.has_second_factor(person):
        left = factor_queries.unused_recovery_codes_for(viewer=person)
        return _show(request, "codes_on", ProofForm(asked=asked_of(request)), left=left)
    return _show_set_up(request, TurnOnForm())


def _show_set_up(request: HttpRequest, form: PageForm, refusal: Refusal | None = None) -> HttpResponse:
    secret = request.session.setdefault(_SECRET, factor_queries.new_secret())
    picture = factor_queries.picture_of_secret_for(viewer=person_of(request), encrypted=secret)
    shown = {"secret": factor_queries.shown_secret(secret), "picture": b64encode(picture.encode()).decode()}
    return _show(request, "codes_off", form, refusal, **shown)


@require_POST
def turn_on(request: HttpRequest) -> HttpResponse:
    """Ask for a code from now on, and show the recovery codes this once."""
    form = TurnOnForm(request.POST)
    secret = request.session.get(_SECRET)
    if secret is None or not form.is_valid():
        return _show_set_up(request, form)
    try:
        codes = actions.turn_on_codes(actor=person_of(request), secret=secret, **form.cleaned_data)
    except Refusal as refusal:
        return _show_set_up(request, form, refusal)
    del request.session[_SECRET]
    return render(request, "accounts/recovery_codes.html", {"codes": codes})


def _keep(request: HttpRequest, form: ProofForm, refusal: Refusal | None = None) -> HttpResponse:
    left = factor_queries.unused_recovery_codes_for(viewer=person_of(request))
    return _show(request, "codes_on", form, refusal, left=left)


@require_POST
def turn_off(request: HttpRequest) -> HttpResponse:
    """Let the password alone be enough again."""
    form = ProofForm(request.POST, asked=asked_of(request))
    if not form.is_valid():
        return _keep(request, form)
    try:
        actions.turn_off_codes(actor=person_of(request), proof=form.proof())
    except Refusal as refusal:
        return _keep(request, form, refusal)
    messages.success(request, _("Your password alone is enough again."))
    return redirect("accounts:security")


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    form = ProofForm(request.POST, asked=asked_of(request))
    if not form.is_valid():
        return _keep(request, form)
    try:
        codes = actions.renew_recovery_codes(actor=person_of(request), proof=form.proof())
    except Refusal as refusal:
        return _keep(request, form, refusal)
    return render(request, "accounts/recovery_codes.html", {"codes": codes})
