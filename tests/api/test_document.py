"""The OpenAPI document: stored and compared, readable, and obeyed by every door."""

from __future__ import annotations

import re
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema

from tests.api.operations import OPERATIONS, STORED
from tests.support.line import room_of
from tests.support.server import Server


def written() -> dict[str, Any]:
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # the library's
    return document


def test_a_change_of_the_contract_is_seen() -> None:
    text = OpenApiYamlRenderer().render(written(), renderer_context={}).decode()  # type: ignore[no-untyped-call]  # the library's
    assert STORED.read_text(encoding="utf-8") == text, (
        "the API is not what docs/api/openapi.yaml says: "
        "uv run python manage.py spectacular --file docs/api/openapi.yaml"
    )


def test_the_document_is_openapi_31() -> None:
    document = written()
    assert document["openapi"].startswith("3.1")
    validate_schema(document)  # type: ignore[no-untyped-call]  # the library's


def test_every_door_of_the_api_is_in_it() -> None:
    from django.urls import URLResolver, get_resolver  # noqa: PLC0415
    from rest_framework.views import APIView  # noqa: PLC0415

    def routes(resolver: URLResolver, prefix: str = "/") -> list[str]:
        found: list[str] = []
        for entry in resolver.url_patterns:
            here = prefix + str(entry.pattern)
            if isinstance(entry, URLResolver):
                found += routes(entry, here)
            elif issubclass(getattr(entry.callback, "cls", object), APIView) and entry.callback.cls.schema:  # type: ignore[attr-defined]  # a view
                found.append(here)
        return found

    addresses = {one for one in routes(get_resolver()) if "schema" not in one}
    unversioned = {one for one in addresses if not one.startswith("/api/v1/")}
    assert unversioned == {one.replace("/api/v1/", "/api/") for one in addresses - unversioned}
    # Older names, which answer and are not told.
    unversioned = {one for one in unversioned if not one.startswith("/api/rooms/")}
    assert len(unversioned) == len({path for _method, path, _operation in OPERATIONS})


def test_it_is_served_and_read_without_a_login_and_without_breaking_the_policy(server: Server) -> None:
    with server.client() as client:
        assert client.get("/api/schema/?format=json").json()["info"]["title"] == "Samovar"
        assert client.get("/api/v1/schema/gateway.json").json()["commands"]["message.send"]
        assert client.get("/api/").json()["document"] == "/api/schema/"
        page = client.get("/api/docs/")
        assert page.status_code == 200
        assert "<script>" not in page.text
        assert " style=" not in page.text


@pytest.mark.parametrize("kept", [True, False])
def test_what_a_room_answers_is_in_it_whether_it_keeps_its_messages_or_not(
    server: Server, kept: bool
) -> None:
    alice = server.person("alice")
    room = room_of(alice, kept=kept)
    places = {"{room_id}": str(room), "{n}": "0", "{emoji}": "%F0%9F%91%8D", "{username}": alice.username}
    asked = 0
    with alice.api() as api:
        for method, path, operation in OPERATIONS:
            ends = (method, path) == ("delete", "/api/chatrooms/{room_id}/") or path.endswith("/leave/")
            if ends or not path.startswith("/api/chatrooms/{room_id}/"):
                continue
            here = re.sub(r"\{\w+\}", lambda found: places.get(found.group(), "0"), path)
            answer = api.request(method, here)
            assert str(answer.status_code) in operation["responses"], (method, here, answer.text)
            asked += 1
    assert asked > 30
