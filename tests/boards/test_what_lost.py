"""Of edits that lost only so many are kept, and what is too old goes, a portion at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from samovar.boards import element_actions, history_actions
from samovar.boards.models import Element, Page, Past, Revision
from samovar.core import housekeeping
from tests.boards.drawing import rectangle

pytestmark = pytest.mark.django_db(transaction=True)
Draw = Callable[..., Any]


def some(amount: int) -> list[dict[str, Any]]:
    return [rectangle(index=f"a{number}", version=9) for number in range(amount)]


def lost() -> list[tuple[str, int]]:
    return [(edit.eid, edit.data["x"]) for edit in Revision.objects.order_by("pk")]


def test_an_edit_that_loses_again_and_again_is_kept_once(draw: Draw) -> None:
    box, other = some(2)
    draw(box, other)
    for turn in range(3):
        told = draw({**box, "version": 2, "x": turn}, {**other, "version": 2, "x": turn})
        assert len(told.lost) == 2
    assert lost() == [(box["id"], 2), (other["id"], 2)]


def test_of_a_page_the_newest_lost_edits_are_kept(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(element_actions, "MOST_LOST", 3)
    boxes = some(5)
    draw(*boxes)
    for box in boxes:
        draw({**box, "version": 2})
    assert [eid for eid, _x in lost()] == [box["id"] for box in boxes[2:]]


def test_what_is_too_old_goes_in_portions(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "PORTION", 2)
    monkeypatch.setattr(history_actions, "MOST_PAST", 1)
    boxes = some(5)
    draw(*boxes)
    draw(*({**box, "version": 2} for box in boxes))
    for version in range(10, 14):
        Element.objects.update(at=timezone.now() - timedelta(minutes=1))
        draw({**boxes[0], "version": version})
    draw(*({**box, "version": 20, "isDeleted": True} for box in boxes[1:]))
    assert (Revision.objects.count(), Element.objects.filter(deleted=True).count()) == (5, 4)
    old = timezone.now() - history_actions.STAYS - timedelta(minutes=1)
    Element.objects.filter(deleted=True).update(at=old)
    Revision.objects.update(at=old)
    assert history_actions.trim() == 1
    assert (Revision.objects.count(), Element.objects.filter(deleted=True).count()) == (0, 0)
    begins = Page.objects.get().begins
    assert begins > 0
    assert list(Past.objects.filter(until__lte=begins)) == []
    assert Element.objects.get().data["version"] == 13
