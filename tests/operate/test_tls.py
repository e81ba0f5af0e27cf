"""`samovar serve --tls`: https in a house without a domain."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from websockets import ConnectionClosed, Origin
from websockets.sync.client import connect

from samovar.operate import tls
from tests.conftest import MakeServer
from tests.support.server import Server

PATIENCE = 30


def _secure(make_server: MakeServer) -> Server:
    house = make_server(start=False, SITE_URL="", ALLOWED_HOSTS="", TRUSTED_PROXIES="0")
    if not house.environment["DATABASE_URL"]:
        # In a house nobody sets one; with a database elsewhere it has to be.
        house.environment["SECRET_KEY"] = ""
    house.command = ["serve", "--tls"]
    house.url = house.url.replace("http:", "https:")
    return house


def test_a_device_that_trusts_the_authority_gets_pages_and_sockets(make_server: MakeServer) -> None:
    house = _secure(make_server).start()
    authority = Path(house.environment["SAMOVAR_DATA_DIR"]) / "tls" / "ca.crt"
    trusting = ssl.create_default_context(cafile=str(authority))
    with httpx.Client(base_url=house.url, verify=trusting, timeout=PATIENCE) as client:
        answer = client.get("/login/")
        assert answer.status_code == 200
        assert "Secure" in answer.headers["Set-Cookie"]
        assert "Strict-Transport-Security" not in answer.headers
        assert "/samovar-ca.crt" in client.get("/trust/").text
        assert client.get("/samovar-ca.crt").content == authority.read_bytes()
    address = house.url.replace("https:", "wss:") + "/ws/"
    with (
        connect(address, ssl=trusting, origin=Origin(house.url), open_timeout=PATIENCE) as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        socket.recv()
    # It was opened, and a stranger is told so.
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert f"{house.url}/trust/" in house.log()


def test_a_device_that_does_not_trust_it_is_warned(make_server: MakeServer) -> None:
    house = _secure(make_server).start()
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"{house.url}/healthz", verify=ssl.create_default_context(), timeout=PATIENCE)


def test_the_authority_is_made_once_and_the_certificate_anew_for_new_names(tmp_path: Path) -> None:
    first = tls.prepare(tmp_path, ["localhost", "127.0.0.1"])
    authority, certificate = first.authority.read_bytes(), first.certificate.read_bytes()
    assert tls.prepare(tmp_path, ["127.0.0.1", "localhost"]).certificate.read_bytes() == certificate
    second = tls.prepare(tmp_path, ["localhost", "127.0.0.1", "samovar.local", "192.168.1.7"])
    assert second.authority.read_bytes() == authority
    made = x509.load_pem_x509_certificate(second.certificate.read_bytes())
    told = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "samovar.local" in told.get_values_for_type(x509.DNSName)
    assert ipaddress.ip_address("192.168.1.7") in told.get_values_for_type(x509.IPAddress)
    made.verify_directly_issued_by(x509.load_pem_x509_certificate(authority))


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    files = tls.prepare(tmp_path, ["localhost"])
    for path in (files.key, files.key.with_name("ca.key")):
        assert path.stat().st_mode & 0o077 == 0


def test_a_server_without_an_authority_of_its_own_has_no_such_pages(server: Server) -> None:
    with server.client() as client:
        assert client.get("/trust/").status_code == 404
        assert client.get("/samovar-ca.crt").status_code == 404
