"""Who may make tokens, bots and webhooks, and what an address of a webhook may be."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.core.areas import AREAS, EVERYTHING, REACHES
from samovar.core.errors import Conflict, Denied, Invalid
from samovar.integrations.models import Bot, IncomingHook, OutgoingHook, PersonalToken
from samovar.rooms.models import Membership, Room
from samovar.rooms.rules import require_manager, require_member

LIFETIMES = (7, 30, 90, 365)  # days
TOKENS_MAX = 50
BOTS_MAX = 20
HOOKS_MAX = 20
NAME_MAX = 80


def require_token_wish(name: str, days: int) -> str:
    """Return the name without the spaces around it. Invalid (fields name, days)."""
    if not name.strip() or len(name.strip()) > NAME_MAX:
        raise Invalid(fields={"name": [_("Give it a name of at most 80 characters.")]})
    if days not in LIFETIMES:
        raise Invalid(fields={"days": [_("Choose one of the times.")]})
    return name.strip()


def require_grants(grants: Mapping[str, str]) -> dict[str, str]:
    """Return what a token may do, by area. Invalid (field grants) when it is nothing, or nothing known."""
    known = {EVERYTHING, *AREAS}
    if not grants or not known.issuperset(grants) or not set(REACHES).issuperset(grants.values()):
        raise Invalid(fields={"grants": [_("Choose at least one thing the token may do.")]})
    return dict(grants)


def require_room_for_token(user: User) -> None:
    living = PersonalToken.objects.filter(session__user=user, session__ended_at=None)
    if living.count() >= TOKENS_MAX:
        raise Conflict(_("There are too many tokens already. Revoke one first."), code="too_many_tokens")


def require_room_for_bot(owner: User) -> None:
    if Bot.objects.filter(owner=owner, user__is_active=True).count() >= BOTS_MAX:
        raise Conflict(_("There are too many bots already. Remove one first."), code="too_many_bots")


def require_no_bot(user: User) -> None:
    """A bot makes no bots."""
    if Bot.objects.filter(user=user).exists():
        raise Denied(_("A bot cannot do this."), code="bot")


def require_hooks(user: User, room_id: int) -> Membership:
    """Return the place of who manages the room's webhooks: its owner. NotFound, Denied, Conflict."""
    member = require_member(user, room_id)
    require_manager(user, member.room)
    return member


def require_room_for_hook(room: Room) -> None:
    hooks = IncomingHook.objects.filter(room=room, bot__is_active=True).count()
    if hooks + OutgoingHook.objects.filter(room=room).count() >= HOOKS_MAX:
        raise Conflict(_("There are too many webhooks already. Remove one first."), code="too_many_hooks")


def require_address(url: str) -> str:
    """Return an address that may be told of messages: https at a host the operator allows. Invalid (url)."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise Invalid(fields={"url": [_("This address has a port or a host that cannot be.")]}) from None
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        raise Invalid(fields={"url": [_("Enter an address that begins with https://.")]})
    if parts.hostname.lower() not in settings.WEBHOOK_HOSTS:
        raise Invalid(fields={"url": [_("Whoever runs this server does not allow webhooks to this host.")]})
    return url
