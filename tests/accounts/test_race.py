"""Two people at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from samovar.accounts import queries
from samovar.accounts.models import User
from tests.support.people import PASSWORD


@pytest.mark.rows("S4-F4", "S4-F3")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (("alice", "alice@example.org"), ("bob", "ALICE@example.org"), "email"),
        (("alice", "alice@example.org"), ("Alice", "bob@example.org"), "username"),
    ],
)
def test_of_two_parallel_sign_ups_one_wins_and_the_other_is_told_why(
    first: tuple[str, str], second: tuple[str, str], field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = Barrier(2, timeout=20)
    real = queries.taken_fields
    looked: list[None] = []

    def look_at_the_same_time(**names: Any) -> list[str]:
        taken = real(**names)
        if len(looked) < 2:
            looked.append(None)
            together.wait()
        return taken

    monkeypatch.setattr(queries, "taken_fields", look_at_the_same_time)

    def register(who: tuple[str, str]) -> Any:
        try:
            body = {"username": who[0], "email": who[1], "password": PASSWORD}
            return APIClient().post("/api/register/", body, format="json")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(register, [first, second]), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [201, 400]
    assert list(answers[1].json()) == [field]
    assert User.objects.count() == 1
