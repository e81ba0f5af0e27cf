"""Reports by REST, and the queue of staff."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from samovar.accounts import standing_queries
from samovar.accounts.authentication import person_of
from samovar.core.api import read_input
from samovar.core.creating import creates
from samovar.core.paging import BeforeIn, page_answer, page_shape
from samovar.core.text import fold_username
from samovar.moderation import actions, case_actions, queries, rules, subjects
from samovar.moderation.serializers import (
    CaseFullOut,
    CaseOut,
    CasesIn,
    DecisionIn,
    EntryOut,
    NoticeOut,
    ReportIn,
    ReportOut,
    StandingOut,
    SuspensionIn,
    WarningIn,
)


class ReportsView(APIView):
    """Telling staff that something is wrong."""

    area = "moderation"
    more_answers = frozenset({"404"})

    @creates
    @extend_schema(request=ReportIn, responses={201: ReportOut})
    def post(self, request: Request) -> Response:
        """Report a person, a post, a comment, a message or a room. The same thing counts once until staff
        decides; nobody but staff learns who told. 404 for what you do not see.
        """
        told = read_input(ReportIn(data=request.data))
        number = told.pop("id")
        report = actions.report_thing(actor=person_of(request), number=number, **told)
        return Response(ReportOut(report).data, status=201)


class NoticesView(APIView):
    """What staff told you."""

    area = "moderation"

    @extend_schema(responses=NoticeOut(many=True))
    def get(self, request: Request) -> Response:
        """List the last thirty, the last one first."""
        return Response(NoticeOut(queries.warnings_for(viewer=person_of(request)), many=True).data)


class CasesView(APIView):
    """What was reported. For staff; for others there is no such thing."""

    area = "moderation"
    more_answers = frozenset({"404"})

    @extend_schema(parameters=[CasesIn], responses=page_shape("CasePage", CaseOut))
    def get(self, request: Request) -> Response:
        """Give a page of thirty, the last one first: what waits, or with `decided` what was decided."""
        viewer, asked = person_of(request), read_input(CasesIn(data=request.query_params))
        rows = queries.cases_for(viewer=viewer, decided=asked["decided"], before=asked.get("before"))
        more = rows[-1].pk if len(rows) == queries.PAGE else None
        return page_answer(request, CaseOut(rows, many=True).data, before=more)


class CaseView(APIView):
    """One reported thing. For staff."""

    area = "moderation"

    @extend_schema(responses=CaseFullOut)
    def get(self, request: Request, case_id: int) -> Response:
        """Show who told what, what was done, and what may be done."""
        viewer = person_of(request)
        case = queries.case_for(viewer=viewer, case_id=case_id)
        can_hide, can_show = subjects.can_hide(case), subjects.can_show_again(case)
        shown: dict[str, Any] = {
            "case": case,
            "told": queries.reports_for(viewer=viewer, case=case),
            "done": queries.entries_for(viewer=viewer, case=case),
            "deeds": rules.deeds_at(case, can_hide=can_hide, can_show=can_show),
        }
        return Response(CaseFullOut(shown).data)


class DecisionView(APIView):
    """What staff does about it."""

    area = "moderation"

    @creates
    @extend_schema(request=DecisionIn, responses=CaseFullOut)
    def post(self, request: Request, case_id: int) -> Response:
        """Hide or show the thing, dismiss the case, warn or suspend the person. All but `show` end the case;
        each leaves a line in the audit trail. 409 `decided`, `not_hidable`, `not_hidden`, `nobody`.
        """
        decision = case_actions.Decision(**read_input(DecisionIn(data=request.data)))
        case_actions.decide_case(actor=person_of(request), case_id=case_id, decision=decision)
        return CaseView().get(request, case_id)


class StandingView(APIView):
    """How a person stands. For staff."""

    area = "moderation"

    @extend_schema(responses=StandingOut)
    def get(self, request: Request, username: str) -> Response:
        """Show anybody with an account, also who is shut out."""
        viewer = person_of(request)
        person = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
        cases, warnings = queries.history_of_person_for(viewer=viewer, person=person)
        suspension = standing_queries.suspension_of(person)
        shown = {"person": person, "cases": cases, "warnings": warnings, "suspension": suspension}
        return Response(StandingOut(shown).data)


class WarningsView(APIView):
    """Telling a person that something was not right. For staff."""

    area = "moderation"

    @creates
    @extend_schema(request=WarningIn, responses={201: NoticeOut})
    def post(self, request: Request, username: str) -> Response:
        """Warn: the person is told, and it stays readable among the notices."""
        viewer, told = person_of(request), read_input(WarningIn(data=request.data))
        person = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
        return Response(
            NoticeOut(actions.warn_person(actor=viewer, person=person, text=told["text"])).data, status=201
        )


class SuspensionView(APIView):
    """Whether a person is shut out. For staff."""

    area = "moderation"
    more_answers = frozenset({"400"})

    @extend_schema(request=SuspensionIn, responses={204: None})
    def put(self, request: Request, username: str) -> Response:
        """Shut out: logins and sockets end within a second, and nobody sees the person. Again changes it."""
        viewer, told = person_of(request), read_input(SuspensionIn(data=request.data))
        person = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
        actions.suspend_person(actor=viewer, person=person, span=told["span"], reason=told["text"])
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, username: str) -> Response:
        """Let the person in again."""
        viewer = person_of(request)
        person = queries.person_for_staff(viewer=viewer, username_key=fold_username(username))
        actions.lift_suspension(actor=viewer, person=person)
        return Response(status=204)


class AuditView(APIView):
    """All that staff did. For staff."""

    area = "moderation"
    more_answers = frozenset({"404"})

    @extend_schema(parameters=[BeforeIn], responses=page_shape("AuditPage", EntryOut))
    def get(self, request: Request) -> Response:
        """Give a page of thirty, the last line first."""
        before = read_input(BeforeIn(data=request.query_params)).get("before")
        rows = queries.entries_for(viewer=person_of(request), before=before)
        more = rows[-1].pk if len(rows) == queries.PAGE else None
        return page_answer(request, EntryOut(rows, many=True).data, before=more)
