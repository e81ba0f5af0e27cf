"""Telling webhooks of messages: derived from the log of the room, so that nothing is forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts.models import User
from samovar.chat.models import Message
from samovar.core import posting
from samovar.core.errors import Conflict
from samovar.core.housekeeping import delete_in_portions
from samovar.core.limits import Limit
from samovar.core.memory import iso
from samovar.integrations import queries
from samovar.integrations.models import Delivery, OutgoingHook

AT_ONCE = 100
TESTS = Limit("hook-tests", 10, 60)
_ENDED = (Delivery.State.DONE, Delivery.State.DEAD)
DONE_KEPT = timedelta(days=7)
DEAD_KEPT = timedelta(days=30)


def collect_deliveries(*, actor: None = None, start: Callable[[int], object]) -> int:
    """Make a delivery of each message that a webhook was not told of yet, and ``start`` all that are new.

    ``start`` puts a delivery into the queue, in the transaction that says so; returns how many it did.
    """
    behind = OutgoingHook.objects.filter(room__last_n__gt=F("told_n"), room__closed_at=None)
    for hook_id in behind.values_list("pk", flat=True)[:AT_ONCE]:
        _collect(hook_id)
    if not Delivery.objects.filter(state=Delivery.State.NEW).exists():
        return 0
    return _start(start)


@transaction.atomic
def _start(start: Callable[[int], object]) -> int:
    new = Delivery.objects.select_for_update(
        of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked
    )
    ids = [row.pk for row in new.filter(state=Delivery.State.NEW).order_by("pk")[:AT_ONCE]]
    for delivery_id in ids:
        start(delivery_id)
    Delivery.objects.filter(pk__in=ids).update(state=Delivery.State.WAITING)
    return len(ids)


@transaction.atomic
def _collect(hook_id: int) -> None:
    hook = OutgoingHook.objects.select_for_update(of=("self",)).filter(pk=hook_id).first()
    if hook is None:
        return
    found = Message.objects.filter(room_id=hook.room_id, n__gt=hook.told_n).order_by("n")
    messages = list(found.select_related("room", "sender__user", "sender__guest")[:AT_ONCE])
    for one in messages:
        if one.deleted_at is None:
            Delivery.objects.create(hook=hook, n=one.n, payload=_payload(one))
    if messages:
        OutgoingHook.objects.filter(pk=hook.pk).update(told_n=messages[-1].n)


def send_again(*, actor: User, hook_id: int, delivery_id: int) -> Delivery:
    """Try a delivery anew that is done or dead. NotFound, Denied, Conflict while it is on its way."""
    row = queries.delivery_for(viewer=actor, hook_id=hook_id, delivery_id=delivery_id)
    again = Delivery.objects.filter(pk=row.pk, state__in=_ENDED)
    if not again.update(state=Delivery.State.NEW, tries=0, status=None, problem=""):
        raise Conflict(_("This is on its way already."), code="on_its_way")
    row.refresh_from_db()
    return row


def send_all_again(*, actor: User, hook_id: int) -> int:
    """Try all dead deliveries of a webhook anew; return how many. NotFound, Denied."""
    hook = queries.outgoing_hook_for(viewer=actor, hook_id=hook_id)
    dead = Delivery.objects.filter(hook=hook, state=Delivery.State.DEAD)
    return dead.update(state=Delivery.State.NEW, tries=0, status=None, problem="")


def send_test(*, actor: User, hook_id: int) -> Delivery:
    """Tell the address something harmless now, to see whether it listens. NotFound, Denied, TooMany."""
    hook = queries.outgoing_hook_for(viewer=actor, hook_id=hook_id)
    TESTS.take(str(hook.pk))
    room = {"id": hook.room_id, "name": hook.room.name}
    return Delivery.objects.create(hook=hook, n=None, payload={"event": "test", "chatroom": room})


def forget_deliveries(*, actor: None = None) -> int:
    """Delete what was delivered a week ago and what died a month ago; return how many."""
    now = timezone.now()
    done = Delivery.objects.filter(state=Delivery.State.DONE, created_at__lt=now - DONE_KEPT)
    dead = Delivery.objects.filter(state=Delivery.State.DEAD, created_at__lt=now - DEAD_KEPT)
    return delete_in_portions(done) + delete_in_portions(dead)


def forget_message(*, actor: None = None, room_id: int, n: int) -> None:
    """A message was deleted: it is delivered no longer, and the log of deliveries does not show it."""
    Delivery.objects.filter(hook__room_id=room_id, n=n).delete()


def _payload(message: Message) -> dict[str, Any]:
    user, guest = message.sender.user, message.sender.guest
    return {
        "event": "message",
        "chatroom": {"id": message.room_id, "name": message.room.name},
        "message": {
            "id": message.pk,
            "n": message.n,
            "user": user.pk if user else None,
            "username": user.username if user else guest.display_name if guest else "",
            "content": message.body,
            "timestamp": iso(message.at),
        },
    }


def deliver(*, actor: None, delivery_id: int) -> bool:
    """Send one delivery; say whether it is done (or gone), so that nothing more is to be tried."""
    row = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING).select_related("hook").first()
    if row is None:
        return True
    body = json.dumps(row.payload, ensure_ascii=False).encode()
    status, problem = None, ""
    try:
        status = posting.post(row.hook.url, body, _headers(row, body))
    except posting.Unreachable as unreachable:
        problem = str(unreachable)
    done = status is not None and 200 <= status < 300  # noqa: PLR2004 - HTTP's success
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.DONE if done else Delivery.State.WAITING,
        tries=F("tries") + 1,
        status=status,
        problem=problem or ("" if done else f"answered {status}"),
        tried_at=timezone.now(),
    )
    return done


def give_up(*, actor: None, delivery_id: int) -> None:
    """All tries are used up: it stays in the log as dead, until somebody sends it again."""
    waiting = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DEAD)


def _headers(row: Delivery, body: bytes) -> dict[str, str]:
    at = str(int(time.time()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Samovar",
        "X-Samovar-Delivery": str(row.pk),
        "X-Samovar-Signature": f"t={at},v1={signature(row.hook.secret, at, body)}",
    }


def signature(secret: str, at: str, body: bytes) -> str:
    """Return the hex HMAC-SHA256 of ``<at>.<body>``; ``at`` in seconds, so that old ones can be refused."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
