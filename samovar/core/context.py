"""What the shell of every page needs to know."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

THEMES = ("light", "dark")
THEME_COOKIE = "samovar_theme"


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the chosen theme ("" follows the system) and the languages by their own names."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": chosen if chosen in THEMES else "",
        "languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
    }
