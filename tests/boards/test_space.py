"""A page that is full says so, takes nothing of what was sent, and room can be made on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from samovar.boards import rules
from samovar.boards.models import Element
from samovar.core.errors import Invalid
from tests.boards.drawing import rectangle

pytestmark = pytest.mark.django_db(transaction=True)
Draw = Callable[..., Any]


def some(amount: int) -> list[dict[str, Any]]:
    return [rectangle(index=f"a{number}") for number in range(amount)]


@pytest.mark.rows("S0-20")
def test_no_more_elements_than_a_page_holds(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ELEMENTS", 3)
    first, *others = some(3)
    draw(first, *others)
    with pytest.raises(Invalid) as full:
        draw({**first, "version": 2, "x": 500}, rectangle(index="a7"))
    assert full.value.code == "board_full"
    assert [one["version"] for one in full.value.current or []] == [1], "what is there of what was sent"
    assert Element.objects.filter(deleted=False).count() == 3
    assert Element.objects.get(eid=first["id"]).data["x"] == first["x"], "none of it was taken"
    draw({**first, "version": 2, "isDeleted": True})
    draw(rectangle(index="a7"))
    assert Element.objects.filter(deleted=False).count() == 3


@pytest.mark.rows("S0-20")
def test_no_more_bytes_than_a_page_holds(draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three = some(3)
    draw(one)
    monkeypatch.setattr(rules, "MOST_BYTES", int(Element.objects.get().size * 2.5))
    draw(two)
    with pytest.raises(Invalid) as full:
        draw(three)
    assert full.value.code == "board_full"
    assert not Element.objects.filter(eid=three["id"]).exists()
    draw({**one, "version": 2, "isDeleted": True})
    draw(three)
