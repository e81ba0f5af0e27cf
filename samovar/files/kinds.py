"""What a file is, by its first bytes: a browser's word for it is never taken."""

from __future__ import annotations

from typing import NamedTuple

HEAD = 64  # bytes that are looked at


class Found(NamedTuple):
    """``kind`` as of an upload; ``content_type`` is one of a few that no browser runs."""

    kind: str
    content_type: str


FILE = Found("file", "application/octet-stream")
PICTURE = Found("picture", "image/webp")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_SOUNDS = {
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf2": "audio/mpeg",
    b"fLaC": "audio/flac",
    b"\xff\xf1": "audio/aac",
    b"\xff\xf9": "audio/aac",
}
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B "})
_VIDEO_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"dash",
        b"M4V ",
        b"qt  ",
        b"MSNV",
    }
)


def kind_of(head: bytes, told: str) -> Found:
    """Return what the file is that begins with ``head``.

    ``told`` is what the browser says it is: it only chooses whether a container has sound alone.
    """
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return PICTURE
    only_sound = told.startswith("audio/")
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head:
        return _media("webm", only_sound=only_sound)
    if head.startswith(b"OggS"):
        return _media("ogg", only_sound=b"theora" not in head)
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12], only_sound=only_sound)
    return _sound(head)


def _media(container: str, *, only_sound: bool) -> Found:
    return Found("sound", f"audio/{container}") if only_sound else Found("video", f"video/{container}")


def _by_brand(brand: bytes, *, only_sound: bool) -> Found:
    if brand in _SOUND_BRANDS or (brand in _VIDEO_BRANDS and only_sound):
        return Found("sound", "audio/mp4")
    return Found("video", "video/mp4") if brand in _VIDEO_BRANDS else FILE


def _sound(head: bytes) -> Found:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Found("sound", "audio/wav")
    for mark, content_type in _SOUNDS.items():
        if head.startswith(mark):
            return Found("sound", content_type)
    return FILE
