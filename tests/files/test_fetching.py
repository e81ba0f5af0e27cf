"""Who may fetch a picture, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from samovar.files.actions import change_face, store_picture, sweep_orphans
from samovar.files.models import Picture
from samovar.people.actions import block_person
from tests.support.pictures import picture

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def face_of(user: Any) -> str:
    file = picture()
    return f"/files/{change_face(actor=user, upload=file, size=file.size).name}/96.webp"


def test_a_face_is_fetched_by_others_with_closed_headers(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    answer = browser(bob).get(face_of(alice))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.rows("B34", "S4-4.3")
def test_a_blocked_person_gets_404_also_for_what_the_browser_still_keeps(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    address, client = face_of(alice), browser(bob)
    etag = client.get(address).headers["ETag"]
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 304
    block_person(actor=alice, username="bob")
    assert client.get(address, HTTP_IF_NONE_MATCH=etag).status_code == 404
    missing = client.get("/files/nothing/96.webp")
    assert client.get(address).content == missing.content


@pytest.mark.rows("B34")
def test_the_blocker_does_not_fetch_the_others_face_either(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    address = face_of(bob)
    block_person(actor=alice, username="bob")
    assert browser(alice).get(address).status_code == 404


@pytest.mark.rows("B13", "S4-N3")
def test_nobody_logged_in_fetches_nothing(person: Make, client: Client) -> None:
    answer = client.get(face_of(person("alice")))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


def test_what_belongs_to_nothing_yet_is_seen_by_its_uploader_alone(person: Make, browser: Make) -> None:
    alice, bob = person("alice"), person("bob")
    file = picture()
    address = f"/files/{store_picture(actor=alice, upload=file, size=file.size).name}/480.webp"
    assert browser(alice).get(address).status_code == 200
    assert browser(bob).get(address).status_code == 404


@pytest.mark.parametrize(
    "path", ["/files/x/96.webp", "/files/..%2f..%2fsecret_key/96.webp", "/files/x/7.webp"]
)
def test_other_addresses_are_404(person: Make, browser: Make, path: str) -> None:
    assert browser(person("alice")).get(path).status_code == 404


def test_download_names_a_file(person: Make, browser: Make) -> None:
    alice = person("alice")
    answer = browser(alice).get(face_of(alice) + "?download")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_pictures_that_nobody_used_are_swept_after_a_day(
    person: Make, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    alice = person("alice")
    old, new, used = picture(), picture(), picture()
    past = timezone.now() - timedelta(days=2)
    left = store_picture(actor=alice, upload=old, size=old.size)
    change_face(actor=alice, upload=used, size=used.size)
    Picture.objects.update(created_at=past)
    store_picture(actor=alice, upload=new, size=new.size)
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep_orphans() == 1
    assert not Picture.objects.filter(pk=left.pk).exists()
    assert len(list(media.rglob("*.webp"))) == 6
