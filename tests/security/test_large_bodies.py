"""Requests that bring more than they may: a clear answer, nothing kept, and no memory taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samovar.core.body import BODY_MAX, UPLOAD_MAX
from samovar.feed.models import Post
from tests.support.people import Person, csrf_token
from tests.support.server import Server

MEBIBYTE = 1024 * 1024
FORM = {"Content-Type": "multipart/form-data; boundary=tea"}


def endless(size: int, token: str) -> Iterator[bytes]:
    """A form that brings a post and then one file of ``size`` bytes, without saying so before."""
    head = (
        f'--tea\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        '--tea\r\nContent-Disposition: form-data; name="text"\r\n\r\nTea\r\n'
        '--tea\r\nContent-Disposition: form-data; name="pictures"; filename="a.png"\r\n\r\n'
    )
    yield head.encode()
    for _number in range(size // MEBIBYTE):
        yield b"\0" * MEBIBYTE
    yield b"\r\n--tea--\r\n"


def memory_of(server: Server) -> int:
    """The most bytes the server has held in memory so far."""
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def posts_of(person: Person) -> int:
    with person.server.database() as alias:
        return Post.objects.using(alias).filter(author_id=person.id).count()


@pytest.mark.parametrize("part", [False, True])
def test_a_form_that_is_too_large_is_refused_in_words_and_takes_no_memory(
    server: Server, *, part: bool
) -> None:
    alice = server.person("alice")
    with closing(alice.browser()) as browser:
        token = csrf_token(browser.get("/").text)
        before = memory_of(server)
        headers = FORM | ({"HX-Request": "true"} if part else {})
        answer = browser.post("/posts/", content=endless(UPLOAD_MAX + 60 * MEBIBYTE, token), headers=headers)
        assert answer.status_code == 413
        assert memory_of(server) - before < 40 * MEBIBYTE
        said = answer.headers["HX-Trigger"] if part else answer.text
        assert "This is more than can be sent at once." in said
        assert browser.get("/").status_code == 200
    assert posts_of(alice) == 0


def test_an_announced_length_is_refused_before_a_stranger_logs_in(server: Server) -> None:
    with server.client() as client:
        answer = client.post(
            "/api/login/", content=b"{" + b" " * BODY_MAX + b"}", headers={"Content-Type": "application/json"}
        )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_post_with_all_it_may_have_passes_the_bound(server: Server) -> None:
    alice = server.person("alice")
    with closing(alice.browser()) as browser:
        token = csrf_token(browser.get("/").text)
        body = b"".join(endless(40 * MEBIBYTE, token))
        answer = browser.post("/posts/", content=body, headers=FORM)
    # It is looked at, and found to be no picture of at most 10 MB.
    assert answer.status_code == 400
    assert "10 MB" in answer.text
