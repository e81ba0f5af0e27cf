"""Making and recognising secrets that are shown once."""

from __future__ import annotations

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

TOKEN_PREFIX = "smv_"  # noqa: S105 - what secrets begin with, so that scanners find them


def new_token() -> str:
    """Return a new personal token."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def new_key() -> str:
    """Return what signs the deliveries of a webhook."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is stored of a secret. It has 256 random bits, so a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hook_key(hook_id: int) -> str:
    """Return the secret part of a webhook's address: made from the server's own secret, stored nowhere."""
    signed = salted_hmac("samovar.integrations.hook", str(hook_id), algorithm="sha256").digest()
    return f"{hook_id}-{base64.urlsafe_b64encode(signed).decode().rstrip('=')}"
