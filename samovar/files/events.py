"""Files as they are told with what they were sent with."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from samovar.core.wire import Shape

Kind = Literal["picture", "video", "sound", "voice", "file"]


class FileView(Shape):
    """A file of a message. ``id`` is its place in addresses, ``name`` what it is called; ``size`` in bytes.

    ``sides`` are the longest sides of a picture's sizes, ``width`` and ``height`` those of the largest;
    ``duration`` is in ms, ``waveform`` up to 128 loudnesses from 0 to 100; ``alt`` describes it.
    """

    id: str
    kind: Kind
    name: str
    type: str
    size: int
    width: int | None = None
    height: int | None = None
    sides: list[int] = []
    duration: int | None = None
    waveform: list[int] = []
    alt: str = ""


class FileRef(Shape):
    """A finished upload of one's own, to be sent with something; ``alt`` says what it shows."""

    id: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w-]+$")]
    alt: str = ""
