"""Passkeys: which somebody has, and what a browser is asked for. Only their owner sees them."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from django.db.models import QuerySet
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from samovar.accounts.models import Passkey, User

_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Site:
    """The address a browser is at: passkeys belong to its host name. ``origin`` like https://a.example."""

    host: str
    origin: str

    @property
    def fits(self) -> bool:
        """Browsers keep passkeys for names, never for bare addresses like 127.0.0.1."""
        try:
            ip_address(self.host.strip("[]"))
        except ValueError:
            return True
        return False


@dataclass(frozen=True)
class Question:
    """What a browser is asked (JSON for ``navigator.credentials``), and what its answer is checked by."""

    options: dict[str, Any]
    state: dict[str, Any]


def server_for(site: Site) -> Fido2Server:
    """Return what checks the answers of browsers at ``site``."""
    rp = PublicKeyCredentialRpEntity(name="Samovar", id=site.host)
    return Fido2Server(rp, verify_origin=lambda origin: origin == site.origin)


def passkeys_for(*, viewer: User) -> QuerySet[Passkey]:
    """Return the viewer's passkeys, the last one first."""
    return Passkey.objects.filter(user=viewer).order_by("-pk")


def credential_of(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes(passkey.data))


def question_for_new_passkey(*, viewer: User, site: Site) -> Question:
    """Ask for a key that is found without a username, and that the device guards."""
    user = PublicKeyCredentialUserEntity(
        id=str(viewer.pk).encode(), name=viewer.username, display_name=viewer.full_name
    )
    options, state = server_for(site).register_begin(
        user,
        [credential_of(passkey) for passkey in passkeys_for(viewer=viewer)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=_VERIFIED,
    )
    return Question(dict(options.public_key), state)


def question_for_confirming(*, viewer: User, site: Site) -> Question:
    """Ask for one of the viewer's own passkeys."""
    known = [credential_of(passkey) for passkey in passkeys_for(viewer=viewer)]
    options, state = server_for(site).authenticate_begin(known, user_verification=_VERIFIED)
    return Question(dict(options.public_key), state)


def question_for_login(*, site: Site) -> Question:
    """Ask for any passkey of this place; the answer says whose it is."""
    options, state = server_for(site).authenticate_begin(user_verification=_VERIFIED)
    return Question(dict(options.public_key), state)
