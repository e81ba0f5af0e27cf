"""Sign up and log in."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import queries, rules, standing_queries, tokens
from samovar.accounts.actions.factors import method_of, require_second_factor
from samovar.accounts.actions.sessions import Device, note_failed_login, start_session
from samovar.accounts.actions.standing import let_back_in
from samovar.accounts.limits import LOGINS, SIGN_UPS, WRONG_PASSWORDS
from samovar.accounts.mail import post_confirmation
from samovar.accounts.models import Application, Session, User
from samovar.accounts.rules import NewPerson
from samovar.core.address import address_group
from samovar.core.errors import Invalid, NotLoggedIn
from samovar.core.once import Told, answer_once
from samovar.core.text import fold_username

_TAKEN = {
    "username": _("This username is taken."),
    "email": _("There is an account with this e-mail address already."),
}
_WRONG = _("This name and password do not belong together.")


@dataclass(frozen=True)
class Attempt:
    """A try to log in. ``knows`` are the ids of the accounts this device logged in to before."""

    name: str
    password: str
    device: Device
    knows: frozenset[int] = frozenset()
    code: str = ""


def sign_up(*, actor: None, new: NewPerson, address: str) -> User:
    """Make an account and mail the link that confirms its address.

    Raises ``Invalid`` with a sentence per field, ``TooMany``.
    """
    SIGN_UPS.take(address_group(address))
    return _sign_up(new)


def _sign_up(new: NewPerson) -> User:
    rules.require_may_sign_up(new)
    _refuse_faults(new)
    try:
        with transaction.atomic():
            return _store_person(new)
    except IntegrityError:
        # Somebody else took the name or the address between the look and the insert.
        _refuse_taken(new)
        raise


def _refuse_faults(new: NewPerson) -> None:
    """Tell all that is wrong at once: who mends one thing is not to meet the next."""
    faults = rules.faults_of(new)
    fit = {name: getattr(new, name) for name in _TAKEN if name not in faults}
    faults |= {name: [_TAKEN[name]] for name in queries.taken_fields(**fit) if name in fit}
    if faults:
        raise Invalid(fields=faults)


def _refuse_taken(new: NewPerson) -> None:
    if taken := queries.taken_fields(username=new.username, email=new.email):
        raise Invalid(fields={name: [_TAKEN[name]] for name in taken})


def _store_person(new: NewPerson) -> User:
    off = settings.EMAIL_VERIFICATION == "off"
    _use_invitation(new.invitation)
    person = User.objects.create_user(
        new.username,
        new.email.strip().lower(),
        new.password,
        first_name=new.first_name.strip(),
        last_name=new.last_name.strip(),
        verified_at=timezone.now() if off else None,
        is_active=settings.REGISTRATION != "approval",
    )
    if settings.REGISTRATION == "approval":
        Application.objects.create(user=person, text=new.about.strip())
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=off)
    if not off:
        post_confirmation(address)
    return person


def _use_invitation(code: str) -> None:
    if settings.REGISTRATION != "invitation":
        return
    # Counted in the statement itself: two who come at once do not both take the last place.
    if not rules.live_invitations().filter(code=code).update(uses_left=F("uses_left") - 1):
        raise Invalid(fields={"invitation": [rules.NO_INVITATION]})


def check_login(*, actor: None, attempt: Attempt) -> User:
    """Return whose name and password these are.

    Raises ``NotLoggedIn`` alike for a wrong name and a wrong password, ``Denied`` with the code
    ``email_not_verified`` for the right ones of an unconfirmed account, ``second_factor_required`` when
    a code is missing, ``account_deleted`` for one that is being deleted, ``TooMany``.
    """
    person = queries.owner_named(attempt.name)
    known = person is not None and person.pk in attempt.knows
    if person is not None and known:
        LOGINS.take(f"{person.pk} from a known device")
    else:
        LOGINS.take(address_group(attempt.device.address))
        WRONG_PASSWORDS.require(fold_username(attempt.name))
    if authenticate(None, username=attempt.name, password=attempt.password) is None or person is None:
        if not known:
            WRONG_PASSWORDS.take(fold_username(attempt.name))
        if person is not None:
            note_failed_login(actor=person, device=attempt.device)
        raise NotLoggedIn(_WRONG, code="wrong_credentials")
    rules.require_verified(person)
    require_second_factor(actor=person, code=attempt.code, device=attempt.device)
    require_let_in(person)
    return person


def require_let_in(person: User) -> None:
    """Raise ``Denied`` when the account is closed; a suspension whose time is over ends here."""
    suspension = standing_queries.suspension_of(person)
    if suspension is not None and standing_queries.is_over(suspension):
        with transaction.atomic():
            let_back_in(person=person)
    rules.require_open(person)


def check_code(*, actor: None, person_id: int, code: str, device: Device) -> User:
    """Return who gave the right password before and the right code now.

    Raises ``NotLoggedIn``, ``Denied`` (``account_deleted``), ``TooMany``.
    """
    person = User.objects.filter(pk=person_id).first()
    if person is None:
        raise NotLoggedIn(_WRONG, code="wrong_credentials")
    require_second_factor(actor=person, code=code, device=device)
    require_let_in(person)
    return person


def sign_up_by_api(
    *, actor: None, new: NewPerson, device: Device, key: str | None = None
) -> tokens.TokenPair:
    """Make an account and open a session for it at once; the gate opens when the address is confirmed.

    With an Idempotency-Key it is done once; tokens are not kept, so the same pair is made again.
    """
    SIGN_UPS.take(address_group(device.address))

    def run() -> Told:
        session = start_session(actor=_sign_up(new), kind=Session.Kind.API, device=device)
        return Told(201, session.pk)

    told = answer_once(sender="register", key=key, body=asdict(new), run=run) if key else run()
    session = queries.live_session_by_id(session_id=told.data)
    if session is None:
        raise NotLoggedIn(_("This login has ended."), code="token_not_valid")
    return tokens.pair_for(session)


def log_in_by_api(*, actor: None, attempt: Attempt) -> tokens.TokenPair:
    """Open a session for a name and a password. Raises what ``check_login`` raises."""
    person = check_login(actor=None, attempt=attempt)
    session = start_session(
        actor=person, kind=Session.Kind.API, device=attempt.device, method=method_of(attempt.code)
    )
    return tokens.pair_for(session)
