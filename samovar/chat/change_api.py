"""Changing messages by REST: edit, delete, react."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of, person_of
from samovar.chat import change_actions, queries, reaction_queries
from samovar.chat.api import content_named
from samovar.chat.serializers import ChangeIn, MessageOut, ReactorsOut, VersionOut
from samovar.core.api import read_input


class MessageView(APIView):
    """One message, by its number in the room."""

    area = "messages"
    more_answers = frozenset({"DELETE 400"})

    @extend_schema(operation_id="chatrooms_message_retrieve", responses=MessageOut)
    def get(self, request: Request, room_id: int, n: int) -> Response:
        """Show it as it reads now."""
        message = queries.message_for(viewer=person_of(request), room_id=room_id, n=n)
        return Response(MessageOut(queries.views_of([message])[0]).data)

    @extend_schema(request=ChangeIn, responses=MessageOut)
    def patch(self, request: Request, room_id: int, n: int) -> Response:
        """Let your own say something else; what it said stays to be seen."""
        body, actor = read_input(ChangeIn(data=request.data))["content"], caller_of(request)

        def change() -> None:
            change_actions.edit_message(actor=actor, room_id=room_id, n=n, body=body)

        with content_named():
            change_actions.in_turn(actor=actor, room_id=room_id, change=change)
        return self.get(request, room_id, n)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, n: int) -> Response:
        """Take your own back for everybody; owner and hosts of the room may take any."""
        actor = caller_of(request)

        def change() -> None:
            change_actions.delete_message(actor=actor, room_id=room_id, n=n)

        change_actions.in_turn(actor=actor, room_id=room_id, change=change)
        return Response(status=204)


class VersionsView(APIView):
    """What a message said before."""

    area = "messages"

    @extend_schema(responses=VersionOut(many=True))
    def get(self, request: Request, room_id: int, n: int) -> Response:
        """List all it has said, the first version first, the present one last."""
        found = queries.versions_for(viewer=person_of(request), room_id=room_id, n=n)
        return Response(VersionOut(found, many=True).data)


class ReactionView(APIView):
    """An emoji on a message."""

    area = "messages"
    more_answers = frozenset({"PUT 400", "DELETE 400"})

    @extend_schema(responses=ReactorsOut)
    def get(self, request: Request, room_id: int, n: int, emoji: str) -> Response:
        """Name the first fifty who put it there; nobody in a block with you."""
        viewer = person_of(request)
        found = reaction_queries.reactors_for(viewer=viewer, room_id=room_id, n=n, emoji=emoji)
        return Response(ReactorsOut(found).data)

    @extend_schema(request=None, responses=MessageOut)
    def put(self, request: Request, room_id: int, n: int, emoji: str) -> Response:
        """Put one emoji (percent-encoded) on it; twice is once."""
        self._set(request, room_id, n, emoji, on=True)
        message = queries.message_for(viewer=person_of(request), room_id=room_id, n=n)
        return Response(MessageOut(queries.views_of([message])[0]).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, n: int, emoji: str) -> Response:
        """Take it away again."""
        self._set(request, room_id, n, emoji, on=False)
        return Response(status=204)

    @staticmethod
    def _set(request: Request, room_id: int, n: int, emoji: str, *, on: bool) -> None:
        actor = caller_of(request)

        def change() -> None:
            change_actions.set_reaction(actor=actor, room_id=room_id, n=n, emoji=emoji, on=on)

        change_actions.in_turn(actor=actor, room_id=room_id, change=change)
