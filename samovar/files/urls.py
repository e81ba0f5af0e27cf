"""Addresses of pictures and files: pages, and REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.files import api, pages, picture_api, upload_pages

_rest = [
    path("uploads/", api.UploadsView.as_view(), name="api-uploads"),
    path("uploads/<slug:name>/", api.UploadView.as_view(), name="api-upload"),
    path("uploads/<slug:name>/finish/", api.FinishView.as_view(), name="api-upload-finish"),
    path("files/<slug:name>/", api.FileView.as_view(), name="api-file"),
    path("files/<slug:name>/content/", api.ContentView.as_view(), name="api-file-content"),
    path("pictures/<slug:picture>/<id:side>/", picture_api.PictureView.as_view()),
    path("me/picture/", picture_api.OwnPictureView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/<slug:name>/<int:side>.webp", pages.picture, name="picture"),
    path("attachments/<slug:name>/", upload_pages.attachment, name="attachment"),
    path("attachments/<slug:name>/<int:side>.webp", upload_pages.attachment, name="attachment_picture"),
    path("settings/files/", upload_pages.space, name="file_space"),
    path("settings/picture/", pages.change_face, name="change_face"),
    path("settings/picture/clear/", pages.clear_face, name="clear_face"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
