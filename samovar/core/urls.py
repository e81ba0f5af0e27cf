"""Addresses that belong to no feature."""

from __future__ import annotations

from django.urls import path

from samovar.core import pages, reference

urlpatterns = [
    path("theme/", pages.choose_theme, name="choose_theme"),
    path("trust/", pages.trust, name="trust"),
    path("samovar-ca.crt", pages.authority, name="own_authority"),
    path("api/", reference.root, name="api"),
    path("api/v1/", reference.root),
    path("api/docs/", reference.read, name="api_docs"),
    path("api/schema/", reference.SchemaView.as_view(), name="schema"),
    path("api/v1/schema/", reference.SchemaView.as_view()),
    path("api/schema/gateway.json", pages.gateway_schema, name="gateway_schema"),
    path("api/v1/schema/gateway.json", pages.gateway_schema),
]
