"""By REST: conversations of two, whispers, and what is read."""

from __future__ import annotations

from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of, person_of
from samovar.chat import actions, conversation_queries, inbox_actions, whisper_actions, whisper_queries
from samovar.chat.api import content_named, draft_of, history, posted
from samovar.chat.serializers import (
    ConversationOut,
    ConversationsIn,
    DirectIn,
    PageIn,
    PageOut,
    PostedOut,
    ReadIn,
    WhisperedOut,
    WhisperIn,
    WhisperOut,
)
from samovar.chat.whisper_actions import WhisperDraft
from samovar.core.api import read_input
from samovar.core.creating import KEY_HEADER, idempotency_key
from samovar.core.paging import page_answer, page_shape
from samovar.core.writer import writer
from samovar.people.queries import person_for
from samovar.rooms.actions import open_conversation
from samovar.rooms.queries import conversation_with


class ConversationsView(APIView):
    """With whom and where you talk."""

    area = "messages"

    @extend_schema(parameters=[ConversationsIn], responses=page_shape("ConversationPage", ConversationOut))
    def get(self, request: Request) -> Response:
        """Give a page of at most fifty people and group rooms, the last one first."""
        cursor = read_input(ConversationsIn(data=request.query_params))["cursor"]
        page = conversation_queries.conversations_for(viewer=person_of(request), cursor=cursor)
        # Behind the talks the list goes on with people nothing was said with yet.
        rows = [row for row in page.rows if row.room is not None or row.at is not None]
        more = page.next if len(rows) == len(page.rows) and not page.next.startswith("s") else ""
        return page_answer(request, [ConversationOut(row).data for row in rows], cursor=more)


class DirectView(APIView):
    """The conversation with one person."""

    area = "messages"

    @extend_schema(parameters=[PageIn], responses=PageOut)
    def get(self, request: Request, username: str) -> Response:
        """Give a page, newest first. Empty before the first word; 404 for nobody of this name."""
        viewer = person_of(request)
        room = conversation_with(viewer=viewer, username=username)
        if room is None:
            person_for(viewer=viewer, username=username)
            return page_answer(request, [])
        return history(request, room.pk)

    @extend_schema(request=DirectIn, responses={201: PostedOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, username: str) -> Response:
        """Write to a person; nobody else sees it."""
        told = read_input(DirectIn(data=request.data))
        key = idempotency_key(request) or str(uuid4())
        room = open_conversation(actor=person_of(request), username=username)
        actor, draft = caller_of(request), draft_of(room.pk, key, told)
        with content_named():
            answer = actions.post_message(actor=actor, draft=draft)
        return posted(actor, draft, answer)


class WhispersView(APIView):
    """Messages in a room that two people see."""

    area = "messages"

    @extend_schema(responses=WhisperOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List the last two hundred of and to you, oldest first."""
        found = whisper_queries.whispers_for(viewer=person_of(request), room_id=room_id)
        return Response([WhisperOut(one).data for one in found])

    @extend_schema(request=WhisperIn, responses={201: WhisperedOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, room_id: int) -> Response:
        """Say something to one person in the room."""
        told = read_input(WhisperIn(data=request.data))
        key = idempotency_key(request) or str(uuid4())
        draft = WhisperDraft(room_id, key, told["content"], told["to"])
        with content_named():
            answer = writer.call(whisper_actions.whispering(actor=caller_of(request), draft=draft))
        return Response(WhisperedOut(answer).data, status=201)


class ReadView(APIView):
    """How far you have read a room."""

    area = "messages"

    @extend_schema(request=ReadIn, responses={204: None})
    def put(self, request: Request, room_id: int) -> Response:
        """All up to this number is read, on all devices; it never goes back."""
        n = read_input(ReadIn(data=request.data))["n"]
        inbox_actions.read_up_to(actor=caller_of(request), room_id=room_id, n=n)
        return Response(status=204)
