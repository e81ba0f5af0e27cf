"""Who may follow whom, and what a profile may hold. Nothing here writes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.accounts.rules import name_faults
from samovar.core.errors import Conflict, Invalid, Text
from samovar.people.privacy_rules import require_follows_wanted
from samovar.people.rules import has_blocked, require_can_interact

LINKS_MAX = 5
LINK_LENGTH = 200  # characters
PUBLIC_TEXTS = {"bio": 160, "about": 2000, "country": 80}
LENGTHS = {**PUBLIC_TEXTS, "address": 200, "first_name": 80, "last_name": 80}


def require_can_follow(actor: User, person: User) -> None:
    """Raise Invalid for oneself, Conflict while one blocks the person (B05), NotFound when blocked (B04).

    Denied (``follows_not_wanted``) when the person does not want the actor to follow.
    """
    if actor.pk == person.pk:
        raise Invalid(_("You cannot follow yourself."), code="oneself")
    if has_blocked(actor, person):
        raise Conflict(_("Unblock this person first."), code="unblock_first")
    require_can_interact(actor, person)
    require_follows_wanted(actor, person)


def require_fit_profile(fields: dict[str, str], links: Iterable[str]) -> list[str]:
    """Return the links that are not empty; raise Invalid with a sentence for each field that does not fit."""
    faults = {name: found for name, text in fields.items() if (found := _faults(name, text))}
    kept = [link.strip() for link in links if link.strip()]
    if len(kept) > LINKS_MAX or not all(map(_is_web_address, kept)):
        faults["links"] = [_("Enter up to five addresses that start with https:// or http://.")]
    if faults:
        raise Invalid(fields=faults)
    return kept


def _faults(name: str, text: str) -> list[Text]:
    if len(text) > LENGTHS[name]:
        return [_("This is too long.")]
    if name in {"first_name", "last_name"}:
        return name_faults(text)
    lines = "\n\r\t" if name == "about" else ""
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in lines for letter in text):
        return [_("This has characters that cannot be shown.")]
    return []


def _is_web_address(link: str) -> bool:
    """Only what a browser opens as a page: never javascript: or data:."""
    if len(link) > LINK_LENGTH or any(letter.isspace() or not letter.isprintable() for letter in link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
