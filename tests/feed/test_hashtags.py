"""Hashtags lead to all posts that have them and that one may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from samovar.feed.actions import Draft, create_post, edit_post
from samovar.feed.hashtags import tags_in
from samovar.feed.queries import PAGE
from samovar.people.actions import block_person

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Tea and #tea, #чай! #چای", ["tea", "чай", "چای"]),
        ("#1 #2024 #2024a", ["2024a"]),
        ("a#b http://x.y/#frag &#39; ##", []),
        ("#می‌خواهم", ["میخواهم"]),
        (f"#{'a' * 51}", []),
    ],
)
def test_a_hashtag_is_a_word_of_any_script_and_not_a_number(text: str, tags: list[str]) -> None:
    assert tags_in(text) == tags


@pytest.mark.parametrize("tag", ["tea", "ЧАЙ", "چاي"])
def test_a_tag_links_to_its_page_however_it_is_written(tag: str, person: Make, browser: Make) -> None:
    alice = person("alice")
    create_post(actor=alice, draft=Draft(text="Good #Tea #чай #چای"))
    create_post(actor=alice, draft=Draft(text="Coffee"))
    client = browser(alice)
    page = client.get(f"/tags/{quote(tag)}/")
    assert [card.post.text for card in page.context["page"].cards] == ["Good #Tea #чай #چای"]
    assert 'href="/tags/Tea/"' in client.get("/").content.decode()


@pytest.mark.rows("B31")
def test_a_tag_page_shows_nothing_of_hidden_people_or_for_others(person: Make, browser: Make) -> None:
    alice, bob, charlie = person("alice"), person("bob"), person("charlie")
    create_post(actor=bob, draft=Draft(text="#tea of bob"))
    create_post(actor=charlie, draft=Draft(text="#tea for followers", audience="followers"))
    gone = create_post(actor=charlie, draft=Draft(text="#tea edited away"))
    edit_post(actor=charlie, post_id=gone.pk, draft=Draft(text="nothing"))
    block_person(actor=bob, username="alice")
    assert browser(alice).get("/tags/tea/").context["page"].cards == []
    cards = browser(charlie).get("/tags/tea/").context["page"].cards
    assert [card.post.text for card in cards] == ["#tea for followers", "#tea of bob"]


def test_a_long_tag_page_goes_on_without_gap_or_double(person: Make, browser: Make) -> None:
    alice = person("alice")
    for number in range(PAGE + 3):
        create_post(actor=alice, draft=Draft(text=f"#tea {number}"))
    client = browser(alice)
    first = client.get("/tags/tea/").context["page"]
    rest = client.get("/tags/tea/", {"before": first.before}, HTTP_HX_REQUEST="true").context["page"]
    texts = [card.post.text for card in (*first.cards, *rest.cards)]
    assert texts == [f"#tea {number}" for number in reversed(range(PAGE + 3))]
    assert rest.before is None
