"""What rooms answer when something happens beneath them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver

from samovar.accounts.models import User
from samovar.accounts.signals import PORTION, erasing
from samovar.files.access import GuestSpace, guests_share
from samovar.rooms.actions.erasing import erase_person
from samovar.rooms.models import GuestPass, Room


def _passes_of_the_room(guest_id: int) -> QuerySet[Any]:
    rooms = GuestPass.objects.filter(pk=guest_id).values("room_id")
    return GuestPass.objects.filter(room_id__in=rooms).values("pk")


def _hold_room_of(guest_id: int) -> None:
    rooms = GuestPass.objects.filter(pk=guest_id).values("room_id")
    list(Room.objects.select_for_update(no_key=True).filter(pk__in=rooms).values_list("pk"))


# Whoever clears the cookies gets another pass, but no more space.
guests_share(GuestSpace(_passes_of_the_room, _hold_room_of))


@receiver(erasing, dispatch_uid="rooms.erase_person")
def on_erasing(*, person: User, ghost: User, **_kwargs: Any) -> bool:
    return erase_person(person=person, ghost=ghost, portion=PORTION)
