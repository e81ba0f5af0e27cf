"""Messages by REST (S1-16, decisions C6, C25, C26)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import caller_of, person_of
from samovar.chat import actions, queries, rules
from samovar.chat.actions import Draft
from samovar.chat.serializers import MessageIn, MessageOut, PageIn, PageOut, PostedOut
from samovar.core.api import read_input
from samovar.core.caller import Caller
from samovar.core.creating import KEY_HEADER, idempotency_key
from samovar.core.errors import Denied, Invalid, NotFound
from samovar.core.paging import page_answer
from samovar.files.events import FileRef


class MessagesView(APIView):
    """Sending."""

    area = "messages"
    seed_shapes = True

    @extend_schema(
        request=MessageIn,
        responses={201: PostedOut},
        parameters=[KEY_HEADER],
    )
    def post(self, request: Request) -> Response:
        """Write into a room; everybody in it sees it at once. A room open to all is joined by it."""
        told = read_input(MessageIn(data=request.data))
        actor = caller_of(request)
        rules.require_oneself(actor, told.get("user"))
        key = idempotency_key(request) or str(uuid4())
        draft = draft_of(told["chatroom"], key, told)
        answer = self._send(actor, draft)
        return posted(actor, draft, answer)

    @staticmethod
    def _send(actor: Caller, draft: Draft) -> dict[str, Any]:
        try:
            with content_named():
                return actions.post_message(actor=actor, draft=draft)
        except NotFound as refusal:
            # A private room and none at all look the same here, and S1-16 wants 403 for the private one.
            raise Denied(refusal.message, code=refusal.code) from None


class HistoryView(APIView):
    """The log of one room."""

    area = "messages"

    @extend_schema(parameters=[PageIn], responses=PageOut)
    def get(self, request: Request, room_id: int) -> Response:
        """Give a page, newest first. 404 for a room one may not see, 403 for one not entered."""
        return history(request, room_id)


def history(request: Request, room_id: int) -> Response:
    """Answer a page of the log, newest first."""
    asked = read_input(PageIn(data=request.query_params))
    page = queries.history_for(
        viewer=person_of(request),
        room_id=room_id,
        place=queries.Place(asked.get("before")),
        limit=asked["limit"],
    )
    older = page.messages[0].n if page.more else None
    return page_answer(
        request, [MessageOut(message).data for message in reversed(page.messages)], before=older
    )


def draft_of(room_id: int, key: str, told: dict[str, Any]) -> Draft:
    """Return what a request wants to write; ``key`` makes it the same one when it comes again."""
    files = tuple(FileRef(**ref) for ref in told["files"])
    thread, in_log = told.get("thread"), told.get("in_log", True)
    return Draft(room_id, key, told["content"], told.get("reply_to"), thread, in_log, files=files)


def posted(actor: Caller, draft: Draft, answer: dict[str, Any]) -> Response:
    """Answer what was written, with exactly the keys of S1-16."""
    told = {"user": actor.user_id, "content": draft.body, "chatroom": draft.room_id}
    return Response(PostedOut({**told, "id": answer["id"], "timestamp": answer["at"]}).data, status=201)


@contextmanager
def content_named() -> Iterator[None]:
    """What the sockets call ``body`` is called ``content`` in REST, also where it is wrong."""
    try:
        yield
    except Invalid as wrong:
        fields = {"content" if name == "body" else name: texts for name, texts in wrong.fields.items()}
        raise Invalid(wrong.message, code=wrong.code, fields=fields) from None
