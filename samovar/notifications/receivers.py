"""What notifications answer when something happens beneath them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing, export_ready
from samovar.notifications.actions import (
    forget_between,
    forget_person,
    notify,
    notify_anew,
    take_back_notification,
)
from samovar.people.signals import blocked as person_blocked
from samovar.people.signals import follow_accepted, follow_request_gone, follow_requested
from samovar.people.signals import followed as person_followed


@receiver(person_blocked, dispatch_uid="notifications.forget_between")
def on_blocked(*, blocker: User, blocked: User, **_kwargs: Any) -> None:
    forget_between(actor=blocker, other=blocked)


@receiver(person_followed, dispatch_uid="notifications.tell_of_follower")
def on_followed(*, follower: User, followed: User, **_kwargs: Any) -> None:
    notify(
        actor=follower,
        user=followed,
        kind="follow",
        subject="",
        target=f"/@{follower.username}/",
        key=f"follow:{follower.pk}",
    )


@receiver(follow_requested, dispatch_uid="notifications.tell_of_follow_request")
def on_follow_requested(*, follower: User, followed: User, **_kwargs: Any) -> None:
    notify(
        actor=follower,
        user=followed,
        kind="follow_request",
        subject="",
        target="/people/requests/",
        key=f"follow_request:{follower.pk}",
    )


@receiver(follow_request_gone, dispatch_uid="notifications.forget_follow_request")
def on_follow_request_gone(*, follower: User, followed: User, **_kwargs: Any) -> None:
    take_back_notification(actor=follower, user=followed, key=f"follow_request:{follower.pk}")


@receiver(follow_accepted, dispatch_uid="notifications.tell_of_accepted_follow")
def on_follow_accepted(*, follower: User, followed: User, **_kwargs: Any) -> None:
    notify(
        actor=followed,
        user=follower,
        kind="follow_accepted",
        subject="",
        target=f"/@{followed.username}/",
        key=f"follow_accepted:{followed.pk}",
    )


@receiver(export_ready, dispatch_uid="notifications.tell_of_export")
def on_export_ready(*, person: User, **_kwargs: Any) -> None:
    notify_anew(actor=None, user=person, kind="export", subject="", target="/settings/export/", key="export")


@receiver(erasing, dispatch_uid="notifications.forget_person")
def on_erasing(*, person: User, **_kwargs: Any) -> bool:
    return forget_person(person=person, portion=PORTION)
