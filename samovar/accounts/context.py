"""What every page may say of accounts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def registration(_request: HttpRequest) -> dict[str, str]:
    """Return who may make an account here, so that no page offers what it then refuses."""
    return {"registration": settings.REGISTRATION}
