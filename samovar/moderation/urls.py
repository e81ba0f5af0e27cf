"""Addresses of reports and of staff: pages, and REST below ``/api/`` and ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

import samovar.core.paths  # noqa: F401 - knows <id:...>
from samovar.moderation import api, pages, staff_pages

app_name = "moderation"

_rest = [
    path("reports/", api.ReportsView.as_view()),
    path("notices/", api.NoticesView.as_view()),
    path("moderation/cases/", api.CasesView.as_view()),
    path("moderation/cases/<id:case_id>/", api.CaseView.as_view()),
    path("moderation/cases/<id:case_id>/decision/", api.DecisionView.as_view()),
    path("moderation/people/<name:username>/", api.StandingView.as_view()),
    path("moderation/people/<name:username>/warnings/", api.WarningsView.as_view()),
    path("moderation/people/<name:username>/suspension/", api.SuspensionView.as_view()),
    path("moderation/audit/", api.AuditView.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("report/<str:kind>/<int:number>/", pages.report, name="report"),
    path("notices/", pages.notices, name="notices"),
    path("moderation/", staff_pages.cases, name="cases"),
    path("moderation/cases/<int:case_id>/", staff_pages.case, name="case"),
    path("moderation/cases/<int:case_id>/hide/", staff_pages.hide, name="hide"),
    path("moderation/cases/<int:case_id>/show/", staff_pages.show, name="show"),
    path("moderation/cases/<int:case_id>/dismiss/", staff_pages.dismiss, name="dismiss"),
    path("moderation/audit/", staff_pages.audit, name="audit"),
    path("moderation/people/", staff_pages.people, name="people"),
    path("moderation/people/<str:username>/", staff_pages.person, name="person"),
    path("moderation/people/<str:username>/warn/", staff_pages.warn, name="warn"),
    path("moderation/people/<str:username>/suspend/", staff_pages.suspend, name="suspend"),
    path("moderation/people/<str:username>/lift/", staff_pages.lift, name="lift"),
    path("moderation/people/<str:username>/answer/", staff_pages.answer_applicant, name="answer"),
    path("moderation/invitations/", staff_pages.invitations, name="invitations"),
    path("moderation/invitations/<int:invitation_id>/end/", staff_pages.take_back, name="take_back"),
    path("api/v1/", include(_rest)),
    path("api/", include(_rest)),
]
