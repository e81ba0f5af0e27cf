"""Where the media server tells what happens in its rooms."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from samovar.calls import carrying_actions

LARGEST = 256 * 1024


@login_not_required
@csrf_exempt
@require_POST
def media_hook(request: HttpRequest) -> HttpResponse:
    """Take an event. Its signature is the only way in: 401 without one of our media server."""
    body = request.read(LARGEST).decode("utf-8", "replace")
    token = request.headers.get("Authorization", "")
    taken = carrying_actions.take_hook(actor=None, body=body, token=token.removeprefix("Bearer "))
    return HttpResponse(status=204 if taken else 401)
