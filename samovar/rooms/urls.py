"""The addresses of rooms: pages at the root, REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.rooms import api, belonging_api, link_pages, member_api, pages

app_name = "rooms"

_of_a_room = [
    path("invitations/", api.InvitationsView.as_view()),
    path("links/", belonging_api.LinksView.as_view()),
    path("links/<id:link_id>/", belonging_api.LinkView.as_view()),
    path("bans/", belonging_api.BansView.as_view()),
    path("bans/<id:participant_id>/", belonging_api.BanView.as_view()),
]
_rest: list[URLPattern | URLResolver] = [
    path("chatrooms/", api.RoomsView.as_view(), name="api-rooms"),
    path("chatrooms/<id:room_id>/", api.RoomView.as_view(), name="api-room"),
    path("chatrooms/<id:room_id>/members/", member_api.MembersView.as_view()),
    path("chatrooms/<id:room_id>/members/search/", belonging_api.BelongingView.as_view()),
    path("chatrooms/<id:room_id>/members/<id:member_id>/", member_api.MemberView.as_view()),
    path("chatrooms/<id:room_id>/", include(_of_a_room)),
    # Older names, which the document does not tell (samovar/core/openapi.py).
    path("rooms/<id:room_id>/", include(_of_a_room)),
    path("rooms/<id:room_id>/members/", belonging_api.OlderMembersView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("rooms/", pages.hub, name="hub"),
    path("rooms/active/", pages.active_rooms, name="active"),
    path("rooms/people/", pages.found_people, name="people"),
    path("rooms/open/", pages.open_by_name, name="open"),
    path("rooms/join/", pages.join_by_code, name="join"),
    path("rooms/meeting/", pages.host_meeting, name="meeting"),
    path("rooms/new/", pages.new_room, name="new"),
    path("i/<str:word>/", link_pages.invited, name="invited"),
    path("r/<str:code>/", pages.room, name="room"),
    path("r/<str:code>/waiting/", pages.waiting, name="waiting"),
    path("r/<str:code>/waiting/stop/", pages.stop_waiting, name="stop-waiting"),
    path("r/<str:code>/left/", pages.left, name="left"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
