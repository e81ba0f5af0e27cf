"""Pages of REST lists: ``{"next", "previous", "results"}``, cut by a keyset cursor, never by an offset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

LARGEST_ID = 2**63 - 1


class BeforeIn(serializers.Serializer[Any]):
    """Where a page begins: the cursor of ``next``, which is the id of the last thing of the page before."""

    before = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


def page_shape(name: str, item: type[serializers.BaseSerializer[Any]], **more: Any) -> Any:
    """Return the shape of a page of ``item`` for the document; ``name`` is its name there."""
    fields = {
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "results": item(many=True),
    }
    return inline_serializer(name, {**fields, **more})


def page_answer(request: Request, results: Iterable[Any], **cursor: Any) -> Response:
    """Answer a page; ``cursor`` is what leads on in the query (``before=7``), None or "" at the end."""
    onward = {name: value for name, value in cursor.items() if value not in {None, ""}}
    asked = {name: value for name, value in request.query_params.items() if name not in cursor}
    address = f"{request.path}?{urlencode({**asked, **onward})}"
    following = request.build_absolute_uri(address) if onward else None
    return Response({"next": following, "previous": None, "results": list(results)})
