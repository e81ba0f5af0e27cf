"""Addresses of the feed: pages, and REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.feed import api, begun_api, comment_api, comment_pages, history_pages, pages

_rest = [
    path("posts/", api.PostsView.as_view()),
    path("posts/liked/", api.LikedPostsView.as_view()),
    path("posts/draft/", begun_api.BegunView.as_view()),
    path("posts/draft/pictures/", begun_api.BegunPicturesView.as_view()),
    path("posts/draft/pictures/<id:picture_id>/", begun_api.BegunPictureView.as_view()),
    path("posts/<id:post_id>/", api.PostView.as_view()),
    path("posts/<id:post_id>/restore/", api.RestoredPostView.as_view()),
    path("posts/<id:post_id>/versions/", api.VersionsView.as_view()),
    path("posts/<id:post_id>/like/", api.LikeView.as_view()),
    path("posts/<id:post_id>/likers/", api.LikersView.as_view()),
    path("posts/<id:post_id>/comments/", comment_api.CommentsView.as_view()),
    path("comments/<id:comment_id>/", comment_api.CommentView.as_view()),
    path("comments/<id:comment_id>/restore/", comment_api.RestoredCommentView.as_view()),
    path("people/<name:username>/posts/", api.PostsOfPersonView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("home/new/", pages.new_posts, name="new_posts"),
    path("tags/<str:tag>/", pages.tagged, name="tagged"),
    path("home/rooms/", pages.calls_now, name="calls_now"),
    path("posts/", pages.create, name="create_post"),
    path("posts/liked/", pages.liked, name="liked_posts"),
    path("posts/rooms/", pages.rooms_to_share, name="rooms_to_share"),
    path("posts/<int:post_id>/room/", pages.shared_room, name="shared_room"),
    path("posts/<int:post_id>/versions/", pages.versions, name="post_versions"),
    path("posts/<int:post_id>/", comment_pages.post, name="post"),
    path("posts/<int:post_id>/edit/", pages.edit, name="edit_post"),
    path("posts/<int:post_id>/delete/", pages.delete, name="delete_post"),
    path("posts/<int:post_id>/restore/", pages.restore, name="restore_post"),
    path("posts/<int:post_id>/like/", pages.like, name="like_post"),
    path("posts/<int:post_id>/likers/", pages.likers, name="likers"),
    path("posts/<int:post_id>/pictures/<int:place>/", pages.picture, name="post_picture"),
    path("posts/<int:post_id>/comments/", comment_pages.comments, name="comments"),
    path("posts/<int:post_id>/comment/", comment_pages.comment, name="comment_on_post"),
    path("comments/<int:comment_id>/edit/", comment_pages.edit_comment, name="edit_comment"),
    path("comments/<int:comment_id>/delete/", comment_pages.delete_comment, name="delete_comment"),
    path("comments/<int:comment_id>/restore/", comment_pages.restore_comment, name="restore_comment"),
    path("settings/history/", history_pages.overview, name="history"),
    path("settings/history/posts/", history_pages.posts, name="post_history"),
    path("settings/history/usage/", history_pages.usage, name="usage_history"),
    path("@<str:username>/posts/", pages.posts_of_person, name="posts_of_person"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
