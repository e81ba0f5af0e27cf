"""Fractional indices: wherever one is put between two others, it sorts there."""

from __future__ import annotations

import random

import pytest

from samovar.boards.order_keys import is_order_key, key_between


@pytest.mark.parametrize("seed", range(20))
def test_a_key_between_two_sorts_between_them(seed: int) -> None:
    chance, keys = random.Random(seed), list[str]()
    for _turn in range(200):
        at = chance.choice([0, len(keys), chance.randrange(len(keys) + 1)])
        key = key_between(keys[at - 1] if at else "", keys[at] if at < len(keys) else "")
        assert is_order_key(key)
        keys.insert(at, key)
    assert keys == sorted(set(keys))


def test_keys_of_the_editor_are_taken_and_spoilt_ones_are_not() -> None:
    assert all(map(is_order_key, ["a0", "a0V", "Zz", "b00", "zzzzzzzzzzzzzzzzzzzzzzzzzzz"]))
    assert not any(map(is_order_key, ["", "a", "a00", "b0", "!0", "0", "A" + "0" * 26, "é0"]))


def test_nothing_is_too_small_or_too_large_for_another_key() -> None:
    largest, smallest = "z" * 27, "A" + "0" * 25 + "1"
    assert key_between(largest, "") > largest
    assert key_between("", smallest) < smallest
