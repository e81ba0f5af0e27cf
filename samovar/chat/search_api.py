"""Looking for messages by REST."""

from __future__ import annotations

from urllib.parse import urlencode

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.chat.search_queries import Wanted, found_messages
from samovar.chat.serializers import SearchHitOut, SearchIn, SearchOut


class SearchView(APIView):
    """Messages in all rooms of the caller."""

    area = "messages"

    # The room that is searched stands in the query.
    more_answers = frozenset({"404"})

    @extend_schema(parameters=[SearchIn], responses=SearchOut)
    def get(self, request: Request) -> Response:
        """Give a page, newest first. 404 for a room one may not see, 403 for one not entered."""
        shape = SearchIn(data=request.query_params)
        shape.is_valid(raise_exception=True)
        asked = shape.validated_data
        wanted = Wanted(
            text=asked["q"],
            room_id=asked.get("room"),
            **{name: asked[name] for name in ("sender", "before", "after", "has_file", "cursor", "limit")},
        )
        found = found_messages(viewer=person_of(request), wanted=wanted)
        older = urlencode({**request.query_params.dict(), "cursor": found.next})
        following = request.build_absolute_uri(f"{request.path}?{older}") if found.next else None
        return Response({"next": following, "results": [SearchHitOut(hit).data for hit in found.hits]})
