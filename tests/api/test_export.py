"""Taking home everything that is kept of oneself, by REST."""

from __future__ import annotations

import io
import json
import zipfile

from tests.api.world import bearer, personal_token
from tests.support.people import Person
from tests.support.server import Server
from tests.support.waiting import wait_until


def test_an_archive_is_asked_for_watched_fetched_and_removed(server: Server, alice: Person) -> None:
    with alice.api() as api:
        assert api.get("/api/me/export/").status_code == 404
        assert api.get("/api/me/export/content/").status_code == 404
        api.post("/api/posts/", json={"text": "take me home"})
        asked = api.post("/api/me/export/")
        assert asked.status_code == 202
        assert asked.json()["state"] in {"making", "ready"}
        wait_until(
            lambda: api.get("/api/me/export/").json()["state"] == "ready", what="the archive", seconds=60
        )
        told = api.get("/api/me/export/").json()
        assert told["percent"] == 100
        content = api.get("/api/me/export/content/")
        assert (content.headers["Content-Type"], len(content.content)) == ("application/zip", told["size"])
        with zipfile.ZipFile(io.BytesIO(content.content)) as archive:
            assert [row["text"] for row in json.loads(archive.read("data/posts.json"))] == ["take me home"]
        part = api.get("/api/me/export/content/", headers={"Range": "bytes=0-3"})
        assert (part.status_code, part.content) == (206, b"PK\x03\x04")
        assert api.delete("/api/me/export/").status_code == 204
        assert api.get("/api/me/export/content/").status_code == 404


def test_a_token_for_other_things_does_not_take_everything(server: Server, alice: Person) -> None:
    narrow = personal_token(alice, {"account": "write", "messages": "read"})
    with server.client() as client:
        for path in ("/api/me/export/", "/api/me/export/content/"):
            refused = client.get(path, headers=bearer(narrow))
            assert (refused.status_code, refused.json()["code"]) == (403, "token_out_of_scope")
