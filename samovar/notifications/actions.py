"""Telling people what happened to them, and what they do with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from samovar.accounts.models import User
from samovar.core import streams
from samovar.notifications.events import NotificationsChanged
from samovar.notifications.models import Choice, Notification, PushDevice
from samovar.notifications.push_actions import push_to_devices
from samovar.notifications.queries import bundle_for, unread_count_for, ways_for
from samovar.notifications.rules import may_tell
from samovar.notifications.texts import KINDS, bundle_of, text_of

GONE_NAMED = 200


@transaction.atomic
def notify(
    *, actor: User | None, user: User, kind: str, subject: str, target: str, key: str
) -> Notification | None:
    """Tell ``user`` once per ``key``; ``target`` is the local address View leads to.

    None when there is nothing to tell: done by oneself, told before, the two are in a block, or ``user``
    does not want to be told of this kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no text for notifications of the kind {kind}")
    ways = None if _is_out_of_place(actor, user) else ways_for(viewer=user)
    if ways is None or kind in ways.unwanted & ways.unmailed & ways.unpushed:
        return None
    row, is_new = Notification.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "kind": kind,
            "actor": actor,
            "subject": subject[:200],
            "target": target,
            "bundle": bundle_of(kind, target),
            "on_page": kind not in ways.unwanted,
        },
    )
    if not is_new:
        return None
    if row.on_page:
        _tell_of(row)
    if kind not in ways.unpushed:
        push_to_devices(row)
    return row


@transaction.atomic
def notify_anew(
    *, actor: User | None, user: User, kind: str, subject: str, target: str, key: str
) -> Notification | None:
    """As ``notify``, but what was told before under this ``key`` gives way: one row, the newest (C27)."""
    if _is_out_of_place(actor, user):
        return None
    Notification.objects.filter(user=user, key=key).delete()
    return notify(actor=actor, user=user, kind=kind, subject=subject, target=target, key=key)


@transaction.atomic
def read_notification(*, actor: User, key: str) -> None:
    """What this ``key`` told of was seen elsewhere: it is not unread any more, in any tab."""
    _read(actor, Notification.objects.filter(key=key))


@transaction.atomic
def take_back_notification(*, actor: User, user: User, key: str) -> None:
    """What ``actor`` did is undone or answered: ``user`` is not told of it any more."""
    _forget(user, Notification.objects.filter(actor=actor, key=key))


@transaction.atomic
def read_notifications(*, actor: User, keys: Collection[str]) -> None:
    """The same for several at once."""
    _read(actor, Notification.objects.filter(key__in=keys))


@transaction.atomic
def forget_told(*, actor: User, key: str) -> None:
    """What this ``key`` told of is not there any more."""
    _forget(actor, Notification.objects.filter(key=key))


@transaction.atomic
def forget_saying(*, users: Collection[int], key: str, subject: str, since: datetime) -> None:
    """What was said is not there any more: these people are told of it no longer, who was away neither.

    ``since``: nobody was told before. An older row of the same ``key`` may have given way to a newer one.
    """
    told = Q(name=NotificationsChanged.event_name, at__gte=since, data__text__icontains=subject)
    for user in User.objects.filter(pk__in=users).order_by("pk"):
        _forget(user, Notification.objects.filter(key=key, subject=subject))
        if subject:
            streams.rewrite(f"u:{user.pk}", told, lambda data: {**data, "text": ""})


@transaction.atomic
def mark_all_read(*, actor: User) -> None:
    """Nothing is unread any more, in any tab."""
    _read(actor, Notification.objects.all())


@transaction.atomic
def mark_shown_read(*, actor: User, newest: int) -> None:
    """The page was opened: what it shows and all before is read, not what came since; ``newest``: an id."""
    _read(actor, Notification.objects.filter(pk__lte=newest))


@transaction.atomic
def delete_notification(*, actor: User, notification_id: int) -> None:
    """Delete what is shown as one with it too. Raises NotFound for somebody else's."""
    _forget(actor, bundle_for(viewer=actor, notification_id=notification_id))


@transaction.atomic
def delete_all_notifications(*, actor: User) -> None:
    """Delete everything the actor was told."""
    _forget(actor, Notification.objects.all())


@transaction.atomic
def forget_between(*, actor: User, other: User) -> None:
    """After a block neither has notifications from the other (B23, B24)."""
    for user, by in ((actor, other), (other, actor)):
        _forget(user, Notification.objects.filter(actor=by))


def _read(user: User, rows: QuerySet[Notification]) -> None:
    """Those of ``rows`` that are the person's are read."""
    unread = rows.filter(user=user, read_at=None)
    gone = _tags(unread)
    if unread.update(read_at=timezone.now()):
        _tell(user, gone=gone)


def _forget(user: User, rows: QuerySet[Notification]) -> None:
    """Those of ``rows`` that are the person's are deleted."""
    own = rows.filter(user=user)
    gone = _tags(own)
    if own.delete()[0]:
        _tell(user, gone=gone)


def _tags(rows: QuerySet[Notification]) -> list[str]:
    """Return by which names devices know what they show of these; of very many only the newest."""
    newest = rows.order_by("-pk").values_list("bundle", "key")[:GONE_NAMED]
    return sorted({bundle or key for bundle, key in newest})


@transaction.atomic
def forget_person(*, person: User, portion: int) -> bool:
    """Delete what somebody who is being deleted was told and caused; say whether there may be more."""
    rows = Notification.objects.filter(Q(user=person) | Q(actor=person)).select_related("user")
    found = list(rows.order_by("pk")[:portion])
    Notification.objects.filter(pk__in=[row.pk for row in found]).delete()
    Choice.objects.filter(user=person).delete()
    PushDevice.objects.filter(user=person).delete()
    told = {row.user_id: row.user for row in found if row.user_id != person.pk}
    for _stream, number in sorted((f"u:{number}", number) for number in told):
        _tell(told[number], gone=[row.bundle or row.key for row in found if row.user_id == number])
    return len(found) == portion


def _is_out_of_place(actor: User | None, user: User) -> bool:
    """Done by oneself, or by somebody of whom ``user`` is not told."""
    return actor is not None and (actor.pk == user.pk or not may_tell(actor, user))


def _tell_of(row: Notification) -> None:
    with translation.override(row.user.language or translation.get_language()):
        added: dict[str, Any] = {
            "text": text_of(row),
            "target": row.target,
            "id": row.pk,
            "tag": row.bundle or row.key,
        }
    _tell(row.user, **added)


def _tell(user: User, *, gone: Collection[str] = (), **added: Any) -> None:
    event = NotificationsChanged(unread=unread_count_for(viewer=user), gone=list(gone), **added)
    streams.append(f"u:{user.pk}", event, durable=True)
