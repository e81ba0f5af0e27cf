"""Addresses of boards."""

from __future__ import annotations

from django.urls import path

from samovar.boards import pages

urlpatterns = [
    path("boards/", pages.boards, name="boards"),
    path("boards/<int:board_id>/", pages.board, name="board"),
    path("boards/<int:board_id>/scene/", pages.scene, name="board_scene"),
    path("boards/<int:board_id>/pages/<int:page_id>/history/", pages.history, name="board_history"),
    path("boards/<int:board_id>/pages/<int:page_id>/history/<int:seq>/", pages.moment, name="board_moment"),
    path("boards/<int:board_id>/pages/<int:page_id>/lost/", pages.lost_edits, name="board_lost_edits"),
    path("boards/<int:board_id>/pictures/", pages.add_picture, name="add_board_picture"),
    path("boards/<int:board_id>/pictures/<str:fid>/", pages.board_picture, name="board_picture"),
    path("boards/<int:board_id>/snapshots/", pages.snapshots, name="board_snapshots"),
    path("boards/<int:board_id>/snapshots/<int:snapshot_id>.png", pages.picture, name="board_snapshot"),
    path(
        "boards/<int:board_id>/snapshots/<int:snapshot_id>/delete/",
        pages.delete_snapshot,
        name="delete_board_snapshot",
    ),
]
