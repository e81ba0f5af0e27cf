"""What ``samovar doctor`` asks of other servers: a STUN answer, an HTTP head, the time."""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

STUN_REQUEST: Final = 0x0001  # RFC 8489, section 5: a binding request
STUN_ANSWER: Final = 0x0101
STUN_COOKIE: Final = 0x2112A442
PATIENCE: Final = 3.0  # seconds
TRIES: Final = 3  # a datagram may be lost


@dataclass(frozen=True)
class IceServer:
    """``stun:host:3478`` or ``turn:host:3478?transport=udp`` taken apart. ``secure``: by TLS."""

    host: str
    port: int
    tcp: bool
    secure: bool


def ice_server(url: str) -> IceServer:
    """Read the address of a STUN or TURN server (RFC 7064, RFC 7065). Raises ValueError."""
    scheme, _, rest = url.partition(":")
    if scheme not in {"stun", "stuns", "turn", "turns"} or not rest:
        raise ValueError(url)
    place, _, query = rest.removeprefix("//").partition("?")
    secure = scheme.endswith("s")
    host, _, port = place.rpartition(":") if place.rsplit(":", 1)[-1].isdigit() else (place, "", "")
    number = int(port) if port else 5349 if secure else 3478
    return IceServer(host.strip("[]"), number, tcp=secure or "transport=tcp" in query, secure=secure)


def stun_answers(server: IceServer) -> bool:
    """Say whether a binding request is answered by UDP, or whether the TCP port is open."""
    if server.tcp:
        with socket.create_connection((server.host, server.port), timeout=PATIENCE):
            return True
    kind = socket.AF_INET6 if _is_ipv6(server.host) else socket.AF_INET
    number = os.urandom(12)
    request = struct.pack("!HHI", STUN_REQUEST, 0, STUN_COOKIE) + number
    with socket.socket(kind, socket.SOCK_DGRAM) as line:
        line.settimeout(PATIENCE / TRIES)
        line.connect((server.host, server.port))
        for _ in range(TRIES):
            line.send(request)
            try:
                answer = line.recv(1024)
            except TimeoutError:
                continue
            if len(answer) >= 20 and answer[8:20] == number:  # noqa: PLR2004 - the length of a STUN head
                return bool(struct.unpack("!H", answer[:2])[0] == STUN_ANSWER)
    return False


def _is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6  # noqa: PLR2004 - the number of the protocol
    except ValueError:
        return False


def web_answer(url: str) -> tuple[int, float | None]:
    """Return the status of a GET and by how many seconds that server's clock is ahead, None untold.

    Raises OSError when nothing answers.
    """
    import time  # noqa: PLC0415 - beside its one use

    request = urllib.request.Request(url, headers={"User-Agent": "samovar-doctor"})  # noqa: S310 - an operator's own address
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            status, date = int(answer.status), answer.headers.get("Date")
    except urllib.error.HTTPError as refusal:
        status, date = refusal.code, refusal.headers.get("Date")
    return status, parsedate_to_datetime(date).timestamp() - time.time() if date else None
