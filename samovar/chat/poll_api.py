"""Polls by REST."""

from __future__ import annotations

from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of
from samovar.chat import actions, poll_actions
from samovar.chat.actions import Draft
from samovar.chat.api import posted
from samovar.chat.poll_actions import NewPoll
from samovar.chat.poll_serializers import PollIn, VoteIn, VoteOut
from samovar.chat.serializers import PostedOut
from samovar.core.api import read_input
from samovar.core.creating import KEY_HEADER, idempotency_key


class PollsView(APIView):
    """Asking."""

    area = "messages"

    @extend_schema(request=PollIn, responses={201: PostedOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, room_id: int) -> Response:
        """Ask everybody in a room; the answer is the message that asks."""
        told = read_input(PollIn(data=request.data))
        poll = NewPoll(
            told["question"], tuple(told["options"]), told["many"], told["anonymous"], told["minutes"]
        )
        actor = caller_of(request)
        draft = actions.asking(Draft(room_id, idempotency_key(request) or str(uuid4()), ""), poll)
        answer = actions.post_message(actor=actor, draft=draft)
        return posted(actor, draft, answer)


class VoteView(APIView):
    """Answering."""

    area = "messages"

    @extend_schema(request=VoteIn, responses=VoteOut)
    def put(self, request: Request, room_id: int, n: int) -> Response:
        """Choose options of the poll that is the message ``n`` of the room; twice is once."""
        told = read_input(VoteIn(data=request.data))
        mine = poll_actions.vote(actor=caller_of(request), room_id=room_id, n=n, options=told["options"])
        return Response(VoteOut({"options": mine}).data)


class ClosingView(APIView):
    """Ending."""

    area = "messages"
    more_answers = frozenset({"400"})

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, room_id: int, n: int) -> Response:
        """Close a poll: one's own, or as owner or host of the room."""
        poll_actions.close_poll(actor=caller_of(request), room_id=room_id, n=n)
        return Response(status=204)
