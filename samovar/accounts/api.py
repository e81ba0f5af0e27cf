"""Accounts by REST (decisions C1, C11, C18, C26)."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

import samovar.accounts.openapi  # noqa: F401 - tells the document of tokens
from samovar.accounts import actions
from samovar.accounts.authentication import IsLoggedIn, device_of, person_of, session_of
from samovar.accounts.rules import NewPerson
from samovar.accounts.serializers import (
    DoneOut,
    KeyIn,
    LoginIn,
    LogoutIn,
    MeOut,
    NewPersonIn,
    PairOut,
    RefreshIn,
    ResendIn,
    TicketOut,
)
from samovar.core.creating import KEY_HEADER, idempotency_key
from samovar.core.errors import Invalid, NotLoggedIn


def _read(shape: BaseSerializer[Any]) -> dict[str, Any]:
    shape.is_valid(raise_exception=True)
    return cast("dict[str, Any]", shape.validated_data)


class OpenView(APIView):
    """Reached without a token; a token that no longer holds does not matter here."""

    authentication_classes = []
    permission_classes = [AllowAny]
    seed_shapes = True


class RegisterView(OpenView):
    """Makes an account and answers with its tokens."""

    more_answers = frozenset({"401"})

    @extend_schema(request=NewPersonIn, responses={201: PairOut}, parameters=[KEY_HEADER])
    def post(self, request: Request) -> Response:
        """Sign up. Until the mailed link is used the tokens reach only the account's own addresses."""
        new = NewPerson(**_read(NewPersonIn(data=request.data)))
        pair = actions.sign_up_by_api(
            actor=None, new=new, device=device_of(request), key=idempotency_key(request)
        )
        return Response(PairOut(pair).data, status=201)


class LoginView(OpenView):
    """Exchanges a name and a password for tokens."""

    more_answers = frozenset({"401", "403"})

    @extend_schema(request=LoginIn, responses=PairOut)
    def post(self, request: Request) -> Response:
        """Log in. 401 for a wrong name or password alike, 403 unconfirmed or without a code."""
        given = _read(LoginIn(data=request.data))
        attempt = actions.Attempt(
            given["username"], given["password"], device_of(request), code=given.get("code", "")
        )
        pair = actions.log_in_by_api(actor=None, attempt=attempt)
        return Response(PairOut(pair).data)


class RefreshView(OpenView):
    """Exchanges a refresh token for the next pair."""

    more_answers = frozenset({"401"})

    @extend_schema(request=RefreshIn, responses=PairOut)
    def post(self, request: Request) -> Response:
        """Rotate. The token used last gives the same pair for 30 s; an older one ends the session."""
        pair = actions.refresh_session(actor=None, refresh=_read(RefreshIn(data=request.data))["refresh"])
        return Response(PairOut(pair).data)


class LogoutView(APIView):
    """Ends the session behind a token."""

    area = "account"
    permission_classes = [IsLoggedIn]

    @extend_schema(request=LogoutIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """End this login: its access and refresh tokens and its sockets."""
        _read(LogoutIn(data=request.data))
        if session := session_of(request):
            actions.end_session(actor=person_of(request), session=session)
        return Response(status=204)


class MeView(APIView):
    """One's own account."""

    area = "account"
    permission_classes = [IsLoggedIn]

    @extend_schema(responses=MeOut)
    def get(self, request: Request) -> Response:
        """Say who is logged in."""
        return Response(MeOut(person_of(request)).data)


class VerifyView(OpenView):
    """Confirms an address by the key that was mailed."""

    seed_shapes = False
    more_answers = frozenset({"404"})

    @extend_schema(request=KeyIn, responses=MeOut)
    def post(self, request: Request) -> Response:
        """Confirm an address. 404 when the key is forged, expired or used."""
        return Response(
            MeOut(actions.confirm_email(actor=None, key=_read(KeyIn(data=request.data))["key"])).data
        )


class ResendView(APIView):
    """Mails the link again."""

    area = "account"
    permission_classes = [AllowAny]
    more_answers = frozenset({"403"})

    @extend_schema(request=ResendIn, responses={202: DoneOut})
    def post(self, request: Request) -> Response:
        """Mail the link again: to the token's account, else to ``email``, not saying whether it has one."""
        email = _read(ResendIn(data=request.data)).get("email")
        if request.user.is_authenticated:
            actions.resend_confirmation(actor=person_of(request))
        elif email:
            actions.ask_confirmation(actor=None, email=email, address=device_of(request).address)
        else:
            raise Invalid(fields={"email": [_("This field is required.")]})
        return Response(
            {"detail": _("If the address waits to be confirmed, a link is on its way.")},
            status=202,
        )


class TicketView(APIView):
    """For who wants no token in an address."""

    area = "live"

    @extend_schema(request=None, responses={201: TicketOut})
    def post(self, request: Request) -> Response:
        """Give a one-time ticket for a socket, offered as the subprotocols ``samovar, ticket.<ticket>``."""
        if (session := session_of(request)) is None:
            raise NotLoggedIn
        ticket = actions.issue_ticket(actor=person_of(request), session=session)
        return Response({"ticket": ticket, "expires_in": actions.TICKET_SECONDS}, status=201)
