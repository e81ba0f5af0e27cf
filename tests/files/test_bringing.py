"""Bringing files in, a piece at a time: by REST, in this process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from samovar.files.models import Piece, Upload
from samovar.files.upload_actions import sweep_uploads
from samovar.files.upload_rules import AT_ONCE, MEGABYTE, PIECE_MAX
from tests.support.pictures import bomb, photograph, picture
from tests.support.uploads import HTML, OFFSET, SVG, WEBM, bring, caller_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


@pytest.fixture
def alice(person: Make) -> Any:
    return person("alice")


@pytest.fixture
def api() -> Callable[[Any], APIClient]:
    def make(user: Any) -> APIClient:
        client = APIClient()
        client.force_login(user)
        return client

    return make


def begin(client: APIClient, size: int, name: str = "notes.txt", **told: Any) -> Any:
    return client.post("/api/uploads/", {"name": name, "size": size, **told}, format="json")


def piece(client: Any, file: str, start: int, content: bytes) -> Any:
    headers = {"Upload-Offset": str(start)}
    return client.generic("PATCH", f"/api/uploads/{file}/", content, content_type=OFFSET, headers=headers)


def finish(client: APIClient, file: str) -> Any:
    return client.post(f"/api/uploads/{file}/finish/")


def brought(client: APIClient, content: bytes, name: str, **told: Any) -> Any:
    """Bring a whole file and return the answer to the end of it."""
    file = begin(client, len(content), name, **told).json()["id"]
    for start in range(0, len(content), PIECE_MAX):
        assert piece(client, file, start, content[start : start + PIECE_MAX]).status_code == 200
    return finish(client, file)


def stored(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_file_comes_in_pieces_and_is_whole(
    alice: Any, api: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = api(alice)
    file = begin(client, 11).json()
    assert (file["offset"], file["state"], file["piece"]) == (0, "coming", PIECE_MAX)
    assert piece(client, file["id"], 0, b"hello ").json()["offset"] == 6
    assert piece(client, file["id"], 6, b"world").json()["offset"] == 11
    with django_capture_on_commit_callbacks(execute=True):
        done = finish(client, file["id"]).json()
    assert (done["kind"], done["name"], done["size"]) == ("file", "notes.txt", 11)
    assert [path.read_bytes() for path in stored(media)] == [b"hello world"]
    assert not Piece.objects.exists()


def test_what_is_sent_again_counts_once_and_another_offset_is_told(alice: Any, api: Make) -> None:
    client = api(alice)
    file = begin(client, 11).json()["id"]
    piece(client, file, 0, b"hello ")
    assert piece(client, file, 0, b"hello ").json()["offset"] == 6
    wrong = piece(client, file, 8, b"rld")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "wrong_offset")
    assert client.get(f"/api/uploads/{file}/").json()["offset"] == 6
    assert finish(client, file).json()["code"] == "not_whole"
    assert piece(client, file, 6, b"world and more").json()["code"] == "too_much"
    piece(client, file, 6, b"world")
    first, second = finish(client, file), finish(client, file)
    assert first.json() == second.json()
    assert Upload.objects.count() == 1


def test_beginning_twice_with_one_key_is_one_upload(alice: Any, api: Make) -> None:
    client = api(alice)
    told = {"name": "a", "size": 3}
    both = [
        client.post("/api/uploads/", told, format="json", headers={"Idempotency-Key": "k1"}) for _ in range(2)
    ]
    assert both[0].json() == both[1].json()
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"size": 0}, "empty_file"),
        ({"size": 101 * MEGABYTE}, "file_too_big"),
        ({"size": -1}, "invalid"),
        ({"size": "12"}, "invalid"),
        ({"size": 5, "waveform": [101]}, "invalid"),
        ({"size": 5, "waveform": [1] * 129}, "invalid"),
        ({"size": 5, "duration": -1}, "invalid"),
        ({"size": 5, "width": 10**9}, "invalid"),
        ({"name": 5, "size": 5}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_before_a_byte_comes(
    alice: Any, api: Make, told: dict[str, Any], code: str
) -> None:
    answer = api(alice).post("/api/uploads/", {"name": "a", **told}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert not Upload.objects.exists()


def test_a_piece_is_at_most_a_mebibyte_and_has_an_offset(alice: Any, api: Make) -> None:
    client = api(alice)
    file = begin(client, 3 * PIECE_MAX).json()["id"]
    assert piece(client, file, 0, b"x" * (PIECE_MAX + 1)).status_code == 413
    for headers in ({}, {"Upload-Offset": "-1"}, {"Upload-Offset": "1e3"}, {"Upload-Offset": "9" * 40}):
        answer = client.generic("PATCH", f"/api/uploads/{file}/", b"x", content_type=OFFSET, headers=headers)
        assert answer.status_code == 400
    wrong_kind = client.patch(
        f"/api/uploads/{file}/", {"a": 1}, format="json", headers={"Upload-Offset": "0"}
    )
    assert wrong_kind.status_code == 415
    assert Upload.objects.get().received == 0


def test_the_quota_counts_what_is_on_its_way_too(alice: Any, api: Make, settings: Any) -> None:
    settings.FILE_QUOTA_MB = 2
    client = api(alice)
    assert begin(client, MEGABYTE).status_code == 201
    assert begin(client, MEGABYTE + 1).json()["code"] == "quota_used_up"
    assert client.get("/api/uploads/").json() == {
        "used": MEGABYTE,
        "quota": 2 * MEGABYTE,
        "largest": 100 * MEGABYTE,
    }
    file = begin(client, MEGABYTE).json()["id"]
    assert begin(client, 1).status_code == 400
    assert client.delete(f"/api/uploads/{file}/").status_code == 204
    assert begin(client, 1).status_code == 201


def test_nobody_begins_without_end(alice: Any, api: Make) -> None:
    client = api(alice)
    for _number in range(AT_ONCE):
        assert begin(client, 1).status_code == 201
    assert begin(client, 1).json()["code"] == "too_many_uploads"


def test_somebody_elses_upload_is_not_there(alice: Any, person: Make, api: Make) -> None:
    file = begin(api(alice), 5).json()["id"]
    bob = api(person("bob"))
    answers = [
        bob.get(f"/api/uploads/{file}/"),
        piece(bob, file, 0, b"hello"),
        finish(bob, file),
        bob.delete(f"/api/uploads/{file}/"),
        bob.get("/api/uploads/nothing/"),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert Upload.objects.get().received == 0


def test_an_upload_taken_back_leaves_nothing(
    alice: Any, api: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    client = api(alice)
    file = begin(client, 10).json()["id"]
    piece(client, file, 0, b"hello")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.delete(f"/api/uploads/{file}/").status_code == 204
    assert (Upload.objects.count(), stored(media)) == (0, [])
    assert client.delete(f"/api/uploads/{file}/").status_code == 404


def test_what_was_sent_with_nothing_is_swept_after_a_day(
    alice: Any, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    bring(caller_of(alice), b"old")
    Upload.objects.update(touched_at=timezone.now() - timedelta(days=2))
    kept = bring(caller_of(alice), b"new")
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_uploads() == 1
    assert Upload.objects.get().name == kept
    assert b"old" not in b"".join(path.read_bytes() for path in stored(media))


def test_a_piece_that_the_storage_lost_is_told_and_nothing_is_shown(
    alice: Any, api: Make, media: Path
) -> None:
    client = api(alice)
    file = begin(client, 5).json()["id"]
    piece(client, file, 0, b"hello")
    for path in stored(media):
        path.unlink()
    answer = finish(client, file)
    assert (answer.status_code, answer.json()["code"]) == (400, "part_lost")
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "told", "kind"),
    [
        (HTML, "page.png", "image/png", "file"),
        (SVG, "drawing.svg", "image/svg+xml", "file"),
        (b"%PDF-1.7", "a.pdf", "application/pdf", "file"),
        (b"\x89PNG\r\n\x1a\n" + HTML, "p.png", "image/png", "file"),
        (b"GIF89a" + HTML, "p.gif", "image/gif", "file"),
        (WEBM, "clip.html", "text/html", "video"),
        (WEBM, "voice.webm", "audio/webm", "sound"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 20, "a.mp4", "video/mp4", "video"),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 20, "a.m4a", "audio/mp4", "sound"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "a.heic", "image/heic", "file"),
        (b"ID3\x03" + b"\0" * 20, "a.mp3", "audio/mpeg", "sound"),
        (b"OggS" + b"\0" * 30, "a.ogg", "audio/ogg", "sound"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.wav", "audio/wav", "sound"),
        (b"fLaC" + b"\0" * 20, "a.flac", "audio/flac", "sound"),
        (b"\0", "a.mp3", "audio/mpeg", "file"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    alice: Any, api: Make, content: bytes, name: str, told: str, kind: str
) -> None:
    done = brought(api(alice), content, name, type=told).json()
    assert done["kind"] == kind
    if kind == "file":
        assert done["type"] == "application/octet-stream"


def test_a_picture_is_drawn_anew_and_its_measures_are_known(
    alice: Any, api: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        done = brought(api(alice), picture(size=(800, 400)).read(), "cat.png").json()
    assert (done["kind"], done["type"], done["width"], done["height"]) == ("picture", "image/webp", 800, 400)
    assert sorted(path.name for path in stored(media)) == ["1280.webp", "2560.webp", "480.webp"]
    assert all(path.read_bytes()[8:12] == b"WEBP" for path in stored(media))


def test_nothing_of_a_photograph_but_its_pixels_is_kept(
    alice: Any, api: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    content = photograph(orientation=6).read() + b"<script>polyglot</script>"
    with django_capture_on_commit_callbacks(execute=True):
        done = brought(api(alice), content, "photo.jpg").json()
    assert (done["width"], done["height"]) == (40, 60)
    everything = b"".join(path.read_bytes() for path in stored(media))
    assert b"Tehran" not in everything
    assert b"polyglot" not in everything


def test_a_bomb_is_refused_and_gone(
    alice: Any, api: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = brought(api(alice), bomb().read(), "bomb.png")
    assert (answer.status_code, answer.json()["code"]) == (400, "picture_too_large")
    assert (Upload.objects.count(), stored(media)) == (0, [])


def test_a_voice_message_keeps_its_waveform_only_if_it_is_sound(alice: Any, api: Make) -> None:
    told = {"voice": True, "duration": 2500, "waveform": [0, 50, 100]}
    done = brought(api(alice), WEBM, "voice.webm", type="audio/webm", **told).json()
    assert (done["kind"], done["duration"], done["waveform"]) == ("voice", 2500, [0, 50, 100])
    other = brought(api(alice), HTML, "voice.webm", type="audio/webm", **told).json()
    assert (other["kind"], other["duration"], other["waveform"]) == ("file", None, [])


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\alice\\report.pdf", "report.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("a\x01b\r\nc.txt", "abc.txt"),
        ("...", "file"),
        ("", "file"),
        ("   ", "file"),
        (".htaccess", "htaccess"),
        ('"><script>.txt', "___script_.txt"),
        ("گزارش سالانه.pdf", "گزارش سالانه.pdf"),
        ("x" * 300 + ".tar", "x" * 146 + ".tar"),
        ("a\ud800b.txt".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "a\ufffdb.txt"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(alice: Any, api: Make, told: str, shown: str) -> None:
    assert begin(api(alice), 1, told).json()["name"] == shown


def test_the_page_of_files_shows_what_takes_the_most_room(alice: Any, settings: Any) -> None:
    settings.FILE_QUOTA_MB = 1
    bring(caller_of(alice), b"x" * 300_000, "small.txt")
    bring(caller_of(alice), b"x" * 500_000, "large.txt")
    client = APIClient()
    client.force_login(alice)
    page = client.get("/settings/files/").content.decode()
    assert page.index("large.txt") < page.index("small.txt")
    assert 'value="76"' in page
