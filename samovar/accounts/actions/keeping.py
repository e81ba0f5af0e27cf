"""What becomes of an account: its address, its password, how its person is called and spoken to."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import queries, rules
from samovar.accounts.actions.sessions import end_other_sessions
from samovar.accounts.limits import MAIL_REQUESTS, MAILS_TO_ONE, WRONG_PASSWORDS
from samovar.accounts.mail import post_confirmation, post_password_changed, post_reset
from samovar.accounts.models import Mail, Session, User
from samovar.core.address import address_group
from samovar.core.errors import Invalid, NotFound, TooMany


@transaction.atomic
def verify_person(*, actor: User | None, person: User) -> None:
    """Take the address of ``person`` for confirmed, as an operator may decide."""
    person.verified_at = person.verified_at or timezone.now()
    person.save(update_fields=["verified_at"])
    if person.email:
        EmailAddress.objects.update_or_create(
            user=person,
            email=person.email,
            defaults={"verified": True, "primary": True},
        )


@transaction.atomic
def make_administrator(*, actor: None, new: rules.NewPerson) -> User:
    """Make an administrator as an operator wishes, without a mail. Raises ``Invalid``."""
    rules.require_fit(new)
    admin = User.objects.create_superuser(new.username, new.email, new.password)
    verify_person(actor=None, person=admin)
    return admin


@transaction.atomic
def confirm_email(*, actor: None, key: str) -> User:
    """Confirm the address a mailed key is for. Raises ``NotFound`` when forged, expired or used."""
    address = queries.address_for_key(key)
    if address is None:
        raise NotFound(_("This link does not work any more."), code="link_not_valid")
    person: User = address.user
    verify_person(actor=person, person=person)
    return person


def resend_confirmation(*, actor: User) -> None:
    """Mail the actor another link, unless the address is confirmed. Raises ``TooMany``."""
    if rules.is_verified(actor):
        return
    MAILS_TO_ONE.take(actor.email)
    post_confirmation(
        EmailAddress.objects.get_or_create(user=actor, email=actor.email, defaults={"primary": True})[0]
    )


def ask_confirmation(*, actor: None, email: str, address: str) -> None:
    """Mail another link to ``email`` if an unconfirmed account has it; nobody learns whether."""
    MAIL_REQUESTS.take(address_group(address))
    person = queries.owner_named(email) if "@" in email else None
    if person is not None:
        _quietly_resend(person)


def _quietly_resend(person: User) -> None:
    try:
        resend_confirmation(actor=person)
    except TooMany:
        # Told apart, this would say that the account exists; earlier links still work.
        return


def ask_password_reset(*, actor: None, email: str, address: str) -> None:
    """Mail a link that sets a new password if an account has ``email``; nobody learns whether."""
    MAIL_REQUESTS.take(address_group(address))
    person = queries.person_named(email) if "@" in email else None
    if person is None:
        return
    try:
        MAILS_TO_ONE.take(person.email)
    except TooMany:
        return
    post_reset(person)


@transaction.atomic
def reset_password(*, actor: None, key: str, password: str) -> User:
    """Set a new password by a mailed link and end all logins. Raises ``NotFound``, ``Invalid``."""
    person = queries.person_for_reset(key=key)
    if person is None:
        raise NotFound(_("This link does not work any more."), code="link_not_valid")
    _set_password(person, password, but=None)
    return person


def change_password(*, actor: User, old: str, new: str, session: Session | None) -> None:
    """Set a new password and end all logins except ``session``. Raises ``Invalid`` per field, ``TooMany``."""
    WRONG_PASSWORDS.require(f"change {actor.pk}")
    if not actor.check_password(old):
        WRONG_PASSWORDS.take(f"change {actor.pk}")
        raise Invalid(fields={"old_password": [_("This is not your password.")]})
    _set_password(actor, new, but=session)


@transaction.atomic
def _set_password(person: User, password: str, *, but: Session | None) -> None:
    rules.require_strong(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_other_sessions(actor=person, but=but)
    if person.email:
        post_password_changed(person)


def set_names(*, actor: User, first_name: str, last_name: str) -> None:
    """Say how the actor is called. Raises ``Invalid`` per field when one is missing or cannot be shown."""
    names = {"first_name": first_name.strip(), "last_name": last_name.strip()}
    if missing := [field for field, name in names.items() if not name]:
        raise Invalid(fields={field: [_("This field is required.")] for field in missing})
    if faults := {field: found for field, name in names.items() if (found := rules.name_faults(name))}:
        raise Invalid(fields=faults)
    actor.first_name, actor.last_name = names["first_name"], names["last_name"]
    actor.save(update_fields=["first_name", "last_name"])


def choose_language(*, actor: User, language: str) -> None:
    """Remember the actor's language for every device. Raises ``Invalid`` when it is none of ours."""
    if language not in dict(settings.LANGUAGES):
        raise Invalid(fields={"language": [_("There is no such language here.")]})
    actor.language = language
    actor.save(update_fields=["language"])


def keep_mail(*, actor: None, to: str, subject: str, text: str) -> Mail:
    """Keep a mail for the outbox page."""
    return Mail.objects.create(to=to, subject=subject[:250], text=text)
