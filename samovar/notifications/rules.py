"""Of whom a person is told, and what a device may be. Nothing here writes."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from webpush.types import WebPushSubscription

from samovar.accounts.models import User
from samovar.core.errors import Conflict, Invalid
from samovar.notifications.models import PushDevice
from samovar.people.follow_queries import mute_of
from samovar.people.rules import can_interact

DEVICES_MAX = 20
AUTH_BYTES = 16
ENDPOINT_MAX = 500


def may_tell(actor: User, user: User) -> bool:
    """``user`` may be told of what ``actor`` did: no block stands between, and he does not mute him (B41)."""
    if not can_interact(actor, user):
        return False
    mute = mute_of(user, actor)
    return mute is None or not mute.notifications


def is_push_host(host: str) -> bool:
    """Say whether the operator lets devices be told through this host. ``.example.org``: any below it."""
    host = host.lower()
    return any(host.endswith(one) if one.startswith(".") else host == one for one in settings.PUSH_HOSTS)


def require_subscription(endpoint: str, p256dh: str, auth: str) -> WebPushSubscription:
    """Return what a browser gave, if a message can be encrypted for it. Invalid (endpoint, keys)."""
    parts = urlsplit(endpoint)
    known = parts.scheme == "https" and not parts.username and is_push_host(parts.hostname or "")
    if not known or len(endpoint) > ENDPOINT_MAX:
        raise Invalid(fields={"endpoint": [_("This browser's push service is not known here.")]})
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes_of(p256dh))
        fits = len(_bytes_of(auth)) == AUTH_BYTES
        subscription = WebPushSubscription.model_validate(
            {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
        )
    except ValueError as problem:
        raise Invalid(fields={"keys": [_("These keys are none.")]}) from problem
    if not fits:
        raise Invalid(fields={"keys": [_("These keys are none.")]})
    return subscription


def _bytes_of(text: str) -> bytes:
    """Return what base64url without padding stands for. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def require_room_for_device(user: User) -> None:
    if PushDevice.objects.filter(user=user, session__ended_at=None).count() >= DEVICES_MAX:
        raise Conflict(_("There are too many devices already. Remove one first."), code="too_many_devices")
