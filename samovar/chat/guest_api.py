"""Files for guests: the doors of files once more, below the address of the room of the pass (C7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from samovar.core.caller import Caller
from samovar.core.errors import NotFound
from samovar.files.api import FileDoor, FinishView, UploadsView, UploadView
from samovar.files.upload_pages import served
from samovar.rooms import guests


def _guest(request: HttpRequest | Request, code: str) -> Caller:
    """Return the guest whose pass for this room the browser has. NotFound."""
    guest = guests.guest_of(request.COOKIES, code)
    if guest is None:
        raise NotFound
    return guest


class GuestDoor(FileDoor):
    """Knows who acts by the pass; it is no part of the documented API, which is not for guests."""

    schema = None
    authentication_classes = []
    permission_classes = [AllowAny]
    code = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.code = kwargs.pop("code")
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # The pass is a cookie, so what a page of another site sends has to be told apart.
        plain = request._request  # noqa: SLF001 - the POST of the other one would be parsed as JSON
        SessionAuthentication().enforce_csrf(cast("Request", plain))
        super().initial(request, *args, **kwargs)

    def caller(self, request: Request) -> Caller:
        return _guest(request, self.code)

    def once(self, request: Request, create: Callable[[], int]) -> int:
        del request
        return create()


class GuestUploadsView(GuestDoor, UploadsView):
    """Beginning to bring a file."""


class GuestUploadView(GuestDoor, UploadView):
    """One file on its way."""


class GuestFinishView(GuestDoor, FinishView):
    """The end of an upload."""


@login_not_required
@require_safe
def guest_attachment(request: HttpRequest, code: str, name: str, side: int | None = None) -> HttpResponseBase:
    """Give a guest a file of the room of the pass, or one size of a picture."""
    return served(request, _guest(request, code), name, side)
