"""Django's admin shows accounts and cases, changes nothing itself, and has buttons that call actions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from samovar.accounts.actions import verify_person
from samovar.accounts.authentication import person_of
from samovar.accounts.models import User
from samovar.accounts.rules import require_over
from samovar.core.errors import Refusal
from samovar.moderation import actions
from samovar.moderation.models import Case, Entry


def _login(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """There is one login; who is no staff finds nothing here."""
    return redirect("/")


admin.site.login = _login  # type: ignore[method-assign]  # the documented way is a site of one's own


class ReadOnly(admin.ModelAdmin[Any]):
    """Looks, and changes nothing."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return person_of(request).is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person_of(request).is_staff


@admin.register(User)
class People(ReadOnly):
    """Accounts, without what is theirs alone."""

    list_display = ["username", "first_name", "last_name", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["username_key", "first_name", "last_name"]
    fields = ["username", "first_name", "last_name", "verified_at", "is_active", "is_staff", "date_joined"]
    actions = ["suspend_for_a_week", "lift", "verify"]
    show_full_result_count = False

    @admin.action(description=_("Suspend for a week"))
    def suspend_for_a_week(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            self._do(request, actions.suspend_person, person=person, span="week", reason=str(_("By staff.")))

    @admin.action(description=_("Lift the suspension"))
    def lift(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            self._do(request, actions.lift_suspension, person=person)

    @admin.action(description=_("Count the address as confirmed"))
    def verify(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            self._do(request, _verify, person=person)

    def _do(self, request: HttpRequest, deed: Any, **what: Any) -> None:
        try:
            deed(actor=person_of(request), **what)
        except Refusal as refusal:
            self.message_user(request, str(refusal.message), messages.ERROR)


def _verify(*, actor: User, person: User) -> None:
    require_over(actor, person)
    verify_person(actor=actor, person=person)


@admin.register(Case)
class Cases(ReadOnly):
    """What was reported."""

    list_display = ["kind", "number", "person", "reports", "hidden", "opened_at", "decided_at"]
    list_filter = ["kind", "hidden"]
    actions = ["dismiss"]

    @admin.action(description=_("Close the cases: nothing is wrong"))
    def dismiss(self, request: HttpRequest, cases: QuerySet[Case]) -> None:
        for case in cases:
            try:
                actions.dismiss_case(actor=person_of(request), case_id=case.pk)
            except Refusal as refusal:
                self.message_user(request, str(refusal.message), messages.ERROR)


@admin.register(Entry)
class Trail(ReadOnly):
    """What staff did."""

    list_display = ["at", "verb", "actor", "person", "note"]
    list_filter = ["verb"]
