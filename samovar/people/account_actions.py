"""The form of one's profile changes the account too: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from samovar.accounts.actions import ask_email_change, change_username
from samovar.accounts.models import EmailChange, User
from samovar.core.errors import Invalid, Text
from samovar.people.follow_actions import edit_profile


@dataclass(frozen=True)
class Told:
    """What somebody tells of oneself; ``fields`` and ``links`` as ``edit_profile`` takes them.

    None leaves the username or the address as it is.
    """

    username: str | None
    email: str | None
    fields: dict[str, str]
    links: list[str]


def tell_of_oneself(*, actor: User, told: Told) -> EmailChange | None:
    """Change name, address and profile together; return the change of address that waits, or None.

    Raises Invalid with the sentences of all fields that do not fit, and then nothing is changed. TooMany.
    """
    former = actor.username, actor.username_key
    try:
        with transaction.atomic():
            return _change(actor, told)
    except Invalid:
        actor.username, actor.username_key = former
        raise


def _change(actor: User, told: Told) -> EmailChange | None:
    username = actor.username if told.username is None else told.username
    email = actor.email if told.email is None else told.email
    faults: dict[str, list[Text]] = {}
    waiting: list[EmailChange | None] = []
    steps: list[Callable[[], object]] = [
        lambda: edit_profile(actor=actor, fields=told.fields, links=told.links),
        lambda: change_username(actor=actor, username=username),
        lambda: waiting.append(ask_email_change(actor=actor, email=email)),
    ]
    for step in steps:
        try:
            step()
        except Invalid as refusal:
            faults |= refusal.fields
    if faults:
        raise Invalid(fields=faults)
    return waiting[0]
