"""What one tells of oneself, and who sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from samovar.people.follow_queries import details_of

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
TOLD = {
    "first_name": "آلیس",
    "last_name": "Keller",
    "bio": "Drinks tea",
    "about": "Two\nlines",
    "country": "Iran",
    "address": "Tea street 4",
    "links": "https://tea.example/alice\nhttp://alice.example",
}


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.rows("S4-2.1", "S4-2.3", "S4-D4", "S4-F5")
def test_every_field_is_changed_and_cleared(person: Make) -> None:
    alice = person("alice")
    client = logged_in(alice)
    assert client.post("/settings/profile/", TOLD).status_code == 302
    page = client.get("/@alice/").content.decode()
    for text in ("آلیس Keller", "Drinks tea", "Iran", "Tea street 4", 'href="https://tea.example/alice"'):
        assert text in page
    assert client.post("/settings/profile/", dict.fromkeys(TOLD, "")).status_code == 302
    details = details_of(alice)
    assert (details.bio, details.about, details.address, details.country, details.links) == (
        "",
        "",
        "",
        "",
        [],
    )
    alice.refresh_from_db()
    assert alice.full_name == "alice"


@pytest.mark.rows("S4-2.2", "S4-D5", "S2-21")
def test_mail_and_address_are_for_oneself_alone(person: Make) -> None:
    alice, bob = person("alice"), person("bob")
    logged_in(alice).post("/settings/profile/", TOLD)
    own, others = (logged_in(user).get("/@alice/").content.decode() for user in (alice, bob))
    for text in ("Tea street 4", "alice@example.org"):
        assert text in own
        assert text not in others
    assert "Edit profile" in own
    assert "Edit profile" not in others
    for text in (">Follow</button>", "Block"):
        assert text in others


@pytest.mark.rows("S4-2.3", "S4-N2")
@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT://x/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "https://",
        "//a.example",
        "tea.example",
        "https://a.example/ b",
        "https://[",
    ],
)
def test_only_web_addresses_are_links(person: Make, link: str) -> None:
    alice = person("alice")
    answer = logged_in(alice).post("/settings/profile/", {**TOLD, "links": link})
    assert answer.status_code == 400
    assert details_of(alice).links == []


@pytest.mark.parametrize("field", ["first_name", "bio", "about", "country", "address"])
def test_too_long_is_told_at_its_field(person: Make, field: str) -> None:
    answer = logged_in(person("alice")).post("/settings/profile/", {**TOLD, field: "x" * 2001})
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.rows("S4-2.1")
def test_a_profile_is_there_right_after_sign_up(person: Make) -> None:
    page = logged_in(person("bob")).get(f"/@{person('alice').username}/").content.decode()
    assert "<strong>0</strong> followers" in page
