"""The addresses of chat: REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...> and <name:...>
from samovar.chat import (
    api,
    change_api,
    guest_api,
    inbox_api,
    mark_api,
    pages,
    poll_api,
    request_pages,
    search_api,
    starred_pages,
)

app_name = "chat"

_rest = [
    path("messages/search/", search_api.SearchView.as_view(), name="api-search"),
    path("messages/", api.MessagesView.as_view(), name="api-messages"),
    path("chatrooms/<id:room_id>/messages/", api.HistoryView.as_view(), name="api-history"),
    path("chatrooms/<id:room_id>/polls/", poll_api.PollsView.as_view(), name="api-polls"),
    path("chatrooms/<id:room_id>/polls/<id:n>/vote/", poll_api.VoteView.as_view(), name="api-vote"),
    path("chatrooms/<id:room_id>/polls/<id:n>/close/", poll_api.ClosingView.as_view(), name="api-close-poll"),
    path("chatrooms/<id:room_id>/messages/<id:n>/", change_api.MessageView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/versions/", change_api.VersionsView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/reactions/<name:emoji>/", change_api.ReactionView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/pin/", mark_api.PinView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/star/", mark_api.StarView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/thread/", mark_api.ThreadView.as_view()),
    path("chatrooms/<id:room_id>/messages/<id:n>/forward/", mark_api.ForwardView.as_view()),
    path("chatrooms/<id:room_id>/pins/", mark_api.PinsView.as_view()),
    path("chatrooms/<id:room_id>/mute/", mark_api.MuteView.as_view()),
    path("starred/", mark_api.StarredView.as_view()),
    path("chatrooms/<id:room_id>/whispers/", inbox_api.WhispersView.as_view()),
    path("chatrooms/<id:room_id>/read/", inbox_api.ReadView.as_view()),
    path("conversations/", inbox_api.ConversationsView.as_view()),
    path("people/<name:username>/messages/", inbox_api.DirectView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/", pages.messages, name="messages"),
    path("messages/-/list/", pages.conversations, name="conversations"),
    path("messages/-/starred/", starred_pages.starred, name="starred"),
    path("messages/-/starred/<int:room_id>/<int:n>/", starred_pages.unstar, name="unstar"),
    path("messages/-/requests/", request_pages.requests, name="requests"),
    path("messages/<str:username>/accept/", request_pages.accept, name="accept"),
    path("messages/<str:username>/decline/", request_pages.decline, name="decline"),
    path("messages/<str:username>/", pages.conversation, name="conversation"),
    path("r/<str:code>/uploads/", guest_api.GuestUploadsView.as_view(), name="guest-uploads"),
    path("r/<str:code>/uploads/<slug:name>/", guest_api.GuestUploadView.as_view(), name="guest-upload"),
    path(
        "r/<str:code>/uploads/<slug:name>/finish/", guest_api.GuestFinishView.as_view(), name="guest-finish"
    ),
    path("r/<str:code>/attachments/<slug:name>/", guest_api.guest_attachment, name="guest-attachment"),
    path(
        "r/<str:code>/attachments/<slug:name>/<int:side>.webp",
        guest_api.guest_attachment,
        name="guest-picture",
    ),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
