"""Recordings whose files lie in a bucket: pieces, the finished file in parts, and deletion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.conftest import MakeServer
from tests.recordings.conftest import Browser, Studio, post
from tests.support.bucket import BucketServer
from tests.support.people import Person
from tests.support.postgres import Cluster
from tests.support.server import Server
from tests.support.uploads import upload
from tests.support.waiting import wait_until
from tests.support.webm import cut, length_of, webm

NOTES = b"Tea at five.\n" * 1000


@pytest.mark.rows("S0-13")
def test_a_recording_is_made_played_in_parts_and_deleted_in_a_bucket(
    make_server: MakeServer,
    bucket_server: BucketServer,
    tmp_path: Path,
    studio: Callable[..., Studio],
    browse: Browser,
) -> None:
    server = make_server(**bucket_server.bucket("films"))
    alice = server.person("alice")
    film = studio(alice)
    film.start()
    pieces = cut(webm(6))
    film.send(pieces)
    folder = film.row()["folder"]
    place = f"recordings/{folder[:2]}/{folder}"
    assert bucket_server.names("films") == [f"{place}/pieces/0000-{n:07}" for n in range(len(pieces))]
    film.finish()
    made = {f"{place}/{name}" for name in ("video.webm", "poster.webp", "previews.webp")}
    assert made < set(bucket_server.names("films"))
    video = f"/recordings/{film.id}/video.webm"
    whole = film.http.get(video)
    assert whole.status_code == 200
    copy = tmp_path / "video.webm"
    copy.write_bytes(whole.content)
    assert abs(length_of(copy) - 6) < 0.5
    part = film.http.get(video, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole.content[1000:2000])
    assert film.http.get(video, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert film.http.get(f"/recordings/{film.id}/poster.webp").headers["Content-Type"] == "image/webp"
    bob = browse(server.person("bob"))
    assert bob.get(video).status_code == 404
    # Made anew of its pieces, as an operator does after a fault.
    told = server.run("recordings", "rebuild", str(film.id)).stdout
    assert "rebuilt" in told
    assert film.http.get(video).status_code == 200
    # The data folder keeps nothing of it.
    assert not film.folder.exists()
    assert post(film.http, f"/recordings/{film.id}/delete/").status_code in {200, 302}
    wait_until(lambda: film.http.get(video).status_code == 404, what="the recording is gone")


def tell(alice: Person, room: int) -> str:
    """Let her send a file to a room; return its id."""
    with alice.api() as api:
        file = upload(api, NOTES, "notes.txt")
        said = {"chatroom": room, "user": alice.id, "content": "see this", "files": [{"id": file}]}
        assert api.post("/api/messages/", json=said).status_code == 201
    return file


@pytest.mark.rows("S0-13", "S4-N4")
def test_a_database_server_and_a_bucket_are_restored_together_into_an_empty_installation(
    make_server: MakeServer,
    bucket_server: BucketServer,
    postgres: Cluster,
    tmp_path: Path,
    studio: Callable[..., Studio],
    browse: Browser,
) -> None:
    def installation(bucket: str) -> Server:
        made = make_server(
            start=False, database_url=postgres.url(postgres.create()), **bucket_server.bucket(bucket)
        )
        made.run("migrate")
        return made

    first = installation("whole-one").start()
    alice = first.person("alice")
    film = studio(alice)
    film.start()
    film.send(cut(webm(3)))
    film.finish()
    file = tell(alice, film.room["id"])
    video = f"/recordings/{film.id}/video.webm"
    shown = film.http.get(video).content
    saved = tmp_path / "saved.tar.gz"
    first.run("backup", str(saved))
    first.stop()
    second = installation("whole-two")
    address = second.environment["DATABASE_URL"]
    with psycopg.connect(address) as database:
        # As a newer version leaves it, which then had to be given up.
        database.execute("CREATE TABLE newer_thing (room_id bigint REFERENCES rooms_room (id))")
    second.run("restore", str(saved))
    with psycopg.connect(address) as database:
        found = database.execute("SELECT to_regclass('newer_thing'), count(*) FROM rooms_room").fetchone()
        assert found == (None, 1)
    second.start()
    moved = Person(second, alice.id, alice.username, alice.email)
    assert browse(moved).get(video).content == shown
    with moved.api() as api:
        assert api.get(f"/api/files/{file}/content/").content == NOTES
    assert bucket_server.names("whole-two") == bucket_server.names("whole-one")
