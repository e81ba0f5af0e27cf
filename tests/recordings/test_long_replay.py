"""A board on which much was drawn while it was recorded is read in answers of a bearable size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.recordings import actions, page_queries
from samovar.recordings.models import Run, Stroke
from samovar.rooms.actions import RoomDraft, create_room

pytestmark = pytest.mark.django_db
People = Callable[..., Any]
Read = Callable[[], list[list[int]]]


@pytest.fixture
def read(person: People, browser_of: People) -> Read:
    """Give what reads a replay of eight strokes, the fifth a large one, as its page does: by answer."""
    alice = person("alice")
    film = actions.begin(room=create_room(actor=alice, draft=RoomDraft("Tea")), owner=alice, peer="peer")
    began = timezone.now()
    Run.objects.create(recording=film, number=0, started_at=began, media_ms=60_000)
    for number in range(8):
        # Two at each moment.
        at = began + timedelta(seconds=number // 2)
        text = "x" * (5000 if number == 4 else 100)
        elements = [{"id": "a", "n": number, "text": text}]
        Stroke.objects.create(recording=film, at=at, elements=elements)
    browser = browser_of(alice)

    def answers() -> list[list[int]]:
        found, query = [], ""
        while True:
            told = browser.get(f"/recordings/{film.pk}/replay/{query}").json()
            assert ("chapters" in told) == (query == "")
            found.append([stroke["elements"][0]["n"] for stroke in told["strokes"]])
            if told["more"] is None:
                return found
            query = f"?after={told['more']}"

    return answers


def test_a_short_one_is_one_answer(read: Read) -> None:
    assert read() == [list(range(8))]


def test_an_answer_has_so_many_letters_or_a_single_stroke(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_queries, "STROKE_LETTERS", 350)
    assert read() == [[0, 1], [2, 3], [4], [5, 6], [7]]


def test_an_answer_has_so_many_strokes(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_queries, "STROKES", 3)
    assert read() == [[0, 1, 2], [3, 4, 5], [6, 7]]
