"""``samovar serve --tls``: a certificate authority of the installation's own, made on first use.

Browsers give camera and microphone only to secure pages. In a house without a domain nobody else signs
the name of a machine, so Samovar does, and each phone is told once to trust it (``/samovar-ca.crt``).
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS: Final = 3650
# Browsers refuse certificates of more than 398 days (Apple since 2020, HT211025).
SERVER_DAYS: Final = 397
RENEW_DAYS: Final = 30
FOLDER: Final = "tls"


@dataclass(frozen=True)
class Files:
    """Where the three files lie that a server with TLS needs."""

    authority: Path
    certificate: Path
    key: Path


def prepare(data_dir: Path, names: Iterable[str]) -> Files:
    """Return certificate and key for these host names and addresses, made or renewed where needed."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = Files(folder / "ca.crt", folder / "server.crt", folder / "server.key")
    authority_key = folder / "ca.key"
    if not (files.authority.exists() and authority_key.exists()):
        _make_authority(files.authority, authority_key)
    wanted = sorted(set(names))
    if not _still_good(files, wanted):
        _make_certificate(files, authority_key, wanted)
    return files


def own_names(host: str) -> list[str]:
    """Return the names and addresses others in the house may type for a server listening on ``host``."""
    names = {"localhost", "127.0.0.1", "::1"}
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return sorted(names | {host})
    name = socket.gethostname().split(".")[0].lower()
    return sorted(names | {name, f"{name}.local"} | set(_addresses()))


def address_for_others(host: str) -> str:
    """Return what others in the house type: the address of this machine, or what it listens on."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return next(iter(_addresses()), "127.0.0.1")
    return host


def _addresses() -> Iterable[str]:
    """Yield the addresses of this machine in its networks; a route is asked for, nothing is sent."""
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            yield probe.getsockname()[0]


def _make_authority(certificate: Path, key_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Samovar at {socket.gethostname()}")
    made = (
        _builder(name, name, key.public_key(), AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write_key(key_path, key)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _make_certificate(files: Files, authority_key: Path, names: list[str]) -> None:
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    signer = serialization.load_pem_private_key(authority_key.read_bytes(), password=None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _builder(_name("Samovar"), authority.subject, key.public_key(), SERVER_DAYS)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write_key(files.key, key)
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))


def _still_good(files: Files, names: list[str]) -> bool:
    if not (files.certificate.exists() and files.key.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    soon = datetime.now(UTC) + timedelta(days=RENEW_DAYS)
    told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    known = sorted(str(one.value) for one in told)
    authority = x509.load_pem_x509_certificate(files.authority.read_bytes())
    return (
        certificate.not_valid_after_utc > soon and known == names and certificate.issuer == authority.subject
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: int
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        # A phone's clock may be a little behind.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days - 1))
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Samovar"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
