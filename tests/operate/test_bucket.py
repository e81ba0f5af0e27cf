"""Installations whose files lie in a bucket: they come, go, are saved and restored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import MakeServer
from tests.support.bucket import BucketServer
from tests.support.people import Person
from tests.support.uploads import upload

NOTES = b"Tea at five.\n" * 1000


def say_with_file(alice: Person) -> tuple[int, str]:
    """Let somebody send a file to a room of her own; return the room's id and the file's."""
    with alice.api() as api:
        room = api.post("/api/chatrooms/", json={"name": "Kitchen", "users": []}).json()["id"]
        file = upload(api, NOTES, "notes.txt")
        said = {"chatroom": room, "user": alice.id, "content": "see this", "files": [{"id": file}]}
        answer = api.post("/api/messages/", json=said)
        assert answer.status_code == 201, answer.text
    return room, file


def fetched(person: Person, file: str) -> bytes:
    with person.api() as api:
        answer = api.get(f"/api/files/{file}/content/")
        assert answer.status_code == 200, answer.text
        return answer.content


@pytest.mark.rows("S4-N4")
@pytest.mark.parametrize("way", ["bucket to bucket", "folder to bucket", "bucket to folder"])
def test_a_backup_is_restored_into_an_empty_installation_with_all_its_files(
    make_server: MakeServer, bucket_server: BucketServer, tmp_path: Path, way: str
) -> None:
    begin, end = way.split(" to ")
    slug = way.replace(" ", "-")
    first = make_server(**bucket_server.bucket(f"{slug}-one") if begin == "bucket" else {})
    alice = first.person("alice")
    room, file = say_with_file(alice)
    saved = tmp_path / "saved.tar.gz"
    assert "1 uploaded files" in first.run("backup", str(saved)).stdout
    first.stop()
    second = make_server(start=False, **bucket_server.bucket(f"{slug}-two") if end == "bucket" else {})
    second.run("restore", str(saved))
    second.start()
    moved = Person(second, alice.id, alice.username, alice.email)
    with moved.api() as api:
        found = api.get(f"/api/chatrooms/{room}/messages/").json()["results"]
    assert [message["content"] for message in found] == ["see this"]
    assert fetched(moved, file) == NOTES
    media = Path(second.environment["SAMOVAR_DATA_DIR"]) / "media"
    assert media.exists() == (end == "folder")
    if way == "bucket to bucket":
        assert bucket_server.names(f"{slug}-two") == bucket_server.names(f"{slug}-one")


@pytest.mark.rows("S4-N4")
def test_a_backup_without_files_leaves_them_where_they_are(
    make_server: MakeServer, bucket_server: BucketServer, tmp_path: Path
) -> None:
    one = make_server(**bucket_server.bucket("kept"))
    alice = one.person("alice")
    _room, file = say_with_file(alice)
    saved = tmp_path / "saved.tar.gz"
    assert "0 uploaded files" in one.run("backup", "--without-files", str(saved)).stdout
    one.stop()
    one.run("restore", str(saved))
    one.start()
    assert fetched(alice, file) == NOTES


def test_doctor_looks_into_the_bucket_and_says_what_to_do(
    make_server: MakeServer, bucket_server: BucketServer
) -> None:
    there = make_server(start=False, **bucket_server.bucket("looked-into"))
    assert "Files are stored in the bucket looked-into, read back and deleted." in there.run("doctor").stdout
    assert bucket_server.names("looked-into") == []
    there.environment["S3_BUCKET"] = "not-there"
    told = there.run("doctor", check=False)
    assert told.returncode == 1
    line = next(one for one in told.stdout.splitlines() if "Files cannot be stored" in one)
    assert "NoSuchBucket" in line
    assert "Make the bucket" in line
