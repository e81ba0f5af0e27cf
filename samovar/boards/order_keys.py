"""Fractional indices: texts whose order is the order of the elements, with room between any two of them.

Digits are 0-9A-Za-z. The head tells how long the integer part is (``a`` two, ``b`` three, ``Z`` two,
``Y`` three...); what follows is a fraction that ends with no zero.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SMALLEST = "A" + "0" * 26
_FIRST = "a0"


def is_order_key(key: str) -> bool:
    """Say whether ``key`` is a fractional index."""
    if not key or any(digit not in DIGITS for digit in key):
        return False
    length = _length(key[0])
    if length == 0:
        return False
    return len(key) >= length and key != _SMALLEST and not key[length:].endswith("0")


def key_between(low: str, high: str) -> str:
    """Return a key above ``low`` and below ``high``; "" is no bound. ``low`` is below ``high``."""
    if not low and not high:
        return _FIRST
    if not low:
        return _below(high)
    if not high:
        whole = low[: _length(low[0])]
        return _next(whole) or whole + _middle(low[len(whole) :], "")
    whole, above = low[: _length(low[0])], high[: _length(high[0])]
    if whole == above:
        return whole + _middle(low[len(whole) :], high[len(above) :])
    following = _next(whole)
    return following if following and following < high else whole + _middle(low[len(whole) :], "")


def _length(head: str) -> int:
    if "a" <= head <= "z":
        return ord(head) - ord("a") + 2
    return ord("Z") - ord(head) + 2 if "A" <= head <= "Z" else 0


def _below(high: str) -> str:
    whole = high[: _length(high[0])]
    if whole == _SMALLEST:
        return whole + _middle("", high[len(whole) :])
    return whole if whole < high else _previous(whole)


def _middle(low: str, high: str) -> str:
    """Return a fraction between two fractions; "" is zero below and one above."""
    if high:
        same = 0
        while same < len(high) and (low[same] if same < len(low) else DIGITS[0]) == high[same]:
            same += 1
        if same:
            return high[:same] + _middle(low[same:], high[same:])
    lower = DIGITS.index(low[0]) if low else 0
    upper = DIGITS.index(high[0]) if high else len(DIGITS)
    if upper - lower > 1:
        return DIGITS[(lower + upper + 1) // 2]
    if len(high) > 1:
        return high[0]
    return DIGITS[lower] + _middle(low[1:], "")


def _next(whole: str) -> str:
    """Return the integer after, "" after the largest."""
    head, digits = whole[0], list(whole[1:])
    for place in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[place]) + 1
        if value < len(DIGITS):
            digits[place] = DIGITS[value]
            return head + "".join(digits)
        digits[place] = DIGITS[0]
    if head == "Z":
        return _FIRST
    if head == "z":
        return ""
    larger = chr(ord(head) + 1)
    return larger + "".join(digits) + DIGITS[0] if larger > "a" else larger + "".join(digits[:-1])


def _previous(whole: str) -> str:
    """Return the integer before one that is not the smallest."""
    head, digits = whole[0], list(whole[1:])
    for place in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[place]) - 1
        if value >= 0:
            digits[place] = DIGITS[value]
            return head + "".join(digits)
        digits[place] = DIGITS[-1]
    if head == "a":
        return "Z" + DIGITS[-1]
    smaller = chr(ord(head) - 1)
    return smaller + "".join(digits) + DIGITS[-1] if smaller < "Z" else smaller + "".join(digits[:-1])
