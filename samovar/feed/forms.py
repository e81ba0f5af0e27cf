"""The shape of what is posted: texts, pictures in their order with descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from samovar.feed.actions import Draft, KeptPicture, NewPicture
from samovar.feed.models import Post, PostPicture
from samovar.feed.queries import PostCard

Files = MultiValueDict[str, Any]
_DIGITS_MAX = 18  # of an id: what both databases can hold


def read_number(text: str | None) -> int | None:
    """Return a number of an address, or None when there is none or it is too long for one."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX else None


def read_draft(data: QueryDict, files: Files) -> Draft:
    """Read a post: first what is kept of its pictures, in the order of ``kept``, then new ``pictures``.

    ``alt`` are the descriptions of the new ones in their order. Of a kept picture 7, ``alt_7`` describes it,
    ``clear_7`` removes it and a file ``change_7`` replaces it. ``room`` is the id of a room to share,
    ``clear_room`` takes it out. ``begun``: it is what was begun on any device, and is gone from there.
    ``seen``: the version of the post that is edited.
    """
    pictures = [*_kept(data, files), *_new(data, files)]
    audience = data.get("audience", Post.Audience.EVERYBODY)
    return Draft(
        text=data.get("text", ""),
        audience=audience,
        pictures=pictures,
        room=read_number(data.get("room")),
        clear_room="clear_room" in data,
        begun="begun" in data,
        seen=data.get("seen", ""),
    )


@dataclass(frozen=True)
class Editing:
    """What the form of a post shows: what the post says, or what was written when it was refused."""

    text: str
    audience: str
    pictures: list[tuple[PostPicture, bool]]
    clear_room: bool = False


def editing_of(card: PostCard, data: QueryDict | None = None) -> Editing:
    """Read what somebody had written; without ``data``, what the post says. ``True``: to be cleared.

    Files are not among it: a browser gives them up with the page.
    """
    if data is None:
        return Editing(card.post.text, card.post.audience, [(row, False) for row in card.pictures])
    rows = {row.pk: row for row in card.pictures}
    numbers = [*map(read_number, data.getlist("kept")), *rows]
    pictures = []
    for number in dict.fromkeys(number for number in numbers if number in rows):
        row = rows[number]
        row.alt = data.get(f"alt_{number}", row.alt)
        pictures.append((row, f"clear_{number}" in data))
    text, audience = data.get("text", ""), data.get("audience", card.post.audience)
    return Editing(text, audience, pictures, "clear_room" in data)


def _kept(data: QueryDict, files: Files) -> list[KeptPicture | NewPicture]:
    found: list[KeptPicture | NewPicture] = []
    for number in dict.fromkeys(filter(None, map(read_number, data.getlist("kept")))):
        alt, changed = data.get(f"alt_{number}", ""), files.get(f"change_{number}")
        if changed:
            found.append(NewPicture(changed, changed.size, alt))
        elif f"clear_{number}" not in data:
            found.append(KeptPicture(number, alt))
    return found


def _new(data: QueryDict, files: Files) -> list[NewPicture]:
    uploads, alts = files.getlist("pictures"), data.getlist("alt")
    alts += [""] * len(uploads)
    return [NewPicture(upload, upload.size, alt) for upload, alt in zip(uploads, alts, strict=False)]
