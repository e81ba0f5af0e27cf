"""Keeping a post that somebody began to write, so that every device goes on with it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import IO

from django.db import transaction

from samovar.accounts.models import User
from samovar.core import streams
from samovar.core.errors import NotFound
from samovar.feed.begun_queries import begun_for, begun_pictures_of, room_to_share
from samovar.feed.events import BegunPostChanged
from samovar.feed.models import BegunPicture, BegunPost
from samovar.feed.rules import require_audience, require_fit_alt, require_fit_begun
from samovar.files.actions import attach_picture, delete_pictures, store_picture
from samovar.people.locks import lock_people


@transaction.atomic
def keep_begun(
    *,
    actor: User,
    text: str | None = None,
    audience: str | None = None,
    room: int | None = None,
    pictures: Sequence[tuple[int, str]] = (),
) -> None:
    """Keep text, audience and room, None as they are, and put pictures, ``(id, alt)`` each, into this order.

    ``room``: the id of one that shall be shared, 0 for none; what cannot be shared is none. Pictures that are
    not named come after them; what another device removed meanwhile is passed over. Raises Invalid.
    """
    lock_people(actor)
    before = begun_for(viewer=actor)
    audience = before.audience if audience is None else require_audience(audience)
    kept = before.text if text is None else require_fit_begun(text, 0)
    rows = {row.pk: row for row in before.pictures}
    shared = before.room if room is None else room_to_share(actor, room)
    if not kept.strip() and not rows and shared is None:
        forget_begun(actor=actor)
        return
    row = _touch(actor)
    row.text, row.audience, row.room_id = kept, audience, shared.id if shared else None
    row.save(update_fields=["text", "audience", "room"])
    alts = {number: require_fit_alt(alt) for number, alt in pictures if number in rows}
    for place, number in enumerate([*alts, *(number for number in rows if number not in alts)]):
        shown = rows[number]
        shown.place, shown.alt = place, alts.get(number, shown.alt)
        shown.save(update_fields=["place", "alt"])


def add_picture(*, actor: User, upload: IO[bytes], size: int | None) -> BegunPicture:
    """Put an upload of ``size`` bytes to what the actor began, as its last picture. Raises Invalid."""
    require_fit_begun("", len(begun_pictures_of(actor)) + 1)
    picture = store_picture(actor=actor, upload=upload, size=size)
    with transaction.atomic():
        lock_people(actor)
        rows = begun_pictures_of(actor)
        require_fit_begun("", len(rows) + 1)
        attach_picture(actor=actor, picture=picture, kind="begun", owner_id=actor.pk)
        place = rows[-1].place + 1 if rows else 0
        return BegunPicture.objects.create(begun=_touch(actor), picture=picture, place=place)


@transaction.atomic
def remove_picture(*, actor: User, picture_id: int) -> None:
    """Take a picture from what the actor began. Raises NotFound."""
    lock_people(actor)
    rows = begun_pictures_of(actor)
    found = next((row for row in rows if row.pk == picture_id), None)
    if found is None:
        raise NotFound
    begun = _touch(actor)
    delete_pictures(actor=actor, names=[found.picture.name])
    if len(rows) == 1 and not begun.text.strip() and begun.room_id is None:
        forget_begun(actor=actor)


@transaction.atomic
def discard_begun(*, actor: User) -> None:
    """Remove what the actor began, with its pictures; nothing happens when there is nothing."""
    lock_people(actor)
    delete_pictures(actor=actor, names=[row.picture.name for row in begun_pictures_of(actor)])
    forget_begun(actor=actor)


def forget_begun(*, actor: User) -> None:
    """Forget it for all devices; its pictures belong to something else by now, or are gone."""
    row = BegunPost.objects.filter(user=actor).first()
    if row is None:
        return
    row.delete()
    streams.tell(f"u:{actor.pk}", BegunPostChanged(rev=_after(row.rev)))


def _touch(actor: User) -> BegunPost:
    """Return the row with the next number, made where there was none; all devices are told."""
    row = BegunPost.objects.filter(user=actor).first() or BegunPost(user=actor, rev=0)
    row.rev = _after(row.rev)
    row.save()
    streams.tell(f"u:{actor.pk}", BegunPostChanged(rev=row.rev))
    return row


def _after(rev: int) -> int:
    """Return a higher number, also than those of what was forgotten before."""
    return max(time.time_ns() // 1000, rev + 1)
