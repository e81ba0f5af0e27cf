"""Pictures for tests, honest ones and hostile ones."""

from __future__ import annotations

import struct
import zlib
from contextlib import closing
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from tests.support.people import Person, csrf_token


def picture(
    *, size: tuple[int, int] = (64, 48), colour: str = "teal", kind: str = "PNG", **more: Any
) -> SimpleUploadedFile:
    """Return an upload of one colour."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind, **more)
    return SimpleUploadedFile(f"p.{kind.lower()}", buffer.getvalue(), content_type=f"image/{kind.lower()}")


def photograph(*, orientation: int, place: str = "Tehran") -> SimpleUploadedFile:
    """Return a JPEG, 60 wide and 40 high, red at its stored left, turned by ``orientation``, with EXIF."""
    image = Image.new("RGB", (60, 40), "blue")
    image.paste("red", (0, 0, 20, 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.ImageDescription] = place
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif, quality=95)
    return SimpleUploadedFile("photo.jpg", buffer.getvalue(), content_type="image/jpeg")


def bomb(*, side: int = 13_000) -> SimpleUploadedFile:
    """Return a PNG of side x side black pixels in a few hundred kB."""
    deflate = zlib.compressobj(9)
    row = b"\0" * (1 + side * 3)
    body = b"".join(deflate.compress(row) for _row in range(side)) + deflate.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return SimpleUploadedFile("bomb.png", png, content_type="image/png")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def upload(content: bytes, name: str = "p.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def show_face(person: Person, colour: str = "teal") -> None:
    """Upload a face on the page of the profile, as a form does."""
    with closing(person.browser()) as browser:
        token = csrf_token(browser.get("/settings/profile/").text)
        answer = browser.post(
            "/settings/picture/",
            data={"csrfmiddlewaretoken": token},
            files={"picture": ("face.png", picture(colour=colour).read(), "image/png")},
        )
    assert answer.status_code == 302, answer.text[:500]
