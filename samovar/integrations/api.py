"""Webhooks by REST: the room's owner makes and ends them; who has the address of one writes."""

from __future__ import annotations

from typing import cast

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.creating import KEY_HEADER, create_once, idempotency_key
from samovar.core.errors import Invalid
from samovar.core.paging import page_answer, page_shape
from samovar.integrations import actions, queries
from samovar.integrations.serializers import (
    DeliveriesIn,
    DeliveryOut,
    HookIn,
    HookOut,
    HookPostedOut,
    HookPostIn,
    OutgoingIn,
    OutgoingMadeOut,
    OutgoingOut,
    TextParser,
)


class IncomingHooksView(APIView):
    """Addresses by which programs write into a room."""

    area = "webhooks"

    @extend_schema(responses=HookOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List them; the owner alone."""
        hooks = queries.hooks_for(viewer=person_of(request), room_id=room_id).incoming
        return Response([HookOut(hook).data for hook in hooks])

    @extend_schema(request=HookIn, responses={201: HookOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, room_id: int) -> Response:
        """Make one; the owner alone."""
        name = read_input(HookIn(data=request.data))["name"]
        person = person_of(request)
        made = create_once(
            request, lambda: actions.create_incoming_hook(actor=person, room_id=room_id, name=name).pk
        )
        hooks = queries.hooks_for(viewer=person, room_id=room_id).incoming
        return Response(next(HookOut(hook).data for hook in hooks if hook.pk == made), status=201)


class IncomingHookView(APIView):
    """One of them."""

    area = "webhooks"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, hook_id: int) -> Response:
        """End it at once."""
        actions.remove_incoming_hook(actor=person_of(request), room_id=room_id, hook_id=hook_id)
        return Response(status=204)


class HookPostView(APIView):
    """Where a program writes."""

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [*cast("list[type[BaseParser]]", api_settings.DEFAULT_PARSER_CLASSES), TextParser]
    more_answers = frozenset({"403", "409"})

    @extend_schema(
        request={"application/json": HookPostIn, "text/plain": {"type": "string"}},
        responses={201: HookPostedOut},
        parameters=[KEY_HEADER],
    )
    def post(self, request: Request, key: str) -> Response:
        """Write into the room: text or Markdown as it is, or JSON as Slack's webhooks take it."""
        shape = HookPostIn(data=request.data)
        read_input(shape)
        try:
            answer = actions.post_by_hook(
                actor=None, key=key, text=shape.said(), once=idempotency_key(request)
            )
        except Invalid as wrong:
            raise Invalid(
                wrong.message, code=wrong.code, fields={"text": wrong.fields.get("body", [])}
            ) from None
        return Response({"id": answer["id"]}, status=201)


class OutgoingHooksView(APIView):
    """Addresses that are told of a room's messages."""

    area = "webhooks"

    @extend_schema(responses=OutgoingOut(many=True))
    def get(self, request: Request, room_id: int) -> Response:
        """List them; the owner alone."""
        hooks = queries.hooks_for(viewer=person_of(request), room_id=room_id).outgoing
        return Response([OutgoingOut(hook).data for hook in hooks])

    @extend_schema(request=OutgoingIn, responses={201: OutgoingMadeOut}, parameters=[KEY_HEADER])
    def post(self, request: Request, room_id: int) -> Response:
        """Tell an address of each message from now on; what is sent is signed with ``secret``."""
        url = read_input(OutgoingIn(data=request.data))["url"]
        person = person_of(request)
        made = create_once(
            request, lambda: actions.create_outgoing_hook(actor=person, room_id=room_id, url=url).pk
        )
        hooks = queries.hooks_for(viewer=person, room_id=room_id).outgoing
        return Response(next(OutgoingMadeOut(hook).data for hook in hooks if hook.pk == made), status=201)


class OutgoingHookView(APIView):
    """One of them."""

    area = "webhooks"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, room_id: int, hook_id: int) -> Response:
        """Tell it no more."""
        actions.remove_outgoing_hook(actor=person_of(request), room_id=room_id, hook_id=hook_id)
        return Response(status=204)


class DeliveriesView(APIView):
    """What became of the messages an address was told."""

    area = "webhooks"

    @extend_schema(parameters=[DeliveriesIn], responses=page_shape("DeliveryPage", DeliveryOut))
    def get(self, request: Request, room_id: int, hook_id: int) -> Response:
        """Give a page of fifty, the newest first; with `state=dead` what was given up."""
        asked = read_input(DeliveriesIn(data=request.query_params))
        viewer = person_of(request)
        queries.hook_in_room_for(viewer=viewer, room_id=room_id, hook_id=hook_id)
        found = queries.deliveries_for(
            viewer=viewer, hook_id=hook_id, state=asked["state"], before=asked.get("before")
        )
        more = found[-1].pk if len(found) == queries.LOG_LENGTH else None
        return page_answer(request, [DeliveryOut(row).data for row in found], before=more)


class DeliveryAgainView(APIView):
    """Trying a delivery anew."""

    area = "webhooks"

    @extend_schema(request=None, responses={202: DeliveryOut})
    def post(self, request: Request, room_id: int, hook_id: int, delivery_id: int) -> Response:
        """Send what is done or dead again; 409 `on_its_way` while it is tried anyway."""
        person = person_of(request)
        queries.hook_in_room_for(viewer=person, room_id=room_id, hook_id=hook_id)
        row = actions.send_again(actor=person, hook_id=hook_id, delivery_id=delivery_id)
        return Response(DeliveryOut(row).data, status=202)


class HookTestView(APIView):
    """Whether an address listens."""

    area = "webhooks"

    @extend_schema(request=None, responses={202: DeliveryOut})
    def post(self, request: Request, room_id: int, hook_id: int) -> Response:
        """Tell it `{"event": "test"}`; the log says what it answered."""
        person = person_of(request)
        queries.hook_in_room_for(viewer=person, room_id=room_id, hook_id=hook_id)
        return Response(DeliveryOut(actions.send_test(actor=person, hook_id=hook_id)).data, status=202)
