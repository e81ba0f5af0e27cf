"""``POST /api/register/``, ``/api/login/`` and ``GET /api/me/``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from rest_framework.test import APIClient

from samovar.accounts.models import User
from tests.support.people import PASSWORD

pytestmark = pytest.mark.django_db
ALICE = {"username": "alice", "email": "alice@example.org", "password": PASSWORD}


@pytest.mark.rows("S1-12", "S1-06")
@pytest.mark.parametrize("base", ["/api", "/api/v1"])
def test_registering_answers_with_exactly_two_tokens(api: APIClient, base: str) -> None:
    answer = api.post(f"{base}/register/", ALICE, format="json")
    assert answer.status_code == 201
    assert set(answer.json()) == {"refresh", "access"}
    for token in answer.json().values():
        claims = jwt.decode(token, options={"verify_signature": False})
        assert claims["user_id"] == str(User.objects.get().pk)


@pytest.mark.rows("S1-12", "S4-F3", "S4-F4", "S4-1.1")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "Alice"}, "username"),
        ({"username": "bob", "email": "ALICE@example.org"}, "email"),
        ({"username": "bob", "email": "b@example.org", "password": "12345"}, "password"),
        ({"username": "bob", "email": "not an address"}, "email"),
        ({"username": "b@b", "email": "b@example.org"}, "username"),
        ({"username": " bob", "email": "b@example.org"}, "username"),
    ],
)
def test_what_cannot_be_is_a_field_error(api: APIClient, changes: dict[str, Any], field: str) -> None:
    api.post("/api/register/", ALICE, format="json")
    answer = api.post("/api/register/", {**ALICE, **changes}, format="json")
    assert answer.status_code == 400
    assert isinstance(answer.json()[field], list)
    assert isinstance(answer.json()[field][0], str)
    assert User.objects.count() == 1


@pytest.mark.parametrize("field", ["username", "email", "password"])
@pytest.mark.parametrize("value", [None, 12345678901, True, 1.5, ["alice"], {"a": 1}, "", "missing"])
def test_no_type_is_coerced(api: APIClient, field: str, value: Any) -> None:
    body: dict[str, Any] = {**ALICE, field: value}
    if value == "missing":
        del body[field]
    answer = api.post("/api/register/", body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()) == [field]


@pytest.mark.parametrize("body", ["[]", '"alice"', "null", "12", "{", "", '{"username": "\\ud800"}'])
@pytest.mark.parametrize("path", ["/api/register/", "/api/login/", "/api/token/refresh/", "/api/verify/"])
def test_a_body_that_is_no_object_is_refused_with_a_sentence(api: APIClient, path: str, body: str) -> None:
    answer = api.post(path, body, content_type="application/json")
    assert answer.status_code == 400
    assert isinstance(answer.json(), dict)


@pytest.mark.rows("S1-13", "S1-06", "S4-1.4")
@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.org"])
def test_logging_in_answers_with_two_tokens_that_open_the_api(
    person: Callable[..., Any], api: APIClient, bearer: Callable[..., APIClient], name: str
) -> None:
    alice = person("alice", first_name="Alice", last_name="Keller")
    answer = api.post("/api/login/", {"username": name, "password": PASSWORD}, format="json")
    assert answer.status_code == 200
    assert set(answer.json()) == {"refresh", "access"}
    me = bearer(answer.json()["access"]).get("/api/me/").json()
    assert (
        me.items()
        >= {
            "id": alice.pk,
            "username": "alice",
            "email": "alice@example.org",
            "first_name": "Alice",
            "last_name": "Keller",
            "verified": True,
        }.items()
    )


@pytest.mark.rows("S1-13", "S4-1.4")
def test_wrong_credentials_get_the_same_answer_whoever_is_meant(
    person: Callable[..., Any], api: APIClient
) -> None:
    person("alice")
    person("bob", verified=False)
    answers = set()
    for name in ("alice", "bob", "nobody", "nobody@example.org", "-"):
        answer = api.post("/api/login/", {"username": name, "password": "wrong and long"}, format="json")
        answers.add((answer.status_code, answer.content))
    assert len(answers) == 1
    assert answers.pop()[0] == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nonsense", "Bearer a b", "Bearer \u00e9", "Basic YTpi", "bearer  "]
)
def test_without_a_good_token_there_is_nothing(api: APIClient, header: str) -> None:
    answer = api.get("/api/me/", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json()) == {"detail", "code"}


def test_a_refresh_token_opens_nothing(
    register: Callable[..., Any], bearer: Callable[..., APIClient], settings: Any
) -> None:
    assert bearer(register("alice")["refresh"]).get("/api/me/").status_code == 401
    unsigned = jwt.encode(
        {"sid": "x", "token_type": "access", "jti": "1", "exp": 9999999999}, "", algorithm="none"
    )
    assert bearer(unsigned).get("/api/me/").status_code == 401


def test_a_cookie_opens_the_api_only_with_the_csrf_token(person: Callable[..., Any]) -> None:
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(person("alice"))
    assert browser.get("/api/me/").status_code == 200
    assert browser.post("/api/logout/", {}, format="json").status_code == 403
