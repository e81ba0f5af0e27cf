"""Which second factor an account has. Only its owner is shown it."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from samovar.accounts.models import User


def has_second_factor(person: User) -> bool:
    """Say whether a password alone is not enough for this account."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def totp_of(person: User) -> TOTP | None:
    """Return what checks the codes of the person's app, or None."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    return TOTP(row) if row else None


def recovery_codes_of(person: User) -> RecoveryCodes | None:
    """Return what checks the person's recovery codes, or None."""
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(row) if row else None


def unused_recovery_codes_for(*, viewer: User) -> int:
    """Return how many recovery codes the viewer has left."""
    codes = recovery_codes_of(viewer)
    return len(codes.get_unused_codes()) if codes else 0


def new_secret() -> str:
    """Return a secret to set an app up with, encrypted: it waits in the browser's session."""
    return str(get_adapter().encrypt(generate_totp_secret()))


def shown_secret(encrypted: str) -> str:
    """Return the secret as an app takes it by hand."""
    return str(get_adapter().decrypt(encrypted))


def picture_of_secret_for(*, viewer: User, encrypted: str) -> str:
    """Return the secret as a QR code: an SVG document."""
    adapter = get_adapter()
    return str(adapter.build_totp_svg(adapter.build_totp_url(viewer, adapter.decrypt(encrypted))))
