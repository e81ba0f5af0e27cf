"""Pages and answers are sent small; files as they are."""

from __future__ import annotations

import gzip
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.support.people import Person
from tests.support.pictures import picture
from tests.support.server import Server


@pytest.fixture
def alice(server: Server) -> Person:
    return server.person("alice")


def _as_sent(server: Server, address: str, accepts: str) -> tuple[dict[str, str], bytes]:
    """Return headers, their names in small letters, and the bytes of the body as they come off the wire."""
    line = HTTPConnection(urlsplit(server.url).netloc)
    try:
        line.request("GET", address, headers={"Accept-Encoding": accepts})
        answer = line.getresponse()
        return {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        line.close()


def test_a_page_is_sent_compressed_to_who_takes_it_and_never_of_the_same_length(server: Server) -> None:
    plain_headers, plain = _as_sent(server, "/login/", "identity")
    assert "content-encoding" not in plain_headers
    lengths = set()
    for _ in range(8):
        headers, sent = _as_sent(server, "/login/", "gzip")
        assert (headers["content-encoding"], int(headers["content-length"])) == ("gzip", len(sent))
        assert "Accept-Encoding" in headers["vary"]
        assert len(sent) < len(plain) / 2
        assert b"csrfmiddlewaretoken" in gzip.decompress(sent)
        lengths.add(len(sent))
    assert len(lengths) > 1


def test_an_answer_of_rest_is_compressed_and_still_compared(server: Server, alice: Person) -> None:
    with alice.api() as api:
        document = api.get("/api/schema/")
        assert (document.status_code, document.headers["content-encoding"]) == (200, "gzip")
        again = api.get("/api/schema/", headers={"If-None-Match": document.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_sent_as_it_is_with_its_length(alice: Person) -> None:
    with alice.api() as api:
        api.put("/api/me/picture/", files={"picture": ("face.png", picture(), "image/png")})
        address = api.get(f"/api/people/{alice.username}/").json()["picture"]
        fetched = api.get(address, headers={"Accept-Encoding": "gzip"})
        assert "content-encoding" not in fetched.headers
        assert int(fetched.headers["content-length"]) == len(fetched.content)
