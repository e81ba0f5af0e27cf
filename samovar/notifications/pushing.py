"""How a message for a device is made: encrypted for it alone, signed with this installation's key."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from webpush import WebPush
from webpush.types import WebPushMessage, WebPushSubscription

from samovar.notifications.models import PushKeys

LIFETIME = 24 * 3600  # seconds a push service keeps it for a device that is off


def message_for(keys: PushKeys, subscription: WebPushSubscription, body: dict[str, str]) -> WebPushMessage:
    """Return what is posted to the push service. Raises ValueError for keys that are none."""
    maker = WebPush(
        keys.private_pem.encode(), keys.public_pem.encode(), subscriber=_subscriber(), ttl=LIFETIME
    )
    return maker.get(body, subscription)


def _subscriber() -> str:
    """Whom a push service may write to."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1] or "samovar@localhost"
