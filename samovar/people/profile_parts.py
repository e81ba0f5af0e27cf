"""What the apps above show on a profile: each gives a function that draws its part."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from samovar.accounts.models import User

Part = Callable[[HttpRequest, User], SafeString]
_parts: list[Part] = []


def show_on_profiles(part: Part) -> None:
    """Let ``part(request, person)`` be drawn below every profile; called when the app is ready."""
    _parts.append(part)


def parts_of(request: HttpRequest, person: User) -> list[SafeString]:
    return [part(request, person) for part in _parts]
