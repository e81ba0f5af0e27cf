"""Notifications by REST; everybody sees the own ones alone."""

from __future__ import annotations

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts.authentication import person_of, session_of
from samovar.core.api import read_input
from samovar.core.errors import NotLoggedIn
from samovar.core.paging import BeforeIn, page_answer, page_shape
from samovar.notifications import actions, queries
from samovar.notifications.push_actions import push_keys
from samovar.notifications.serializers import (
    DeviceIn,
    DeviceOut,
    DevicesOut,
    KindsIn,
    KindsOut,
    NotificationOut,
    UnreadOut,
    WaysIn,
    WaysOut,
)
from samovar.notifications.texts import KINDS
from samovar.notifications.way_actions import Wanted, add_device, choose_ways, remove_device


class NotificationsView(APIView):
    """What happened to you."""

    area = "notifications"

    @extend_schema(parameters=[BeforeIn], responses=page_shape("NotificationPage", NotificationOut))
    def get(self, request: Request) -> Response:
        """Give a page of thirty, newest first. Reading them here marks nothing as read."""
        before = read_input(BeforeIn(data=request.query_params)).get("before")
        rows = queries.notifications_for(viewer=person_of(request), before=before)
        more = rows[-1].row.pk if len(rows) == queries.PAGE else None
        return page_answer(request, NotificationOut(rows, many=True).data, before=more)

    @extend_schema(operation_id="notifications_clear", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Delete all of them."""
        actions.delete_all_notifications(actor=person_of(request))
        return Response(status=204)


class NotificationView(APIView):
    """One of them."""

    area = "notifications"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, notification_id: int) -> Response:
        """Delete it, with all that is told in the same row."""
        actions.delete_notification(actor=person_of(request), notification_id=notification_id)
        return Response(status=204)


class UnreadView(APIView):
    """How many you have not read."""

    area = "notifications"

    @extend_schema(responses=UnreadOut)
    def get(self, request: Request) -> Response:
        """Count them."""
        return Response({"unread": queries.unread_count_for(viewer=person_of(request))})

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Mark all as read, on all devices."""
        actions.mark_all_read(actor=person_of(request))
        return Response(status=204)


class KindsView(APIView):
    """Of which kinds you are told."""

    area = "notifications"

    @extend_schema(responses=KindsOut)
    def get(self, request: Request) -> Response:
        """Show all kinds."""
        unwanted = queries.ways_for(viewer=person_of(request)).unwanted
        return Response({"kinds": {kind: kind not in unwanted for kind in sorted(KINDS)}})

    @extend_schema(request=KindsIn, responses=KindsOut)
    def patch(self, request: Request) -> Response:
        """Choose."""
        told = read_input(KindsIn(data=request.data))["kinds"]
        unwanted = queries.ways_for(viewer=person_of(request)).unwanted
        wanted = {kind for kind in KINDS if told.get(kind, kind not in unwanted)}
        choose_ways(actor=person_of(request), wanted=Wanted(page=wanted))
        return self.get(request)


class WaysView(APIView):
    """By which ways you are told."""

    area = "notifications"

    @extend_schema(responses=WaysOut)
    def get(self, request: Request) -> Response:
        """Show them for all kinds."""
        ways = queries.ways_for(viewer=person_of(request))
        kinds = {
            kind: {
                "page": kind not in ways.unwanted,
                "mail": kind not in ways.unmailed,
                "push": kind not in ways.unpushed,
            }
            for kind in sorted(KINDS)
        }
        return Response({"kinds": kinds, "digest": ways.digest})

    @extend_schema(request=WaysIn, responses=WaysOut)
    def patch(self, request: Request) -> Response:
        """Choose."""
        told = read_input(WaysIn(data=request.data))
        ways = queries.ways_for(viewer=person_of(request))
        off = {"page": ways.unwanted, "mail": ways.unmailed, "push": ways.unpushed}
        on = {
            way: {kind for kind in KINDS if told["kinds"].get(kind, {}).get(way, kind not in unwanted)}
            for way, unwanted in off.items()
        }
        wanted = Wanted(on["page"], on["mail"], on["push"], told.get("digest"))
        choose_ways(actor=person_of(request), wanted=wanted)
        return self.get(request)


class DevicesView(APIView):
    """Browsers that are told while no page is open."""

    area = "notifications"

    @extend_schema(responses=DevicesOut)
    def get(self, request: Request) -> Response:
        """List them."""
        key = push_keys().public if settings.PUSH_HOSTS else ""
        devices = queries.devices_for(viewer=person_of(request))
        return Response({"key": key, "devices": DeviceOut(devices, many=True).data})

    @extend_schema(request=DeviceIn, responses={201: DeviceOut})
    def post(self, request: Request) -> Response:
        """Add one, as long as the login of this request. Added twice it is one."""
        told = read_input(DeviceIn(data=request.data))
        session = session_of(request)
        if session is None:
            raise NotLoggedIn
        device = add_device(
            actor=person_of(request), session=session, endpoint=told["endpoint"], **told["keys"]
        )
        return Response(DeviceOut(device).data, status=201)


class DeviceView(APIView):
    """One of them."""

    area = "notifications"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, device_id: int) -> Response:
        """Tell it nothing more."""
        remove_device(actor=person_of(request), device_id=device_id)
        return Response(status=204)
