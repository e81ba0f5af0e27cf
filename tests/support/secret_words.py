"""The words of every token that tests are given: none of them may ever stand in a server's log."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

# JSON web tokens, personal tokens, and by their key in JSON: tickets, secrets of webhooks, keys in addresses.
_TOKENS = re.compile(r"\beyJ[\w-]{5,}\.[\w-]+\.[\w-]+|\bsmv_[\w-]{20,}|(?<=/api/hooks/)\d+-[\w-]{20,}")
_NAMED = re.compile(r'"(?:ticket|secret)":\s*"([^"]{20,})"')
_COOKIES = ("samovar_session", "sessionid", "samovar_guest")
_words: set[str] = set()
_logs: set[Path] = set()


def remember(response: httpx.Response) -> None:
    """Take the secrets out of an answer; given to every client as an event hook."""
    kind = response.headers.get("content-type", "")
    if kind.startswith(("application/json", "text/html")):
        text = response.read().decode("utf-8", "replace")
        _words.update(_TOKENS.findall(text), _NAMED.findall(text))
    _words.update(value for name, value in response.cookies.items() if value and name.startswith(_COOKIES))


def known() -> frozenset[str]:
    """Return all words that were seen so far."""
    return frozenset(_words)


def watch(log: Path) -> None:
    """Look through this log too at the end of the run."""
    _logs.add(log)


def require_none_in_any_log() -> None:
    """Fail when a server of this run has written a secret down."""
    for log in _logs:
        if log.exists():
            require_none_in(log.read_text(encoding="utf-8", errors="replace"))


def require_none_in(log: str) -> None:
    """Fail when a secret stands in ``log``; which one is not said, or it would stand in the next log."""
    leaked = [word for word in _words if word in log]
    assert not leaked, f"{len(leaked)} secrets stand in a server's log, the first begins with {leaked[0][:8]}"
