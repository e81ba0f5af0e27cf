"""How the secrets of second factors are kept: encrypted, with a key that is not in the database."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac


@cache
def _cipher(secret_key: str) -> Fernet:
    key = salted_hmac("samovar.accounts.mfa", "secrets", secret=secret_key, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


class MfaAdapter(DefaultMFAAdapter):
    """Encrypts what allauth would keep as it is."""

    def encrypt(self, text: str) -> str:
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
