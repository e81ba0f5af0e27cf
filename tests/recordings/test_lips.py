"""Sound that a browser's recorder gave too late a time is put back beside its picture."""

from __future__ import annotations

import re
from pathlib import Path

import av
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from samovar.recordings.remux import join_runs
from tests.support.webm import webm


def as_chromium(content: bytes) -> bytes:
    """Return it as if Chromium's recorder had written it."""
    found = re.search(rb"Lavf[0-9.]+", content)
    assert found
    return content.replace(found.group(), b"Chrome".ljust(len(found.group()), b"\0"))


def times(content: bytes, folder: Path, kind: str) -> list[int]:
    """Return when, in milliseconds, its packets of a kind are in the file that is made of it."""
    name = default_storage.save("recordings/lips", ContentFile(content))
    target = folder / "video.webm"
    join_runs([[[name]]], target, [])
    with av.open(str(target)) as made:
        return [packet.pts for packet in made.demux(**{kind: 0}) if packet.pts is not None]


@pytest.mark.rows("S0-13")
def test_sound_that_chromium_names_too_late_is_put_beside_its_picture(tmp_path: Path) -> None:
    plain = webm(3, sound_ms=60)
    assert times(as_chromium(plain), tmp_path, "video") == times(plain, tmp_path, "video")
    late, mended = times(plain, tmp_path, "audio"), times(as_chromium(plain), tmp_path, "audio")
    # The first cannot be put before the beginning of the file, and the last is a rest.
    assert {before - after for before, after in zip(late[2:-1], mended[2:-1], strict=True)} == {46}
    assert mended == sorted(set(mended))
