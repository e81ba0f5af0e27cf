"""Reading pictures from strangers: nothing of the upload itself is ever kept or shown."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO

from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageOps

from samovar.core.errors import Invalid

BYTES_MAX = 10 * 1024 * 1024
# Counted before decoding: 28 megapixels take at most 112 MB of memory, whatever the file says.
PIXELS_MAX = 28_000_000
# A JPEG is decoded at an eighth of its sides if need be, so a camera's picture may have more.
JPEG_PIXELS_MAX = 210_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 82
# What brings a picture upright, by the orientation its camera noted.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# One at a time, so that many uploads at once do not need many times the memory.
decoding = BoundedSemaphore(1)
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, OverflowError, struct.error)


@dataclass(frozen=True)
class Crop:
    """A square of the upright picture: its corner and side, as shares (0 to 1) of width, height and width."""

    x: float
    y: float
    side: float


@dataclass(frozen=True)
class Encoded:
    """The sizes of a picture as WebP, by their longest side, and the measures of the largest."""

    sizes: dict[int, bytes]
    width: int
    height: int


def encode(upload: IO[bytes], sides: tuple[int, ...]) -> Encoded:
    """Decode an upload and draw it anew, upright, without metadata. Raises Invalid."""
    with decoding:
        return _encode(_read(upload, max(sides)), sides)


def encode_square(upload: IO[bytes], sides: tuple[int, ...], crop: Crop | None) -> Encoded:
    """Like ``encode``, but only the square ``crop``, else the middle. Raises Invalid."""
    with decoding:
        # Twice the side: enough is left when only a part of the picture is wanted.
        image = _read(upload, max(sides) * 4)
        box = _box(image, crop) if crop else None
        square = ImageOps.fit(image.crop(box) if box else image, (max(sides), max(sides)))
        return _encode(square, sides)


def require_small(size: int | None) -> None:
    """Raise Invalid when an upload has more bytes than a picture may have."""
    if size is None or size > BYTES_MAX:
        raise Invalid(_("A picture may have at most 10 MB."), code="picture_too_big")


def _read(upload: IO[bytes], side: int) -> Image.Image:
    try:
        with Image.open(upload, formats=FORMATS) as image:
            _require_pixels(image, side)
            return _upright(image, side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except _BROKEN:
        raise Invalid(_("Use a picture in JPEG, PNG, WebP or GIF."), code="not_a_picture") from None


def _require_pixels(image: Image.Image, side: int) -> None:
    if image.format == "JPEG" and image.width * image.height <= JPEG_PIXELS_MAX:
        image.draft("RGB", (side, side))
    if image.width * image.height > PIXELS_MAX:
        raise _too_many_pixels()


def _too_many_pixels() -> Invalid:
    return Invalid(_("This picture has too many pixels; 28 million are the most."), code="picture_too_large")


def _upright(image: Image.Image, side: int) -> Image.Image:
    image.draft("RGB", (side, side))
    seen_through = "A" in image.getbands() or "transparency" in image.info
    turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    plain = image.convert("RGBA" if seen_through else "RGB")
    plain.thumbnail((side, side))
    return plain if turn is None else plain.transpose(turn)


def _box(image: Image.Image, crop: Crop) -> tuple[int, int, int, int]:
    side = max(1, round(crop.side * image.width))
    left, top = round(crop.x * image.width), round(crop.y * image.height)
    if side > image.height + 1 or left + side > image.width + 1 or top + side > image.height + 1:
        raise Invalid(_("This part lies outside of the picture."), code="bad_crop")
    return left, top, min(left + side, image.width), min(top + side, image.height)


def _encode(image: Image.Image, sides: tuple[int, ...]) -> Encoded:
    sizes = {}
    for side in sorted(sides, reverse=True):
        small = image.copy()
        small.thumbnail((side, side))
        # A new image: no EXIF, no colour profile, no comment comes along.
        clean = Image.frombytes(small.mode, small.size, small.tobytes())
        buffer = BytesIO()
        clean.save(buffer, "WEBP", quality=QUALITY, method=4)
        sizes[side] = buffer.getvalue()
    return Encoded(sizes, image.width, image.height)
