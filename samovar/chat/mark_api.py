"""Pins, stars, threads, forwarding and muted rooms by REST."""

from __future__ import annotations

from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of, person_of
from samovar.chat import change_actions, mark_actions, mark_queries, queries, thread_queries
from samovar.chat.actions import Draft, post_message
from samovar.chat.serializers import ForwardIn, MessageOut, PageIn, PageOut, PostedOut, ThreadOut
from samovar.core.api import read_input
from samovar.core.creating import KEY_HEADER, idempotency_key
from samovar.core.paging import page_answer


class PinView(APIView):
    """A message above the log of its room."""

    area = "messages"
    more_answers = frozenset({"400"})

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, room_id: int, n: int) -> Response:
        """Pin it for everybody; in a room of many its owner and hosts may."""
        return self._set(request, room_id, n, on=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, n: int) -> Response:
        """Take the pin away again."""
        return self._set(request, room_id, n, on=False)

    @staticmethod
    def _set(request: Request, room_id: int, n: int, *, on: bool) -> Response:
        actor = caller_of(request)

        def change() -> None:
            mark_actions.pin_message(actor=actor, room_id=room_id, n=n, on=on)

        change_actions.in_turn(actor=actor, room_id=room_id, change=change)
        return Response(status=204)


class PinsView(APIView):
    """What stands above the log."""

    area = "messages"

    @extend_schema(responses=MessageOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List the pinned messages, the newest pin first; at most 50."""
        found = mark_queries.pins_for(viewer=person_of(request), room_id=room_id)
        return Response([MessageOut(message).data for message in found])


class StarView(APIView):
    """A message put aside for yourself."""

    area = "messages"
    more_answers = frozenset({"400"})

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, room_id: int, n: int) -> Response:
        """Put it aside; nobody else sees that."""
        mark_actions.star_message(actor=caller_of(request), room_id=room_id, n=n, on=True)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, n: int) -> Response:
        """No longer."""
        mark_actions.star_message(actor=caller_of(request), room_id=room_id, n=n, on=False)
        return Response(status=204)


class StarredView(APIView):
    """What you put aside in all rooms."""

    area = "messages"

    @extend_schema(parameters=[PageIn], responses=PageOut)
    def get(self, request: Request) -> Response:
        """Give a page, the last star first; ``before`` is what ``next`` names."""
        asked = read_input(PageIn(data=request.query_params))
        found, more = mark_queries.starred_for(
            viewer=person_of(request), before=asked.get("before"), limit=asked["limit"]
        )
        results = [MessageOut(one.message).data for one in found]
        return page_answer(request, results, before=found[-1].id if more else None)


class ThreadView(APIView):
    """What stands under a message."""

    area = "messages"

    @extend_schema(parameters=[PageIn], responses=ThreadOut)
    def get(self, request: Request, room_id: int, n: int) -> Response:
        """Give the newest answers, oldest first, or those before the number ``before``."""
        asked = read_input(PageIn(data=request.query_params))
        found = thread_queries.thread_for(
            viewer=person_of(request),
            room_id=room_id,
            n=n,
            before=asked.get("before"),
            limit=asked["limit"],
        )
        return Response(ThreadOut(found).data)


class ForwardView(APIView):
    """Sending on what somebody said."""

    area = "messages"

    @extend_schema(request=ForwardIn, responses={201: PostedOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, room_id: int, n: int) -> Response:
        """Write its words into another room, under the name of who said them."""
        # Who may not see it does not hear what else was wrong.
        original = queries.message_for(viewer=person_of(request), room_id=room_id, n=n)
        told, actor = read_input(ForwardIn(data=request.data)), caller_of(request)
        target, key = told["chatroom"], idempotency_key(request) or str(uuid4())
        answer = post_message(actor=actor, draft=Draft(target, key, "", forward=(room_id, n)))
        posted = {"user": actor.user_id, "content": original.body, "chatroom": target}
        return Response(PostedOut({**posted, "id": answer["id"], "timestamp": answer["at"]}).data, status=201)


class MuteView(APIView):
    """Whether a room tells you anything."""

    area = "messages"

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, room_id: int) -> Response:
        """Be told nothing of it."""
        mark_actions.mute_room(actor=caller_of(request), room_id=room_id, on=True)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int) -> Response:
        """Be told again."""
        mark_actions.mute_room(actor=caller_of(request), room_id=room_id, on=False)
        return Response(status=204)
