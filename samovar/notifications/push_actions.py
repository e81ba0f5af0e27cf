"""Telling devices while no page is open (web push): by the worker, what still holds when it is sent."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task
from webpush.types import WebPushSubscription
from webpush.vapid import VAPID

from samovar.core import posting
from samovar.core.schedule import try_again
from samovar.notifications.models import Notification, PushDevice, PushKeys
from samovar.notifications.pushing import message_for
from samovar.notifications.queries import quiet_for, unread_count_for
from samovar.notifications.rules import is_push_host, may_tell
from samovar.notifications.texts import text_of

logger = logging.getLogger("samovar.push")

TRIES = 4
_AGAIN = frozenset({408, 429})
_URGENT = frozenset({"message", "message_request", "missed_call", "room_mention", "invitation"})


def push_to_devices(row: Notification) -> None:
    """Put telling the person's devices into the queue, in the transaction that stores ``row``."""
    living = PushDevice.objects.filter(user=row.user_id, session__ended_at=None)
    for device_id in living.values_list("pk", flat=True):
        push_to_device.enqueue(device_id=device_id, notification_id=row.pk)


@task()
def push_to_device(device_id: int, notification_id: int, attempt: int = 1) -> None:
    """Tell one device; later again when its service does not answer.

    What no longer holds is not sent (B38).
    """
    device = _living_device(device_id)
    row = _what_still_holds(notification_id)
    if device is None or row is None:
        return
    status = _post(device, row)
    if status in _AGAIN or status >= 500:  # noqa: PLR2004 - the service's own fault
        try_again(
            push_to_device,
            attempt=attempt,
            tries=TRIES,
            device_id=device_id,
            notification_id=notification_id,
        )
    elif status >= 400:  # noqa: PLR2004 - the browser took its subscription back, or wants none of ours
        device.delete()


def _living_device(device_id: int) -> PushDevice | None:
    """Return the device unless its login ended meanwhile."""
    now = timezone.now()
    living = PushDevice.objects.filter(session__ended_at=None, session__expires_at__gt=now)
    return living.filter(pk=device_id).first()


def _what_still_holds(notification_id: int) -> Notification | None:
    """Return what is to be told, unless it was read, deleted or must not be told any more, or disturbs."""
    rows = Notification.objects.filter(pk=notification_id, read_at=None, user__is_active=True)
    row = rows.select_related("user", "actor").first()
    if row is None or (row.actor is not None and not may_tell(row.actor, row.user)):
        return None
    if quiet_for(viewer=row.user).on:
        return None
    return row


def _post(device: PushDevice, row: Notification) -> int:
    """Send it and return the status; 503 when nobody answered."""
    subscription = WebPushSubscription.model_validate(
        {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}
    )
    if not is_push_host(subscription.endpoint.host or ""):
        return 410
    with translation.override(row.user.language or translation.get_language()):
        body = {"text": text_of(row), "target": row.target, "tag": row.bundle or row.key}
    body["unread"] = str(unread_count_for(viewer=row.user))
    message = message_for(push_keys(), subscription, body)
    headers = {
        "TTL": message.headers["ttl"],
        "Content-Encoding": message.headers["content-encoding"],
        "Content-Type": "application/octet-stream",
        "Authorization": message.headers["authorization"],
        "Urgency": "high" if row.kind in _URGENT else "normal",
    }
    try:
        return posting.post(device.endpoint, message.encrypted, headers)
    except posting.Unreachable as problem:
        logger.info("a push service could not be reached: %s", problem)
        return 503


@transaction.atomic
def push_keys() -> PushKeys:
    """Return this installation's keys; they are made when they are first asked for."""
    found = PushKeys.objects.filter(pk=1).first()
    if found is not None:
        return found
    private, public_pem, public = VAPID.generate_keys()
    made = {"private_pem": private.decode(), "public_pem": public_pem.decode(), "public": public}
    return PushKeys.objects.get_or_create(pk=1, defaults=made)[0]
