"""What moderation answers when something happens beneath it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import erasing
from samovar.moderation.erasing_actions import erase_person


@receiver(erasing, dispatch_uid="moderation.erase_person")
def on_erasing(*, person: User, ghost: User, **_kwargs: Any) -> bool:
    return erase_person(person=person, ghost=ghost)
