"""Addresses of recordings."""

from __future__ import annotations

from django.urls import path

from samovar.recordings import pages

HERE = "recordings/<int:recording_id>/"

urlpatterns = [
    path("recordings/", pages.recordings, name="recordings"),
    path(HERE, pages.recording, name="recording"),
    path(f"{HERE}replay/", pages.replay, name="recording_replay"),
    path(f"{HERE}video.webm", pages.video, name="recording_video"),
    path(f"{HERE}poster.webp", pages.poster, name="recording_poster"),
    path(f"{HERE}previews.webp", pages.previews, name="recording_previews"),
    path(f"{HERE}captions.vtt", pages.captions, name="recording_captions"),
    path(f"{HERE}pieces/<int:run>/<int:n>/", pages.piece, name="recording_piece"),
    path(f"{HERE}finish/", pages.finish, name="finish_recording"),
    path(f"{HERE}rename/", pages.rename, name="rename_recording"),
    path(f"{HERE}share/", pages.share, name="share_recording"),
    path(f"{HERE}unshare/", pages.unshare, name="unshare_recording"),
    path(f"{HERE}expire/", pages.expire, name="expire_recording"),
    path(f"{HERE}delete/", pages.delete, name="delete_recording"),
    path(f"{HERE}restore/", pages.restore, name="restore_recording"),
]
