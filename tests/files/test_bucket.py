"""Files in a bucket: all that the folder does, over a real server that speaks S3."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django_tasks_db.models import DBTaskResult

from samovar.core import bucket as buckets
from samovar.core.bucket import BucketAway
from samovar.core.stored import drop_later, every_file, remove_file, remove_folder
from samovar.files.actions import change_face, clear_face
from samovar.files.upload_actions import add_piece, begin_upload, cancel_upload, finish_upload
from samovar.files.upload_rules import PIECE_MAX, Announced
from tests.support.bucket import KEY, SECRET, BucketServer
from tests.support.pictures import picture
from tests.support.uploads import HTML, WEBM, bring, bring_picture, caller_of

Make = Callable[..., Any]
_numbers = count(1)


@pytest.fixture
def name(bucket_server: BucketServer, settings: Any) -> str:
    """Let all files of this test lie in a bucket of its own."""
    made = f"files{next(_numbers)}"
    bucket_server.bucket(made)
    put_in(settings, made, bucket_server.url)
    return made


def put_in(settings: Any, name: str, url: str) -> None:
    options = {"bucket": name, "endpoint_url": url, "region": "us-east-1", "prefix": "/talk/"}
    options |= {"access_key": KEY, "secret_key": SECRET, "addressing": "path"}
    backend = {"BACKEND": "samovar.core.bucket.BucketStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def test_a_file_is_saved_read_from_anywhere_and_deleted(name: str, bucket_server: BucketServer) -> None:
    content = bytes(range(256)) * 100
    assert default_storage.save("a/b.bin", ContentFile(content)) == "a/b.bin"
    assert bucket_server.names(name) == ["talk/a/b.bin"]
    assert default_storage.size("a/b.bin") == len(content)
    with default_storage.open("a/b.bin") as file:
        assert file.read() == content
        file.seek(-10, 2)
        assert file.read() == content[-10:]
        assert file.read() == b""
        file.seek(5)
        assert file.read(3) == content[5:8]
    default_storage.delete("a/b.bin")
    default_storage.delete("a/b.bin")
    assert not default_storage.exists("a/b.bin")
    with pytest.raises(FileNotFoundError):
        default_storage.open("a/b.bin")
    with pytest.raises(FileNotFoundError):
        default_storage.size("a/b.bin")


def test_what_is_larger_than_a_window_is_fetched_in_several(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "WINDOW", 1000)
    content = bytes(range(250)) * 37
    default_storage.save("long.bin", ContentFile(content))
    with default_storage.open("long.bin") as file:
        assert file.read() == content
        file.seek(1995)
        assert file.read(10) == content[1995:2005]


def test_an_empty_file_is_a_file(name: str) -> None:
    default_storage.save("empty", ContentFile(b""))
    with default_storage.open("empty") as file:
        assert file.read() == b""


def test_folders_are_listed_and_removed_with_all_that_is_below(name: str) -> None:
    for path in ("one/a", "one/two/b", "one/two/three/c", "oneself/d"):
        default_storage.save(path, ContentFile(b"x"))
    assert default_storage.listdir("one") == (["two"], ["a"])
    assert default_storage.listdir("nothing") == ([], [])
    assert list(every_file()) == ["one/a", "one/two/b", "one/two/three/c", "oneself/d"]
    remove_folder("one")
    assert list(every_file()) == ["oneself/d"]


@pytest.mark.django_db(transaction=True)
def test_an_upload_comes_in_pieces_and_is_fetched_in_ranges(person: Make, browser: Make, name: str) -> None:
    alice, bob = person("alice"), person("bob")
    content = WEBM + bytes(PIECE_MAX)
    file = bring(caller_of(alice), content, "clip.webm")
    # The pieces went when the file was whole.
    assert len(list(every_file())) == 1
    client: Client = browser(alice)
    whole = client.get(f"/attachments/{file}/")
    assert whole.status_code == 200
    assert b"".join(whole) == content
    part = client.get(f"/attachments/{file}/", HTTP_RANGE="bytes=4-11")
    assert part.status_code == 206
    assert part.headers["Content-Range"] == f"bytes 4-11/{len(content)}"
    assert b"".join(part) == content[4:12]
    tail = client.get(f"/attachments/{file}/", HTTP_RANGE="bytes=-3")
    assert b"".join(tail) == content[-3:]
    assert client.get(f"/attachments/{file}/", HTTP_RANGE=f"bytes={len(content)}-").status_code == 416
    # Whoever may not see it gets the answer of a file that is not there.
    assert browser(bob).get(f"/attachments/{file}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_pictures_and_pages_are_kept_as_in_a_folder(person: Make, browser: Make, name: str) -> None:
    alice = person("alice")
    client: Client = browser(alice)
    image = bring_picture(caller_of(alice))
    shown = client.get(f"/attachments/{image}/")
    assert shown.headers["Content-Type"] == "image/webp"
    page = bring(caller_of(alice), HTML, "page.html")
    kept = client.get(f"/attachments/{page}/")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(kept) == HTML
    file = picture()
    face = change_face(actor=alice, upload=file, size=file.size)
    assert client.get(f"/files/{face.name}/96.webp").status_code == 200
    clear_face(actor=alice)
    assert client.get(f"/files/{face.name}/96.webp").status_code == 404
    assert not [one for one in every_file() if one.startswith("pictures/")]


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_back_leaves_nothing(person: Make, name: str) -> None:
    who = caller_of(person("alice"))
    upload = begin_upload(actor=who, announced=Announced("a.txt", 10))
    add_piece(actor=who, name=upload.name, start=0, content=b"01234")
    assert len(list(every_file())) == 1
    cancel_upload(actor=who, name=upload.name)
    assert list(every_file()) == []


@pytest.mark.django_db(transaction=True)
def test_while_the_bucket_is_away_people_are_asked_to_try_again_and_deletions_wait(
    person: Make, browser: Make, tmp_path: Path, settings: Any
) -> None:
    server = BucketServer(tmp_path / "own").start()
    try:
        server.bucket("away")
        put_in(settings, "away", server.url)
        alice = person("alice")
        who, client = caller_of(alice), browser(alice)
        file = bring(who, b"hello there", "a.txt")
        default_storage.save("gone/later", ContentFile(b"x"))
        default_storage.save("alone", ContentFile(b"x"))
        upload = begin_upload(actor=who, announced=Announced("b.txt", 3))
        server.kill9()
        assert client.get(f"/attachments/{file}/").status_code == 503
        with pytest.raises(BucketAway):
            add_piece(actor=who, name=upload.name, start=0, content=b"abc")
        remove_folder("gone")
        remove_file("alone")
        server.start()
        waiting = list(DBTaskResult.objects.filter(task_path__endswith="drop_later"))
        assert len(waiting) == 2
        for one in waiting:
            drop_later.call(**one.args_kwargs["kwargs"])
        assert not [one for one in every_file() if one.startswith(("gone", "alone"))]
        assert b"".join(client.get(f"/attachments/{file}/")) == b"hello there"
        # What was not stored was not counted: the same piece comes again.
        add_piece(actor=who, name=upload.name, start=0, content=b"abc")
        assert finish_upload(actor=who, name=upload.name).size == 3
    finally:
        server.kill9()


def test_a_wrong_key_and_a_bucket_that_is_not_there_are_no_missing_file(
    bucket_server: BucketServer, settings: Any
) -> None:
    put_in(settings, "nowhere", bucket_server.url)
    with pytest.raises(BucketAway):
        default_storage.save("a", ContentFile(b"x"))
    bucket_server.bucket("locked")
    put_in(settings, "locked", bucket_server.url)
    settings.STORAGES["default"]["OPTIONS"]["secret_key"] = "wrong"
    settings.STORAGES = dict(settings.STORAGES)
    with pytest.raises(BucketAway):
        default_storage.save("a", ContentFile(b"x"))
