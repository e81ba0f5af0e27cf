"""What files answer for people: a face is seen by all who may see the person, and goes with him."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.files.access import shown_by
from samovar.files.actions import erase_person
from samovar.files.queries import can_see_face
from samovar.files.upload_actions import erase_uploads

shown_by("face", can_see_face)


@receiver(erasing, dispatch_uid="files.erase_person")
def on_erasing(*, person: User, **_kwargs: Any) -> bool:
    pictures = erase_person(person=person, portion=PORTION)
    return erase_uploads(person=person, portion=PORTION) or pictures
