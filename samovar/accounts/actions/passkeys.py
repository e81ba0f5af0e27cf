"""Passkeys: adding, removing, and logging in by one."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse

from samovar.accounts import passkey_queries
from samovar.accounts.actions.entering import require_let_in
from samovar.accounts.actions.factors import Proof, require_proof
from samovar.accounts.actions.sessions import Device, note_failed_login
from samovar.accounts.limits import LOGINS
from samovar.accounts.models import Login, Passkey, User
from samovar.accounts.passkey_queries import Question, Site
from samovar.accounts.rules import require_passkey_space, require_verified
from samovar.core.address import address_group
from samovar.core.errors import Conflict, Invalid, NotFound, NotLoggedIn

BY_PASSKEY = str(Login.Method.PASSKEY)
NAME_MAX = 60
_NOT_VALID = _("The device did not answer as it should. Please try again.")
_UNKNOWN = _("This passkey opens no account here.")


def begin_passkey(*, actor: User, proof: Proof, site: Site) -> Question:
    """Return what to ask the actor's browser. Raises Invalid (password, code), Conflict, TooMany."""
    require_proof(actor=actor, proof=proof)
    if not site.fits:
        raise Conflict(_("Open this place by a name, such as localhost, to use passkeys."), code="no_name")
    require_passkey_space(passkey_queries.passkeys_for(viewer=actor).count())
    return passkey_queries.question_for_new_passkey(viewer=actor, site=site)


def add_passkey(
    *, actor: User, state: dict[str, Any], response: dict[str, Any], name: str, site: Site
) -> Passkey:
    """Keep the key a browser made. ``state`` is of the question. Raises Invalid, Conflict."""
    try:
        data = passkey_queries.server_for(site).register_complete(state, response)
    except (ValueError, TypeError, KeyError):
        raise Invalid(_NOT_VALID, code="passkey_not_valid") from None
    credential = data.credential_data
    if credential is None:
        raise Invalid(_NOT_VALID, code="passkey_not_valid")
    kept = " ".join(name.split())[:NAME_MAX] or str(_("Passkey"))
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                user=actor,
                name=kept,
                key=_key(credential.credential_id),
                data=bytes(credential),
                count=data.counter,
            )
    except IntegrityError:
        raise Conflict(_("This passkey is known already."), code="passkey_known") from None


def remove_passkey(*, actor: User, passkey_id: int, proof: Proof) -> None:
    """Let a passkey open nothing any more. Raises NotFound, Invalid (password, code), TooMany."""
    found = passkey_queries.passkeys_for(viewer=actor).filter(pk=passkey_id)
    if not found.exists():
        raise NotFound
    require_proof(actor=actor, proof=proof)
    found.delete()


def check_passkey(
    *, actor: None, state: dict[str, Any], response: dict[str, Any], site: Site, device: Device
) -> User:
    """Return whose passkey answered; it counts for password and code together.

    Raises NotLoggedIn, Denied as a login by password does, TooMany.
    """
    LOGINS.take(address_group(device.address))
    passkey, count = _checked(state, response, site, device)
    require_verified(passkey.user)
    require_let_in(passkey.user)
    _note_used(passkey, count)
    return passkey.user


def confirm_by_passkey(
    *, actor: User, state: dict[str, Any], response: dict[str, Any], site: Site, device: Device
) -> None:
    """Take the answer of a passkey of the actor's own for password and code.

    Raises NotLoggedIn for any other answer, TooMany.
    """
    LOGINS.take(address_group(device.address))
    passkey, count = _checked(state, response, site, device)
    if passkey.user_id != actor.pk:
        raise NotLoggedIn(_UNKNOWN, code="passkey_unknown")
    _note_used(passkey, count)


def _note_used(passkey: Passkey, count: int) -> None:
    Passkey.objects.filter(pk=passkey.pk).update(count=count, used_at=timezone.now())


def _checked(
    state: dict[str, Any], response: dict[str, Any], site: Site, device: Device
) -> tuple[Passkey, int]:
    try:
        answer = AuthenticationResponse.from_dict(response)
    except (ValueError, TypeError, KeyError):
        raise NotLoggedIn(_NOT_VALID, code="passkey_not_valid") from None
    passkey = Passkey.objects.filter(key=_key(answer.raw_id)).select_related("user").first()
    if passkey is None:
        raise NotLoggedIn(_UNKNOWN, code="passkey_unknown")
    count = answer.response.authenticator_data.counter
    try:
        known = [passkey_queries.credential_of(passkey)]
        passkey_queries.server_for(site).authenticate_complete(state, known, answer)
    except ValueError:
        note_failed_login(actor=passkey.user, device=device, method=Login.Method.PASSKEY)
        raise NotLoggedIn(_NOT_VALID, code="passkey_not_valid") from None
    if 0 < count <= passkey.count:
        # Somebody has a copy of the key: neither is believed.
        note_failed_login(actor=passkey.user, device=device, method=Login.Method.PASSKEY)
        raise NotLoggedIn(_NOT_VALID, code="passkey_copied")
    return passkey, count


def _key(credential_id: bytes) -> str:
    return credential_id.hex()
