"""What people answer when something happens beneath them."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.people.follow_actions import erase_person


@receiver(erasing, dispatch_uid="people.erase_person")
def on_erasing(*, person: User, **_kwargs: Any) -> bool:
    return erase_person(person=person, portion=PORTION)
