"""Confirming or stopping a change of address, by the links that were mailed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samovar.accounts import actions, change_queries
from samovar.accounts.authentication import person_of
from samovar.accounts.change_queries import Side
from samovar.core.errors import Conflict, NotFound


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, and take the answer. A GET changes nothing: mail scanners open links."""
    found = change_queries.email_change_of_key(key)
    if found is None:
        return _gone(request)
    change, side = found
    shown = {"change": change, "old": side is Side.OLD}
    if request.method != "POST":
        return render(request, "accounts/email_change.html", shown)
    try:
        if "stop" in request.POST:
            return _stop(request, key)
        change = actions.confirm_email_change(actor=None, key=key)
    except NotFound:
        return _gone(request)
    except Conflict as taken:
        messages.error(request, str(taken.message))
        return render(request, "accounts/email_change.html", shown, status=409)
    done = bool(change.old_confirmed_at and change.new_confirmed_at)
    return render(request, "accounts/email_change.html", {**shown, "confirmed": True, "done": done})


def _stop(request: HttpRequest, key: str) -> HttpResponse:
    actions.cancel_email_change(actor=None, key=key)
    messages.success(request, _("The change is stopped. Your address stays as it is."))
    return redirect("/")


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/link_gone.html", {"kind": "email"}, status=404)


@require_POST
def withdraw_email_change(request: HttpRequest) -> HttpResponse:
    """Keep the present address after all."""
    actions.withdraw_email_change(actor=person_of(request))
    messages.success(request, _("The change is stopped. Your address stays as it is."))
    return redirect("edit_profile")
