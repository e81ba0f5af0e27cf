"""What rooms answer when something happens beneath them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.rooms.actions.erasing import erase_person


@receiver(erasing, dispatch_uid="rooms.erase_person")
def on_erasing(*, person: User, ghost: User, **_kwargs: Any) -> bool:
    return erase_person(person=person, ghost=ghost, portion=PORTION)
