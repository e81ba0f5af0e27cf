"""How tokens are shown."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from samovar.core.areas import AREAS, EVERYTHING
from samovar.integrations.models import Delivery, IncomingHook, PersonalToken
from samovar.integrations.secret_texts import hook_key

register = template.Library()


_STATES = {
    "new": (gettext_noop("waiting"), ""),
    "waiting": (gettext_noop("waiting"), ""),
    "done": (gettext_noop("delivered"), "pill-ok"),
    "dead": (gettext_noop("given up"), "pill-bad"),
}


@register.filter
def state_name(delivery: Delivery) -> str:
    """Say what became of a delivery."""
    return _(_STATES[delivery.state][0])


@register.filter
def state_class(delivery: Delivery) -> str:
    return _STATES[delivery.state][1]


@register.filter
def incoming_address(hook: IncomingHook) -> str:
    """Return where a program writes; who has it writes into the room."""
    return f"{settings.SITE_URL}/api/hooks/{hook_key(hook.pk)}/"


@register.filter
def reach(token: PersonalToken) -> list[str]:
    """Say what a token may do, a line for each kind of doing."""
    whole = token.grants.get(EVERYTHING)
    if whole is not None:
        return [_("reads and writes") if whole == "write" else _("reads only")]
    lines = {"write": _("writes: %(areas)s"), "read": _("reads: %(areas)s")}
    return [
        line % {"areas": " · ".join(_(AREAS[area]) for area in AREAS if token.grants.get(area) == given)}
        for given, line in lines.items()
        if given in token.grants.values()
    ]
