"""Personal tokens, and bots, which have nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.actions import end_other_sessions, end_session
from samovar.accounts.models import Session, User
from samovar.accounts.rules import username_faults
from samovar.core.areas import EVERYTHING
from samovar.core.errors import Invalid, NotFound
from samovar.integrations import queries, rules
from samovar.integrations.models import Bot, PersonalToken
from samovar.integrations.secret_texts import digest_of, new_token
from samovar.people.actions import inherit_blocks
from samovar.people.locks import lock_people

READING = {EVERYTHING: "read"}


@dataclass(frozen=True)
class Made:
    """A new token and its text, which is shown now and never again."""

    token: PersonalToken
    text: str


@transaction.atomic
def create_token(
    *, actor: User, name: str, days: int, grants: Mapping[str, str] = READING, bot_id: int | None = None
) -> Made:
    """Make a token of the actor, or of one of the actor's bots, that ends after ``days``.

    ``grants``: what it may do, by area. Invalid (fields name, days, grants), NotFound, Conflict.
    """
    rules.require_no_bot(actor)
    name = rules.require_token_wish(name, days)
    kept = rules.require_grants(grants)
    user = queries.bot_for(viewer=actor, bot_id=bot_id).user if bot_id is not None else actor
    rules.require_room_for_token(user)
    text = new_token()
    session = Session.objects.create(
        user=user,
        kind=Session.Kind.API,
        expires_at=timezone.now() + timedelta(days=days),
        device=name,
    )
    token = PersonalToken.objects.create(session=session, name=name, digest=digest_of(text), grants=kept)
    return Made(token, text)


def revoke_token(*, actor: User, token_id: int) -> None:
    """End a token of the actor's or of the actor's bots, with all its sockets. NotFound."""
    token = queries.tokens_for(viewer=actor).filter(pk=token_id).first()
    if token is None or token.session.user is None:
        raise NotFound
    end_session(actor=token.session.user, session=token.session)


def create_bot(*, actor: User, username: str) -> Bot:
    """Make an account that logs in nowhere and is reached by tokens. Invalid (field username), Conflict."""
    rules.require_no_bot(actor)
    rules.require_room_for_bot(actor)
    if faults := username_faults(username):
        raise Invalid(fields={"username": faults})
    try:
        with transaction.atomic():
            # A block that comes at the same time waits, and then knows of the bot.
            lock_people(actor)
            user = account_without_login(username=username, name="")
            inherit_blocks(actor=actor, tool=user)
            return Bot.objects.create(user=user, owner=actor)
    except IntegrityError:
        raise Invalid(fields={"username": [_("This username is taken.")]}) from None


def account_without_login(*, username: str, name: str, unlisted: bool = False) -> User:
    """Make an account that no password opens; an ``unlisted`` one is met only where it speaks."""
    return User.objects.create_user(
        username, "", None, first_name=name, verified_at=timezone.now(), unlisted=unlisted
    )


@transaction.atomic
def remove_bot(*, actor: User, bot_id: int) -> None:
    """Close a bot's account: its tokens and sockets end, what it wrote stays. NotFound."""
    close_account(queries.bot_for(viewer=actor, bot_id=bot_id).user)


def close_account(user: User) -> None:
    """End everything that opens an account."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_other_sessions(actor=user, but=None)
