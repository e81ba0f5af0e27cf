"""Addresses of people: pages, and REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <name:...>
from samovar.people import api, follow_pages, pages, privacy_api, privacy_pages

_rest = [
    path("people/", api.PeopleView.as_view()),
    path("people/<name:username>/", api.PersonView.as_view()),
    path("people/<name:username>/follow/", api.FollowView.as_view()),
    path("people/<name:username>/followers/", api.FollowersView.as_view()),
    path("people/<name:username>/following/", api.FollowingView.as_view()),
    path("people/<name:username>/block/", api.BlockView.as_view()),
    path("blocks/", api.BlocksView.as_view()),
    path("people/<name:username>/mute/", privacy_api.MuteView.as_view()),
    path("mutes/", privacy_api.MutesView.as_view()),
    path("follow-requests/", privacy_api.FollowRequestsView.as_view()),
    path("follow-requests/<name:username>/", privacy_api.FollowRequestView.as_view()),
    path("me/privacy/", privacy_api.PrivacyView.as_view()),
    path("me/profile/", api.OwnProfileView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/", pages.people, name="people"),
    path("people/requests/", privacy_pages.requests, name="follow_requests"),
    path("@<str:username>/", pages.profile, name="profile"),
    path("@<str:username>/block/", pages.block, name="block"),
    path("@<str:username>/unblock/", pages.unblock, name="unblock"),
    path("@<str:username>/follow/", follow_pages.follow, name="follow"),
    path("@<str:username>/unfollow/", follow_pages.unfollow, name="unfollow"),
    path("@<str:username>/followers/", follow_pages.followers, name="followers"),
    path("@<str:username>/following/", follow_pages.followings, name="followings"),
    path("@<str:username>/accept/", privacy_pages.accept, name="accept_follower"),
    path("@<str:username>/decline/", privacy_pages.decline, name="decline_follower"),
    path("@<str:username>/remove/", privacy_pages.remove_follower, name="remove_follower"),
    path("@<str:username>/mute/", privacy_pages.mute, name="mute"),
    path("@<str:username>/unmute/", privacy_pages.unmute, name="unmute"),
    path("settings/privacy/", privacy_pages.privacy, name="privacy"),
    path("settings/muted/", privacy_pages.mutes, name="mutes"),
    path("settings/profile/", follow_pages.edit_profile, name="edit_profile"),
    path("settings/blocklist/", pages.blocklist, name="blocklist"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
