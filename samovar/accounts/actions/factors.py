"""A second factor beside the password: codes of an app, and recovery codes for when it is lost."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samovar.accounts import factor_queries
from samovar.accounts.actions.sessions import Device, note_failed_login
from samovar.accounts.limits import WRONG_CODES, WRONG_PASSWORDS
from samovar.accounts.models import Login, User
from samovar.core.errors import Conflict, Denied, Invalid, NotLoggedIn

_CODE_LENGTH = 6  # of an app; recovery codes are longer
_WRONG_CODE = _("This code is not right, or was used before.")


@dataclass(frozen=True)
class Proof:
    """How somebody who is logged in shows again who it is, before something that matters.

    The password, and a code where the account has them; or ``confirmed``: a passkey of theirs answered for it
    in this login within minutes.
    """

    password: str = ""
    code: str = ""
    confirmed: bool = False


def method_of(code: str) -> str:
    """Return the ``Login.Method`` of a login with this code ("" for none)."""
    if not code:
        return Login.Method.PASSWORD
    return Login.Method.CODE if len(_plain(code)) == _CODE_LENGTH else Login.Method.RECOVERY


def require_second_factor(*, actor: User, code: str, device: Device) -> None:
    """Use ``code`` up when the account has a second factor.

    Raises ``Denied`` (``second_factor_required``) without one, ``NotLoggedIn`` for a wrong one, ``TooMany``.
    """
    if not factor_queries.has_second_factor(actor):
        return
    if not code:
        raise Denied(
            _("This account also asks for a code. Log in at the login page first."),
            code="second_factor_required",
        )
    WRONG_CODES.require(str(actor.pk))
    if not _use(actor, _plain(code)):
        WRONG_CODES.take(str(actor.pk))
        note_failed_login(actor=actor, device=device, method=method_of(code))
        raise NotLoggedIn(_WRONG_CODE, code="wrong_code")


def require_proof(*, actor: User, proof: Proof) -> None:
    """Ask somebody who is logged in again who it is. Raises ``Invalid`` (password, code), ``TooMany``."""
    if proof.confirmed:
        return
    require_password(actor, proof.password)
    _require_code(actor, proof.code)


def _require_code(actor: User, code: str) -> None:
    if not factor_queries.has_second_factor(actor):
        return
    WRONG_CODES.require(str(actor.pk))
    if not code or not _use(actor, _plain(code)):
        WRONG_CODES.take(str(actor.pk))
        raise Invalid(fields={"code": [_WRONG_CODE]})


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "")


def _use(person: User, code: str) -> bool:
    totp, recovery = factor_queries.totp_of(person), factor_queries.recovery_codes_of(person)
    if len(code) == _CODE_LENGTH:
        return totp is not None and totp.validate_code(code)
    return recovery is not None and recovery.validate_code(code)


def turn_on_codes(*, actor: User, password: str, secret: str, code: str) -> list[str]:
    """Ask for a code at every login from now on; return the recovery codes, shown this once.

    ``secret`` is the one the app was set up with, encrypted. Raises ``Invalid`` (password, code),
    ``Conflict`` when it is on already, ``TooMany``.
    """
    require_password(actor, password)
    plain = factor_queries.shown_secret(secret)
    if not validate_totp_code(plain, _plain(code)):
        raise Invalid(fields={"code": [_WRONG_CODE]})
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        if factor_queries.has_second_factor(actor):
            raise Conflict(_("Codes are on already."))
        TOTP.activate(actor, plain)
        return RecoveryCodes.activate(actor).get_unused_codes()


def turn_off_codes(*, actor: User, proof: Proof) -> None:
    """Let the password alone be enough again. Raises ``Invalid`` (password, code), ``TooMany``."""
    require_proof(actor=actor, proof=proof)
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    Authenticator.objects.filter(user=actor, type__in=kinds).delete()


def renew_recovery_codes(*, actor: User, proof: Proof) -> list[str]:
    """Return new recovery codes; the former ones open nothing any more. Raises ``Invalid``, ``Conflict``."""
    require_proof(actor=actor, proof=proof)
    if not factor_queries.has_second_factor(actor):
        raise Conflict
    with transaction.atomic():
        Authenticator.objects.filter(user=actor, type=Authenticator.Type.RECOVERY_CODES).delete()
        return RecoveryCodes.activate(actor).get_unused_codes()


def require_password(actor: User, password: str) -> None:
    """Ask again who it is before something that matters. Raises ``Invalid`` (password), ``TooMany``."""
    WRONG_PASSWORDS.require(f"factor {actor.pk}")
    if not actor.check_password(password):
        WRONG_PASSWORDS.take(f"factor {actor.pk}")
        raise Invalid(fields={"password": [_("This is not your password.")]})
