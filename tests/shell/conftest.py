"""Pages in a language that marks every text it was asked to translate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture
def browser() -> Callable[[Any], Client]:
    """Give a factory of browsers in which a person is logged in."""

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put ⟦ ⟧ around whatever passes through gettext: the rest was never wrapped."""

    def mark(text: str) -> str:
        return f"⟦{text}⟧" if text else text

    backend = vars(translation)["_trans"]  # what each gettext function asks
    monkeypatch.setattr(backend, "gettext", mark)
    monkeypatch.setattr(backend, "pgettext", lambda _context, text: mark(text))
    monkeypatch.setattr(backend, "ngettext", lambda one, many, n: mark(one if n == 1 else many))
    monkeypatch.setattr(backend, "npgettext", lambda _context, one, many, n: mark(one if n == 1 else many))
