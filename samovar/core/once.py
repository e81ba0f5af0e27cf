"""Doing a request once, however often it is sent with the same Idempotency-Key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from samovar.core.errors import KeyReused
from samovar.core.models import Receipt


class Told(NamedTuple):
    """What was answered: an HTTP status and JSON."""

    status: int
    data: Any


def answer_once(*, sender: str, key: str, body: Any, run: Callable[[], Told]) -> Told:
    """Return what ``run`` answers, or what it answered when this ``sender`` sent ``key`` before.

    All in one transaction, so that two at the same time run once. A refusal leaves nothing, and the
    key may be used again. KeyReused when it came with another ``body``.
    """
    digest = _digest(body)
    with transaction.atomic():
        try:
            with transaction.atomic():
                receipt = Receipt.objects.create(sender=sender, key=key, digest=digest, answer={})
        except IntegrityError:
            return _again(sender, key, digest)
        told = run()
        receipt.answer = {"status": told.status, "data": told.data}
        receipt.save(update_fields=["answer"])
    return told


def _again(sender: str, key: str, digest: str) -> Told:
    receipt = Receipt.objects.get(sender=sender, key=key)
    if receipt.digest != digest:
        raise KeyReused
    return Told(receipt.answer["status"], receipt.answer["data"])


def _digest(body: Any) -> str:
    # Keyed, since a body may have a password in it; ASCII, since half a surrogate pair has no other bytes.
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return salted_hmac("samovar.core.once", text, algorithm="sha256").hexdigest()
