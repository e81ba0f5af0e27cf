"""Tokens and bots in the settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samovar.accounts.authentication import person_of
from samovar.core.errors import Refusal
from samovar.integrations import actions, queries
from samovar.integrations.forms import BotForm, TokenForm


def _show(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    person = person_of(request)
    bots = queries.bots_for(viewer=person)
    context = {
        "tokens": queries.tokens_for(viewer=person),
        "bots": bots,
        "token_form": TokenForm(bots=bots),
        "bot_form": BotForm(),
        **more,
    }
    return render(request, "integrations/tokens.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens; make one, whose text is in this answer and never shown again."""
    if request.method != "POST":
        return _show(request)
    person = person_of(request)
    form = TokenForm(request.POST, bots=queries.bots_for(viewer=person))
    if not form.is_valid():
        return _show(request, 400, token_form=form)
    wish = form.cleaned_data
    try:
        made = actions.create_token(
            actor=person,
            name=wish["name"],
            days=wish["days"],
            grants=form.grants(),
            bot_id=wish["whose"],
        )
    except Refusal as refusal:
        form.tell(refusal)
        return _show(request, refusal.status, token_form=form)
    return _show(request, made=made)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    actions.revoke_token(actor=person_of(request), token_id=token_id)
    messages.success(request, _("The token is revoked."))
    return redirect("integrations:tokens")


@require_POST
def make_bot(request: HttpRequest) -> HttpResponse:
    """Make a bot."""
    form = BotForm(request.POST)
    if not form.is_valid():
        return _show(request, 400, bot_form=form)
    try:
        actions.create_bot(actor=person_of(request), username=form.cleaned_data["username"])
    except Refusal as refusal:
        form.tell(refusal)
        return _show(request, refusal.status, bot_form=form)
    messages.success(request, _("The bot is there. Make a token for it now."))
    return redirect("integrations:tokens")


@require_POST
def remove_bot(request: HttpRequest, bot_id: int) -> HttpResponse:
    """Remove a bot; what it wrote stays."""
    actions.remove_bot(actor=person_of(request), bot_id=bot_id)
    messages.success(request, _("The bot is removed."))
    return redirect("integrations:tokens")
