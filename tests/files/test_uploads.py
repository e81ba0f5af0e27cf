"""What comes in as a picture, over the door of one's own face."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from samovar.files.images import BYTES_MAX, PIXELS_MAX
from samovar.files.models import Picture
from samovar.people.follow_queries import details_of
from tests.support.pictures import bomb, photograph, picture, upload

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def send(client: Client, file: Any, **more: Any) -> Any:
    return client.post("/settings/picture/", {"picture": file, **more}, HTTP_HX_REQUEST="true")


def fetch(client: Client, shown: Picture, side: int | None = None) -> Image.Image:
    answer = client.get(f"/files/{shown.name}/{side or shown.largest}.webp")
    assert answer.status_code == 200
    return Image.open(BytesIO(answer.content))


def pixel(image: Image.Image, at: tuple[int, int], mode: str = "RGB") -> tuple[int, ...]:
    """The channels at one place, 0 to 255 each."""
    channels = image.convert(mode).getpixel(at)
    assert isinstance(channels, tuple)
    return channels


@pytest.mark.rows("S4-2.3")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_becomes_the_face_in_three_sizes(person: Make, browser: Make, kind: str) -> None:
    alice = person("alice")
    client = browser(alice)
    assert send(client, picture(kind=kind)).status_code == 302
    shown = Picture.objects.get()
    assert details_of(alice).picture == shown.name
    assert [fetch(client, shown, side).size for side in shown.sides] == [(96, 96), (192, 192), (512, 512)]


@pytest.mark.rows("S4-2.3")
def test_the_chosen_square_is_what_is_kept(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    send(client, photograph(orientation=1), x="0", y="0", side="0.25")
    red, green, blue = pixel(fetch(client, Picture.objects.get()), (250, 250))
    assert red > 200
    assert max(green, blue) < 60


def test_a_square_outside_of_the_picture_is_refused(person: Make, browser: Make) -> None:
    client = browser(person("alice"))
    assert send(client, photograph(orientation=1), x="0.9", y="0", side="0.5").status_code == 400


@pytest.mark.rows("S4-2.3")
def test_clearing_gives_initials_again_and_removes_the_files(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    alice = person("alice")
    client = browser(alice)
    send(client, picture())
    assert len(list(media.rglob("*.webp"))) == 3
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/picture/clear/")
    assert details_of(alice).picture == ""
    assert list(media.rglob("*.webp")) == []
    assert not Picture.objects.exists()


def test_a_new_face_replaces_the_files_of_the_old_one(
    person: Make, browser: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser(person("alice"))
    send(client, picture())
    with django_capture_on_commit_callbacks(execute=True):
        send(client, picture(colour="orange"))
    assert len(list(media.rglob("*.webp"))) == 3


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_comes_out_upright_and_without_exif(
    person: Make, browser: Make, orientation: int
) -> None:
    from samovar.files.actions import store_picture  # noqa: PLC0415

    alice = person("alice")
    file = photograph(orientation=orientation)
    shown = fetch(browser(alice), store_picture(actor=alice, upload=file, size=file.size))
    red_at = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
    width, height = shown.size
    points = {
        "left": (3, height // 2),
        "right": (width - 4, height // 2),
        "top": (width // 2, 3),
        "bottom": (width // 2, height - 4),
    }
    assert (width > height) == (orientation < 5)
    assert pixel(shown, points[red_at[orientation]])[0] > 150
    assert not dict(shown.getexif())
    assert "Tehran" not in repr(shown.info)


@pytest.mark.rows("S4-5.1")
@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "p.svg",
            "image/svg+xml",
        ),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "p.png", "image/png"),
        (b"<html><script>alert(1)</script></html>", "p.jpg", "image/jpeg"),
        (b"%PDF-1.7 nothing", "p.png", "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "p.png", "image/png"),
        (b"GIF89a", "p.gif", "image/gif"),
        (b"", "p.png", "image/png"),
        (b"BM" + b"\0" * 100, "p.bmp", "image/bmp"),
    ],
)
def test_what_is_no_picture_of_the_four_kinds_is_refused(
    person: Make, browser: Make, content: bytes, name: str, kind: str
) -> None:
    assert send(browser(person("alice")), upload(content, name, kind)).status_code == 400
    assert not Picture.objects.exists()


def test_a_cut_off_picture_is_refused(person: Make, browser: Make) -> None:
    whole = picture(size=(400, 400), kind="JPEG").read()
    assert send(browser(person("alice")), upload(whole[: len(whole) // 2])).status_code == 400


def test_a_picture_with_the_wrong_ending_is_taken_for_what_it_is(person: Make, browser: Make) -> None:
    content = picture(kind="JPEG").read()
    assert send(browser(person("alice")), upload(content, "p.html", "text/html")).status_code == 302


def test_nothing_of_a_polyglot_but_its_pixels_is_kept(person: Make, browser: Make, media: Path) -> None:
    content = picture(kind="GIF").read() + b"<script>alert('polyglot')</script>"
    client = browser(person("alice"))
    assert send(client, upload(content, "p.gif", "image/gif")).status_code == 302
    assert all(b"polyglot" not in file.read_bytes() for file in media.rglob("*.webp"))


def test_a_picture_of_thirteen_thousand_squared_is_refused_before_it_is_decoded(
    person: Make, browser: Make
) -> None:
    file = bomb()
    assert (file.size or 0) < BYTES_MAX
    client = browser(person("alice"))
    tracemalloc.start()
    answer = send(client, file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 400
    assert peak < 50_000_000


def test_a_picture_just_above_the_pixels_is_refused(person: Make, browser: Make) -> None:
    assert send(browser(person("alice")), bomb(side=int(PIXELS_MAX**0.5) + 1)).status_code == 400


def test_too_many_bytes_are_refused(person: Make, browser: Make) -> None:
    content = picture().read() + b"\0" * BYTES_MAX
    assert send(browser(person("alice")), upload(content)).status_code == 400


def test_transparency_survives(person: Make) -> None:
    from samovar.files.images import encode  # noqa: PLC0415

    buffer = BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(buffer, "PNG")
    shown = Image.open(BytesIO(encode(buffer, (480,)).sizes[480]))
    assert pixel(shown, (5, 5), mode="RGBA")[3] == 0
