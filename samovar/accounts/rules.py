"""What a name, an address and a password have to be, and what an account may do."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import Application, Export, Invitation, Session, Suspension, User
from samovar.core.errors import Conflict, Denied, Invalid, NotFound, Text
from samovar.core.text import ZWNJ, fold_username, is_printed

USERNAME_LENGTH = range(2, 41)  # characters
NAME_MAX = 80
PASSWORD_MAX = 256  # characters; hashing more would only cost time
ABOUT_MAX = 500
PASSKEYS_MAX = 10
NO_INVITATION = _("This invitation does not work, or no longer.")
_SUSPENDED = _("This account is suspended.")
_KEY_MAX = 80
_PUNCTUATION = frozenset("_.-+")
_FORMS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
# Letters and marks by category that nobody can see: two names could look the same.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {
    *map(chr, range(0x180B, 0x1810)),
    *map(chr, range(0xFE00, 0xFE10)),
    *map(chr, range(0xE0100, 0xE01F0)),
}


@dataclass(frozen=True)
class NewPerson:
    """What somebody who signs up tells: everything as typed.

    ``invitation`` is the code of one, ``about`` what staff is told where it lets each person in.
    """

    username: str
    email: str
    password: str
    first_name: str = ""
    last_name: str = ""
    invitation: str = ""
    about: str = ""


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _fits(name: str, place: int) -> bool:
    character = name[place]
    if character == ZWNJ:
        inner = 0 < place < len(name) - 1
        return inner and _is_letter(name[place - 1]) and _is_letter(name[place + 1])
    if character in _PUNCTUATION:
        return True
    return unicodedata.category(character) in _FORMS and character not in _INVISIBLE


def username_faults(name: str) -> list[Text]:
    """Return why ``name`` cannot be a username (decision C24); an empty list when it can."""
    if len(name) not in USERNAME_LENGTH:
        return [_("A username has 2 to 40 characters.")]
    if not all(_fits(name, place) for place in range(len(name))) or unicodedata.category(name[0])[0] == "M":
        return [_("Use letters, digits and . _ - + without spaces.")]
    if not any(character.isalnum() for character in name) or len(fold_username(name)) > _KEY_MAX:
        return [_("Use at least one letter or digit.")]
    return []


def name_faults(name: str) -> list[Text]:
    """Return why ``name`` cannot be a first or last name; an empty list when it can, or when it is empty."""
    if len(name) > NAME_MAX:
        return [_("A name has at most 80 characters.")]
    if name.strip() and not is_printed(name.strip()):
        return [_("This name has characters that cannot be shown.")]
    return []


def email_faults(email: str) -> list[Text]:
    """Return why ``email`` cannot be an address; an empty list when it can."""
    try:
        validate_email(email)
    except ValidationError:
        return [_("Enter a valid e-mail address.")]
    return []


def password_faults(password: str, person: User) -> list[Text]:
    """Return why ``password`` is too weak for ``person``; an empty list when it is not."""
    if len(password) > PASSWORD_MAX:
        return [_("This password is too long.")]
    try:
        validate_password(password, person)
    except ValidationError as error:
        return list(error.messages)
    return []


def faults_of(new: NewPerson) -> dict[str, list[Text]]:
    """Return a list of sentences per field that keeps an account from being made of ``new``."""
    person = User(
        username=new.username,
        email=new.email,
        first_name=new.first_name,
        last_name=new.last_name,
    )
    faults = {
        "username": username_faults(new.username),
        "email": email_faults(new.email),
        "password": password_faults(new.password, person),
        "first_name": name_faults(new.first_name),
        "last_name": name_faults(new.last_name),
    }
    return {name: texts for name, texts in faults.items() if texts}


def require_fit(new: NewPerson) -> None:
    """Raise ``Invalid`` with a sentence per field unless an account can be made of ``new``."""
    if faults := faults_of(new):
        raise Invalid(fields=faults)


def require_strong(password: str, person: User) -> None:
    """Raise ``Invalid`` on the field ``password`` when it is too weak."""
    if faults := password_faults(password, person):
        raise Invalid(fields={"password": faults})


def is_verified(person: User | AnonymousUser) -> bool:
    """Say whether more than the account's own addresses may be used (decision C1)."""
    if isinstance(person, AnonymousUser):
        return False
    return person.verified_at is not None or settings.EMAIL_VERIFICATION == "off"


def require_verified(person: User) -> None:
    """Raise ``Denied`` with the code ``email_not_verified`` until the mailed link was used."""
    if not is_verified(person):
        raise Denied(_("Please confirm your e-mail address first."), code="email_not_verified")


def require_open(person: User) -> None:
    """Raise ``Denied`` for an account that is closed, and say why.

    The codes: ``account_suspended``, ``approval_pending``, ``account_deleted`` (C16).
    """
    if person.is_active:
        return
    if (suspension := Suspension.objects.filter(user=person).first()) is not None:
        raise Denied(_suspended(suspension), code="account_suspended")
    if Application.objects.filter(user=person).exists():
        raise Denied(_("Your account waits for somebody of the staff to let it in."), code="approval_pending")
    raise Denied(_("This account is being deleted."), code="account_deleted")


def _suspended(suspension: Suspension) -> Text:
    reason = suspension.reason
    if suspension.until is None:
        return f"{_SUSPENDED} {reason}".strip()
    until = date_format(localtime(suspension.until), "DATETIME_FORMAT")
    return f"{_('This account is suspended until %(until)s.') % {'until': until}} {reason}".strip()


def require_staff(person: User | AnonymousUser) -> None:
    """Raise ``NotFound`` for who is no staff: what only staff sees is not there for others."""
    if not (person.is_active and person.is_staff):
        raise NotFound


def require_over(actor: User, person: User) -> None:
    """Raise unless ``actor`` is staff and ``person`` somebody staff may act on.

    On staff only administrators act, on them nobody. NotFound for who is no staff, Denied (``over_staff``).
    """
    require_staff(actor)
    if actor.pk == person.pk or (person.is_staff and not actor.is_superuser) or person.is_superuser:
        raise Denied(_("You may not do this to somebody of the staff."), code="over_staff")


def require_may_sign_up(new: NewPerson) -> None:
    """Raise ``Denied`` (``registration_closed``) or ``Invalid``, as ``REGISTRATION`` wants."""
    if settings.REGISTRATION == "closed":
        raise Denied(_("No new accounts are made here."), code="registration_closed")
    if settings.REGISTRATION == "invitation" and not live_invitations().filter(code=new.invitation).exists():
        raise Invalid(fields={"invitation": [NO_INVITATION]})
    if len(new.about) > ABOUT_MAX:
        raise Invalid(fields={"about": [_("This is too long.")]})


def live_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.filter(uses_left__gt=0, expires_at__gt=timezone.now())


def require_not_last_administrator(person: User) -> None:
    """Raise ``Conflict`` when nobody else could administer this installation (D18)."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        sentence = _("You are the last administrator. Name another one first.")
        raise Conflict(sentence, code="last_administrator")


def require_own(person: User, session: Session) -> None:
    """Raise ``NotFound`` when ``session`` is somebody else's."""
    if session.user_id != person.pk:
        raise NotFound


def require_passkey_space(count: int) -> None:
    """``count``: passkeys there are."""
    if count >= PASSKEYS_MAX:
        raise Conflict(_("You have ten passkeys already. Remove one first."), code="too_many_passkeys")


def require_no_export(before: Export | None) -> None:
    """One archive is made at a time."""
    if before is not None and before.state == Export.State.MAKING:
        raise Conflict(_("Your data is being gathered already."), code="export_running")
