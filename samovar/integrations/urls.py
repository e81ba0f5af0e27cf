"""The addresses of integrations: pages in the settings, REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.integrations import api, hook_pages, pages

app_name = "integrations"

_room = "chatrooms/<id:room_id>/hooks"
_rest = [
    path(f"{_room}/incoming/", api.IncomingHooksView.as_view(), name="api-incoming"),
    path(f"{_room}/incoming/<id:hook_id>/", api.IncomingHookView.as_view(), name="api-incoming-one"),
    path(f"{_room}/outgoing/", api.OutgoingHooksView.as_view(), name="api-outgoing"),
    path(f"{_room}/outgoing/<id:hook_id>/", api.OutgoingHookView.as_view(), name="api-outgoing-one"),
    path(f"{_room}/outgoing/<id:hook_id>/deliveries/", api.DeliveriesView.as_view(), name="api-deliveries"),
    path(f"{_room}/outgoing/<id:hook_id>/test/", api.HookTestView.as_view()),
    path(
        f"{_room}/outgoing/<id:hook_id>/deliveries/<id:delivery_id>/again/", api.DeliveryAgainView.as_view()
    ),
    path("hooks/<str:key>/", api.HookPostView.as_view(), name="api-hook"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("settings/tokens/", pages.tokens, name="tokens"),
    path("settings/tokens/<id:token_id>/revoke/", pages.revoke, name="revoke"),
    path("settings/bots/", pages.make_bot, name="make-bot"),
    path("settings/bots/<id:bot_id>/remove/", pages.remove_bot, name="remove-bot"),
    path("settings/webhooks/", hook_pages.hooks, name="hooks"),
    path("settings/webhooks/incoming/", hook_pages.make_incoming, name="make-incoming"),
    path("settings/webhooks/outgoing/", hook_pages.make_outgoing, name="make-outgoing"),
    path(
        "settings/webhooks/<id:room_id>/incoming/<id:hook_id>/remove/",
        hook_pages.remove_incoming,
        name="remove-incoming",
    ),
    path(
        "settings/webhooks/<id:room_id>/outgoing/<id:hook_id>/remove/",
        hook_pages.remove_outgoing,
        name="remove-outgoing",
    ),
    path("settings/webhooks/<id:hook_id>/", hook_pages.log, name="hook-log"),
    path("settings/webhooks/<id:hook_id>/test/", hook_pages.send_test, name="hook-test"),
    path("settings/webhooks/<id:hook_id>/again/", hook_pages.send_all_again, name="hook-again"),
    path(
        "settings/webhooks/<id:hook_id>/deliveries/<id:delivery_id>/again/",
        hook_pages.send_again,
        name="delivery-again",
    ),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
