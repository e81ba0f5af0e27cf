"""What is served from the front end, also while it is built anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from samovar.core.middleware import static_files
from tests.support.server import Server

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/login/", 200),
        ("/missing/", 404),
        ("/people/", 302),
        ("/static/mark.svg", 200),
        ("/static/missing.js", 404),
        ("/api/me/", 401),
        ("/api/missing/", 404),
        ("/r/abc-defg-hij/", 404),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(server: Server, address: str, status: int) -> None:
    with server.client() as client:
        answer = client.get(address)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=(self)" in answer.headers["permissions-policy"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("name", "compiles"),
    [
        ("assets/blur.worker-Abc_12-9.js", True),
        ("assets/clock.worker-Abc_12-9.js", False),
        ("assets/blur.worker-Abc_12-9.js/other", False),
    ],
)
def test_webassembly_is_for_the_worker_that_blurs_and_for_no_page(
    server: Server, name: str, *, compiles: bool
) -> None:
    with server.client() as client:
        answer = client.get(f"/static/dist/{name}")
    (scripts,) = (
        part.split()[1:]
        for part in answer.headers["content-security-policy"].split(";")
        if part.split()[0] == "script-src"
    )
    assert scripts == ["'self'", *(["'wasm-unsafe-eval'"] if compiles else [])]


@pytest.mark.django_db
def test_a_file_that_is_gone_since_the_start_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    gone = tmp_path / "gone.js"
    gone.write_text("1")
    monkeypatch.setattr(settings, "STATIC_ROOT", str(tmp_path))
    started = static_files(client.handler.get_response)
    request = client.get("/healthz").wsgi_request
    request.path_info = "/static/gone.js"
    there = started(request)
    assert there.status_code == 200
    there.close()
    gone.unlink()
    assert started(request).status_code == 404
