"""No text reaches a page without having passed the catalogues."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from samovar.notifications.actions import notify

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SPOKEN = ("aria-label", "placeholder", "title", "alt", "aria-description")
# Names of people, codes and addresses are not translated.
NOT_OURS = frozenset({"bdi", "script", "style", "code", "kbd", "svg", "template"})
# People, rooms, the initials in their faces, an example of a code, a word of all languages.
OWN_WORDS = re.compile(r"[A-Z]{1,2}|@?(ALICE|BOB)( ·)?|TEA|API|(placeholder=)?[a-z]{3}-[a-z]{4}-[a-z]{3}")
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Unwrapped(HTMLParser):
    """Collects what is read or spoken and stands outside of ⟦ ⟧."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [
            f"{name}={given[name]}"
            for name in SPOKEN
            if _is_bare(given.get(name) or "") and not self._is_hidden()
        ]
        if tag not in VOID:
            self._open.append((tag, tag in NOT_OURS or given.get("translate") == "no"))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        outside = ""
        for piece in re.split("([⟦⟧])", data):
            if piece in {"⟦", "⟧"}:
                self._depth += 1 if piece == "⟦" else -1
            elif self._depth == 0:
                outside += piece
        if not self._is_hidden() and LETTERS.search(outside):
            self.found.append(outside.strip())

    def _is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self._open)


def _is_bare(text: str) -> bool:
    return bool(LETTERS.search(re.sub("⟦.*?⟧", "", text, flags=re.DOTALL)))


def unwrapped(page: bytes) -> list[str]:
    parser = Unwrapped()
    parser.feed(page.decode())
    return [text for text in parser.found if not OWN_WORDS.fullmatch(text)]


@pytest.mark.rows("S0-25")
@pytest.mark.parametrize(
    "address", ["/login/", "/signup/", "/password/reset/", "/password/reset/sent/", "/outbox/", "/missing/"]
)
def test_a_strangers_page_has_only_translated_text(
    client: Client, db: None, marked: None, address: str
) -> None:
    assert unwrapped(client.get(address, REMOTE_ADDR="127.0.0.1").content) == []


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/people/",
        "/people/?q=none",
        "/@BOB/",
        "/@ALICE/",
        "/settings/",
        "/settings/blocklist/",
        "/settings/files/",
        "/notifications/",
        "/rooms/",
        "/rooms/new/",
        "/missing/",
    ],
)
def test_a_persons_page_has_only_translated_text(
    person: Any, browser: Callable[[Any], Client], marked: None, address: str
) -> None:
    alice, bob = person("ALICE"), person("BOB")
    notify(actor=bob, user=alice, kind="invitation", subject="TEA", target="/rooms/", key="1")
    answer = browser(alice).get(address)
    assert answer.status_code in {200, 404}
    assert unwrapped(answer.content) == []


def test_text_that_was_not_wrapped_is_found() -> None:
    page = '<p>⟦Hello, <bdi>alice</bdi>⟧</p><p>plain</p><button aria-label="Close">⟦x⟧</button>'
    assert unwrapped(page.encode()) == ["plain", "aria-label=Close"]
