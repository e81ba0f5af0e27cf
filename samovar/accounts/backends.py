"""Checks a name and a password, in the same time whether the account exists or not."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from samovar.accounts.models import User
from samovar.accounts.queries import owner_named


class AccountBackend(ModelBackend):
    """Logs in by username (in any spelling that folds to it) or by e-mail."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or not password:
            return None
        person = owner_named(username)
        if person is None:
            # One hash as for an account that exists, so that the time tells nothing.
            User().set_password(password)
            return None
        return person if person.check_password(password) else None
