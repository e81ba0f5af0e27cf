"""Passkeys: a page of one's own, and the questions and answers of browsers."""

from __future__ import annotations

import json
import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samovar.accounts import actions, confirming, passkey_queries
from samovar.accounts.actions import Proof
from samovar.accounts.authentication import device_of, person_of
from samovar.accounts.devices import remember_person
from samovar.accounts.factor_queries import has_second_factor
from samovar.accounts.forms import Asked, ProofForm
from samovar.accounts.passkey_queries import Question, Site
from samovar.core.errors import Invalid, Refusal, TooMany

_BACKEND = "samovar.accounts.backends.AccountBackend"
_STATE = "passkey_question"
_SECONDS = 300


def site_of(request: HttpRequest) -> Site:
    """Return where the browser is; the host was compared with those this place answers to."""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    return Site(name, f"{request.scheme}://{host}")


def asked_of(request: HttpRequest) -> Asked:
    """Return what somebody who is logged in is asked for before something that matters."""
    person = person_of(request)
    return Asked(
        code=has_second_factor(person),
        passkey=site_of(request).fits and passkey_queries.passkeys_for(viewer=person).exists(),
        confirmed=confirming.is_fresh(request),
    )


def _safe(request: HttpRequest, target: str) -> str:
    """Return the address if it is one of this place, else the home page."""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError:
        raise Invalid from None
    if not isinstance(said, dict):
        raise Invalid
    return said


def _text(said: dict[str, Any], name: str) -> str:
    found = said.get(name, "")
    if not isinstance(found, str):
        raise Invalid
    return found


def _proof(request: HttpRequest, said: dict[str, Any]) -> Proof:
    return Proof(_text(said, "password"), _text(said, "code"), confirming.is_fresh(request))


def _response(said: dict[str, Any]) -> dict[str, Any]:
    found = said.get("response")
    if not isinstance(found, dict):
        raise Invalid
    return found


def _ask(request: HttpRequest, question: Question) -> HttpResponse:
    request.session[_STATE] = [question.state, time.time() + _SECONDS]
    return JsonResponse(question.options)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return what the answer is checked by; each question is answered once."""
    kept = request.session.pop(_STATE, None)
    if not kept or kept[1] < time.time():
        raise Invalid(_("This took too long. Please try again."), code="too_late")
    state: dict[str, Any] = kept[0]
    return state


def _refused(refusal: Refusal) -> HttpResponse:
    fields = {name: [str(text) for text in texts] for name, texts in refusal.fields.items()}
    body = {"detail": str(refusal.message), "code": refusal.code, "fields": fields}
    response = JsonResponse(body, status=refusal.status)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    return response


@require_safe
def passkeys(request: HttpRequest) -> HttpResponse:
    """List one's passkeys, to add and to remove."""
    return _show(request, ProofForm(asked=asked_of(request)))


def _show(request: HttpRequest, form: ProofForm, status: int = 200, wrong: int = 0) -> HttpResponse:
    shown = {
        "passkeys": passkey_queries.passkeys_for(viewer=person_of(request)),
        "fits": site_of(request).fits,
        "form": form,
        "wrong": wrong,
    }
    return render(request, "accounts/passkeys.html", shown, status=status)


@require_POST
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a new key, after the person showed who it is."""
    try:
        said = _said(request)
        question = actions.begin_passkey(
            actor=person_of(request), proof=_proof(request, said), site=site_of(request)
        )
    except Refusal as refusal:
        return _refused(refusal)
    return _ask(request, question)


@require_POST
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Keep the key the browser made."""
    try:
        said = _said(request)
        actions.add_passkey(
            actor=person_of(request),
            state=_asked(request),
            response=_response(said),
            name=_text(said, "name"),
            site=site_of(request),
        )
    except Refusal as refusal:
        return _refused(refusal)
    messages.success(request, _("The passkey is ready. You can log in by it now."))
    return JsonResponse({"next": "/settings/passkeys/"}, status=201)


@require_POST
def remove_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Let a passkey open nothing any more."""
    form = ProofForm(request.POST, asked=asked_of(request))
    if not form.is_valid():
        return _show(request, form, 400, passkey_id)
    try:
        actions.remove_passkey(actor=person_of(request), passkey_id=passkey_id, proof=form.proof())
    except Invalid as refusal:
        form.tell(refusal)
        return _show(request, form, 400, passkey_id)
    messages.success(request, _("The passkey is removed."))
    return redirect("accounts:passkeys")


@require_POST
def begin_confirming(request: HttpRequest) -> HttpResponse:
    """Ask the browser for one of one's passkeys, before something that matters."""
    return _ask(
        request, passkey_queries.question_for_confirming(viewer=person_of(request), site=site_of(request))
    )


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for neither password nor code for five minutes."""
    try:
        said = _said(request)
        actions.confirm_by_passkey(
            actor=person_of(request),
            state=_asked(request),
            response=_response(said),
            site=site_of(request),
            device=device_of(request),
        )
        target = _text(said, "next")
    except Refusal as refusal:
        return _refused(refusal)
    confirming.note(request)
    return JsonResponse({"next": _safe(request, target)})


@login_not_required
@require_POST
def begin_passkey_login(request: HttpRequest) -> HttpResponse:
    """Ask the browser for a passkey of this place."""
    return _ask(request, passkey_queries.question_for_login(site=site_of(request)))


@login_not_required
@require_POST
def passkey_login(request: HttpRequest) -> HttpResponse:
    """Log in who the passkey belongs to."""
    if request.user.is_authenticated:
        return JsonResponse({"next": "/"})
    try:
        said = _said(request)
        person = actions.check_passkey(
            actor=None,
            state=_asked(request),
            response=_response(said),
            site=site_of(request),
            device=device_of(request),
        )
        target = _text(said, "next")
    except Refusal as refusal:
        return _refused(refusal)
    request.session["login_method"] = actions.BY_PASSKEY
    login(request, person, backend=_BACKEND)
    response = JsonResponse({"next": _safe(request, target)})
    remember_person(request, response, person.pk)
    return response
