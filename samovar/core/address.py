"""Where a request comes from, as far as it can be believed."""

from __future__ import annotations

import ipaddress
from typing import Any, Protocol

from django.conf import settings

_IPV6_HOUSEHOLD = 64  # bits; one customer usually has a whole /64


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


class HasMeta(Protocol):
    """A request of Django or of REST framework."""

    @property
    def META(self) -> dict[str, Any]: ...  # noqa: N802 - Django's name


def client_address(request: HasMeta) -> str:
    """Return the caller's address, or "" when there is none (a unix socket).

    ``X-Forwarded-For`` counts only behind ``TRUSTED_PROXIES`` proxies, and then only its
    last entries: what stands before them the caller may have written.
    """
    told = request.META.get("REMOTE_ADDR") or ""
    proxies: int = settings.TRUSTED_PROXIES
    if proxies:
        chain = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        told = chain[-min(proxies, len(chain))] if chain else told
    address = _ip(told)
    return str(address) if address else ""


def address_group(address: str) -> str:
    """Return what a limit counts for ``address``: itself, or the /64 network of an IPv6 address."""
    parsed = _ip(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed, _IPV6_HOUSEHOLD), strict=False).network_address)
    return address


def is_local(request: HasMeta) -> bool:
    """Say whether the caller sits at this very machine, with no proxy in between."""
    address = _ip(request.META.get("REMOTE_ADDR") or "")
    forwarded = any(
        name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
    )
    return address is not None and address.is_loopback and not forwarded
