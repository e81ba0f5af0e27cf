"""Passkeys at the server: what a device signs, and what is not believed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from samovar.accounts import actions
from samovar.accounts.models import Login, Passkey, Session, User
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
HOST = "samovar.test"
FLAGS = AuthenticatorData.FLAG


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = [HOST, "127.0.0.1", "testserver"]


@dataclass
class Device:
    """A device with one key; ``verifies``: it asked for a finger or a PIN."""

    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    name: bytes = field(default_factory=lambda: token_bytes(16))
    count: int = 0
    origin: str = f"http://{HOST}"
    verifies: bool = True

    def _client_data(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, credential: bytes = b"") -> bytes:
        self.count += 1
        flags = FLAGS.UP | (FLAGS.UV if self.verifies else 0) | (FLAGS.AT if credential else 0)
        rp = hashlib.sha256(HOST.encode()).digest()
        return rp + bytes([flags]) + self.count.to_bytes(4, "big") + credential

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        cose: Any = ES256
        public = cose.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.name, public)
        data = AuthenticatorData(self._data(bytes(credential)))
        told = {
            "clientDataJSON": websafe_encode(self._client_data("webauthn.create", options)),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", data, {}))),
        }
        return self._answer(told)

    def sign(self, options: dict[str, Any]) -> dict[str, Any]:
        client, data = self._client_data("webauthn.get", options), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        told = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return self._answer(told)

    def _answer(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.name)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def post(client: Client, path: str, **said: Any) -> Any:
    return client.post(path, said, content_type="application/json", headers={"host": HOST})


def enrol(user: Any, device: Device) -> Any:
    client = Client()
    client.force_login(user)
    options = post(client, "/settings/passkeys/begin/", password=PASSWORD).json()
    assert options["authenticatorSelection"]["userVerification"] == "required"
    return post(client, "/settings/passkeys/add/", response=device.make(options), name=" My  key ")


def enter(device: Device, client: Client | None = None, **more: Any) -> Any:
    client = client or Client()
    options = post(client, "/login/passkey/begin/").json()
    return post(client, "/login/passkey/", response=device.sign(options), **more)


def test_a_passkey_opens_the_account_without_password_and_code(person: Callable[..., Any]) -> None:
    alice, device = person("alice"), Device()
    assert enrol(alice, device).status_code == 201
    assert Passkey.objects.get().name == "My key"
    client = Client()
    answer = enter(device, client, next="/people/")
    assert (answer.status_code, answer.json()) == (200, {"next": "/people/"})
    assert client.get("/people/", headers={"host": HOST}).status_code == 200
    assert Session.objects.filter(user=alice, ended_at=None).count() == 2
    assert Login.objects.latest("pk").method == "passkey"
    assert enter(device, next="https://evil.example/").json() == {"next": "/"}


def test_the_password_is_asked_before_a_passkey_is_added_and_removed(person: Callable[..., Any]) -> None:
    alice, device = person("alice"), Device()
    client = Client()
    client.force_login(alice)
    assert post(client, "/settings/passkeys/begin/", password="wrong").status_code == 400
    # Without a question there is nothing to answer.
    made = device.make({"challenge": "AAAA"})
    assert post(client, "/settings/passkeys/add/", response=made, name="x").status_code == 400
    enrol(alice, device)
    number = Passkey.objects.get().pk
    remove = f"/settings/passkeys/{number}/remove/"
    assert client.post(remove, {"password": "wrong"}).status_code == 400
    bob = Client()
    bob.force_login(person("bob"))
    assert bob.post(remove, {"password": PASSWORD}).status_code == 404
    assert client.post(remove, {"password": PASSWORD}).status_code == 302
    assert enter(device).status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "http://evil.example"},
        {"verifies": False},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"count": 0},
        {"name": b"somebody else's"},
    ],
)
def test_what_is_not_as_it_should_be_is_not_believed(
    person: Callable[..., Any], wrong: dict[str, Any]
) -> None:
    alice, device = person("alice"), Device()
    enrol(alice, device)
    enter(device)
    for name, value in wrong.items():
        setattr(device, name, value)
    assert enter(device).status_code == 401
    assert Session.objects.filter(user=alice).count() == 2


def test_an_answer_is_good_once_and_for_its_own_question(person: Callable[..., Any]) -> None:
    alice, device = person("alice"), Device()
    enrol(alice, device)
    first, second = Client(), Client()
    options = post(first, "/login/passkey/begin/").json()
    answer = device.sign(options)
    post(second, "/login/passkey/begin/")
    assert post(second, "/login/passkey/", response=answer).status_code == 401
    assert post(first, "/login/passkey/", response=answer).status_code == 200
    assert post(Client(), "/login/passkey/", response=answer).status_code == 400


@pytest.mark.parametrize(
    "said", [{}, {"response": "x"}, {"response": {}}, {"response": {"id": 5, "rawId": [], "response": None}}]
)
def test_nonsense_is_refused_with_a_sentence(said: dict[str, Any]) -> None:
    client = Client()
    post(client, "/login/passkey/begin/")
    answer = post(client, "/login/passkey/", **said)
    assert answer.status_code in {400, 401}
    assert answer.json()["detail"]
    raw = client.post("/login/passkey/", b"{", content_type="application/json")
    assert raw.status_code == 400


def test_a_closed_account_stays_closed(person: Callable[..., Any]) -> None:
    alice, device = person("alice"), Device()
    enrol(alice, device)
    actions.shut_out(person=alice, until=None, reason="spam")
    answer = enter(device)
    assert (answer.status_code, answer.json()["code"]) == (403, "account_suspended")
    User.objects.filter(pk=alice.pk).update(is_active=True)


def test_a_key_that_is_known_is_not_taken_twice(person: Callable[..., Any]) -> None:
    alice, bob, device = person("alice"), person("bob"), Device()
    enrol(alice, device)
    assert enrol(bob, device).status_code == 409
    assert Passkey.objects.get().user == alice


def confirm(client: Client, device: Device, **more: Any) -> Any:
    options = post(client, "/settings/confirm/begin/").json()
    return post(client, "/settings/confirm/", response=device.sign(options), **more)


def delete(client: Client, **said: str) -> Any:
    return client.post("/settings/delete/", said, headers={"host": HOST})


@pytest.mark.rows("D01")
def test_a_passkey_stands_for_the_password_when_the_account_is_deleted(person: Callable[..., Any]) -> None:
    alice, device, client = person("alice"), Device(), Client()
    enrol(alice, device)
    client.force_login(alice)
    assert 'name="password"' in client.get("/settings/delete/", headers={"host": HOST}).content.decode()
    assert delete(client).status_code == 400
    assert confirm(client, device, next="/settings/delete/").json() == {"next": "/settings/delete/"}
    assert 'name="password"' not in client.get("/settings/delete/", headers={"host": HOST}).content.decode()
    assert delete(client).status_code == 302
    assert not User.objects.get().is_active


@pytest.mark.rows("D01")
def test_what_a_passkey_confirmed_ends_with_the_minutes_and_the_login(
    person: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, device, client = person("alice"), Device(), Client()
    enrol(alice, device)
    client.force_login(alice)
    assert confirm(client, device).status_code == 200
    other = Client()
    other.force_login(alice)
    assert delete(other).status_code == 400
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    assert delete(client).status_code == 400
    assert User.objects.get().is_active


def test_the_passkey_of_somebody_else_confirms_nothing(person: Callable[..., Any]) -> None:
    alice, bob = person("alice"), person("bob")
    device, others = Device(), Device()
    enrol(alice, device)
    enrol(bob, others)
    client = Client()
    client.force_login(alice)
    assert confirm(client, others).status_code == 401
    assert delete(client).status_code == 400
    # The answer to a question at the login is none to this one.
    options = post(Client(), "/login/passkey/begin/").json()
    assert post(client, "/settings/confirm/", response=device.sign(options)).status_code == 400
    assert User.objects.filter(is_active=True).count() == 2


def test_no_passkey_at_a_bare_address(person: Callable[..., Any]) -> None:
    client = Client(headers={"host": "127.0.0.1:8000"})
    client.force_login(person("alice"))
    answer = client.post("/settings/passkeys/begin/", {"password": PASSWORD}, content_type="application/json")
    assert answer.status_code == 409
    assert b"data-passkey-login" not in Client(headers={"host": "127.0.0.1:8000"}).get("/login/").content
