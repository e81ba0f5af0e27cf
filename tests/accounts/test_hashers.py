"""What a password costs to check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from samovar.config.settings import PASSWORD_HASHERS
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_password_hashed_at_another_cost_is_good_and_hashed_anew_at_the_login(
    person: Callable[..., Any], browser_of: Callable[..., Client], settings: Any
) -> None:
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    alice = person("alice")
    alice.password = Argon2PasswordHasher().encode(PASSWORD, "some salt of it")
    alice.save()
    assert "m=102400,t=2,p=8" in alice.password
    browser_of(alice)
    alice.refresh_from_db()
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in alice.password
    assert alice.check_password(PASSWORD)
