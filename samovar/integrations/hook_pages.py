"""Webhooks in the settings: of all rooms the person owns, and what became of each delivery."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samovar.accounts.authentication import person_of
from samovar.core.errors import Refusal
from samovar.integrations import actions, queries
from samovar.integrations.forms import IncomingForm, OutgoingForm

_CURSOR_DIGITS = 18
_STATES = ("waiting", "done", "dead")


def _show(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    person = person_of(request)
    rooms = queries.rooms_with_hooks_for(viewer=person)
    context = {
        "hooks": queries.all_hooks_for(viewer=person),
        "rooms": rooms,
        "hosts": sorted(settings.WEBHOOK_HOSTS),
        "incoming_form": IncomingForm(rooms=rooms),
        "outgoing_form": OutgoingForm(rooms=rooms),
        **more,
    }
    return render(request, "integrations/hooks.html", context, status=status)


@require_safe
def hooks(request: HttpRequest) -> HttpResponse:
    """List them, with forms to make more."""
    return _show(request)


@require_POST
def make_incoming(request: HttpRequest) -> HttpResponse:
    """Make an address by which a program writes."""
    person = person_of(request)
    form = IncomingForm(request.POST, rooms=queries.rooms_with_hooks_for(viewer=person))
    if not form.is_valid():
        return _show(request, 400, incoming_form=form)
    wish = form.cleaned_data
    try:
        actions.create_incoming_hook(actor=person, room_id=wish["room"], name=wish["name"])
    except Refusal as refusal:
        form.tell(refusal)
        return _show(request, refusal.status, incoming_form=form)
    messages.success(request, _("The webhook is there. Give its address to the program."))
    return redirect("integrations:hooks")


@require_POST
def make_outgoing(request: HttpRequest) -> HttpResponse:
    """Tell an address of each message from now on; the secret of its signatures is in this answer."""
    person = person_of(request)
    form = OutgoingForm(request.POST, rooms=queries.rooms_with_hooks_for(viewer=person))
    if not form.is_valid():
        return _show(request, 400, outgoing_form=form)
    wish = form.cleaned_data
    try:
        made = actions.create_outgoing_hook(actor=person, room_id=wish["room"], url=wish["url"])
    except Refusal as refusal:
        form.tell(refusal)
        return _show(request, refusal.status, outgoing_form=form)
    return _show(request, made=made)


@require_POST
def remove_incoming(request: HttpRequest, room_id: int, hook_id: int) -> HttpResponse:
    """End an address at once."""
    actions.remove_incoming_hook(actor=person_of(request), room_id=room_id, hook_id=hook_id)
    messages.success(request, _("The webhook is removed."))
    return redirect("integrations:hooks")


@require_POST
def remove_outgoing(request: HttpRequest, room_id: int, hook_id: int) -> HttpResponse:
    """Tell an address no more."""
    actions.remove_outgoing_hook(actor=person_of(request), room_id=room_id, hook_id=hook_id)
    messages.success(request, _("The webhook is removed."))
    return redirect("integrations:hooks")


@require_http_methods(["GET", "HEAD"])
def log(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Show what became of the deliveries, newest first: all, or those in one ``state``."""
    viewer, state = person_of(request), request.GET.get("state", "")
    state = state if state in _STATES else ""
    before = request.GET.get("before", "")[:_CURSOR_DIGITS]
    cursor = int(before) if before.isascii() and before.isdecimal() else None
    rows = queries.deliveries_for(viewer=viewer, hook_id=hook_id, state=state, before=cursor)
    context = {
        "hook": queries.outgoing_hook_for(viewer=viewer, hook_id=hook_id),
        "rows": rows,
        "state": state,
        "dead": queries.dead_count_for(viewer=viewer, hook_id=hook_id),
        "more": rows[-1].pk if len(rows) == queries.LOG_LENGTH else None,
    }
    return render(request, "integrations/hook_log.html", context)


@require_POST
def send_again(request: HttpRequest, hook_id: int, delivery_id: int) -> HttpResponse:
    """Try one delivery anew."""
    actions.send_again(actor=person_of(request), hook_id=hook_id, delivery_id=delivery_id)
    messages.success(request, _("It is sent again."))
    return redirect("integrations:hook-log", hook_id=hook_id)


@require_POST
def send_all_again(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Try everything that was given up anew."""
    count = actions.send_all_again(actor=person_of(request), hook_id=hook_id)
    said = ngettext("%(count)d delivery is sent again.", "%(count)d deliveries are sent again.", count)
    messages.success(request, said % {"count": count})
    return redirect("integrations:hook-log", hook_id=hook_id)


@require_POST
def send_test(request: HttpRequest, hook_id: int) -> HttpResponse:
    """Tell the address something harmless."""
    actions.send_test(actor=person_of(request), hook_id=hook_id)
    messages.success(request, _("A test is on its way."))
    return redirect("integrations:hook-log", hook_id=hook_id)
