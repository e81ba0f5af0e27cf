"""Bringing files through the REST doors, as a client does."""

from __future__ import annotations

from typing import Any

import httpx

from samovar.core.caller import Caller
from samovar.files.upload_actions import add_piece, begin_upload, finish_upload
from samovar.files.upload_rules import PIECE_MAX, Announced
from tests.support.pictures import picture

OFFSET = "application/offset+octet-stream"
# As much of the formats as the server looks at.
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(range(256)) * 40
HTML = b"<html><script>alert(document.domain)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def caller_of(user: Any) -> Caller:
    return Caller(f"u:{user.pk}", 0, user_id=user.pk)


def bring(who: Caller, content: bytes, name: str = "notes.txt", **told: Any) -> str:
    """Upload in this process; return the id of the file."""
    upload = begin_upload(actor=who, announced=Announced(name, len(content), **told))
    for start in range(0, len(content), PIECE_MAX):
        add_piece(actor=who, name=upload.name, start=start, content=content[start : start + PIECE_MAX])
    return finish_upload(actor=who, name=upload.name).id


def bring_picture(who: Caller, name: str = "cat.png", **more: Any) -> str:
    return bring(who, picture(**more).read(), name)


def send_piece(
    client: httpx.Client, file: str, start: int, content: bytes, path: str = "/api/"
) -> httpx.Response:
    headers = {"Upload-Offset": str(start), "Content-Type": OFFSET}
    return client.patch(f"{path}uploads/{file}/", content=content, headers=headers)


def upload(
    client: httpx.Client, content: bytes, name: str = "notes.txt", path: str = "/api/", **told: Any
) -> str:
    """Upload by HTTP; return the id of the file."""
    begun = client.post(f"{path}uploads/", json={"name": name, "size": len(content), **told})
    assert begun.status_code == 201, begun.text
    file: str = begun.json()["id"]
    for start in range(0, len(content), PIECE_MAX):
        answer = send_piece(client, file, start, content[start : start + PIECE_MAX], path)
        assert answer.status_code == 200, answer.text
    done = client.post(f"{path}uploads/{file}/finish/")
    assert done.status_code == 200, done.text
    return file
