"""Where somebody wanted to go who first has to sign up, confirm an address and log in."""

from __future__ import annotations

from django.http import HttpRequest

_KEY = "afterwards"


def remember_return(request: HttpRequest, path: str) -> None:
    """Let the next login of this browser lead to ``path``, a path of this site."""
    request.session[_KEY] = path


def remembered_return(request: HttpRequest) -> str:
    """Return the path, "" when there is none."""
    return str(request.session.get(_KEY, ""))


def forget_return(request: HttpRequest) -> None:
    """The person is there, or went elsewhere."""
    request.session.pop(_KEY, None)
