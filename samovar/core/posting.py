"""Sending to an address outside, and only outside: the name is looked up once, and that very address used.

A name that leads to several addresses is refused when any is private, so that none can be slipped in later.
However slowly the other side answers, all is over after ``SECONDS``.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 10


class Unreachable(Exception):
    """It could not be sent; the text says why."""


class _Pinned(http.client.HTTPSConnection):
    """Connects to one address whatever the name says meanwhile; the certificate is still the name's."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self._tls = ssl.create_default_context()
        if settings.WEBHOOK_CA_FILE is not None:
            self._tls.load_verify_locations(settings.WEBHOOK_CA_FILE)
        super().__init__(host, port, timeout=SECONDS, context=self._tls)
        self._address = address
        self.is_late = False

    def break_off(self) -> None:
        """End it from another thread, whatever it waits for."""
        self.is_late = True
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        # Known before the handshake, so that this too can be broken off.
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
        self.sock.do_handshake()


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """POST ``body`` and return the status; redirects are not followed. Raises Unreachable."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
    except ValueError as problem:
        raise Unreachable("the address has a port or a host that cannot be") from problem
    connection = _Pinned(host, port, _address_of(host, port))
    late = threading.Timer(SECONDS, connection.break_off)
    late.daemon = True
    late.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    except (OSError, ValueError, http.client.HTTPException) as problem:
        raise Unreachable(_why(problem, is_late=connection.is_late)) from problem
    finally:
        late.cancel()
        connection.close()


def _why(problem: Exception, *, is_late: bool) -> str:
    if is_late or isinstance(problem, TimeoutError):
        return f"no answer within {SECONDS} seconds"
    if isinstance(problem, ssl.SSLCertVerificationError):
        return f"the certificate is not good: {problem.verify_message}"
    if isinstance(problem, ConnectionRefusedError):
        return "the host refuses connections"
    return type(problem).__name__


def _address_of(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Unreachable("the host has no address") from problem
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(may_reach(address) for address in addresses):
        raise Unreachable("the host is in a private network")
    return addresses[0]


def may_reach(address: str) -> bool:
    """Say whether an IP address may be told of things: a public one, or one the operator opened."""
    found = ipaddress.ip_address(address)
    opened = (ipaddress.ip_network(network) for network in settings.WEBHOOK_NETWORKS)
    return is_public(address) or any(found in network for network in opened)


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the open internet: not this machine, not a private network."""
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return found.is_global and mapped.is_global and not mapped.is_multicast
