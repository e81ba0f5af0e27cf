"""The shape of what the REST doors of reports and of staff take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from samovar.accounts.models import User
from samovar.core.api import StrictCharField, StrictIntegerField
from samovar.core.paging import LARGEST_ID, BeforeIn
from samovar.moderation.case_actions import DEEDS
from samovar.moderation.models import Case, Entry, Kind, Notice, Reason, Report
from samovar.moderation.rules import SPAN_NAMES, TEXT_MAX


class SomebodyOut(serializers.Serializer[User]):
    """A person, also one who is shut out."""

    id = serializers.IntegerField(source="pk")
    username = serializers.CharField()
    name = serializers.CharField(source="full_name")


class ReportIn(serializers.Serializer[Any]):
    """What is wrong with which thing. ``id`` is the one the thing has in the answers about it."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    id = StrictIntegerField(min_value=1, max_value=LARGEST_ID)
    reason = serializers.ChoiceField(choices=Reason.choices)
    text = StrictCharField(max_length=TEXT_MAX, required=False, allow_blank=True)


class ReportOut(serializers.Serializer[Report]):
    """What you told staff."""

    kind = serializers.ChoiceField(choices=Kind.choices, source="case.kind")
    id = serializers.IntegerField(source="case.number")
    reason = serializers.ChoiceField(choices=Reason.choices)
    text = serializers.CharField()
    at = serializers.DateTimeField()


class NoticeOut(serializers.ModelSerializer[Notice]):
    """What staff told somebody."""

    class Meta:
        model = Notice
        fields = ["id", "text", "at"]
        read_only_fields = fields


class CasesIn(BeforeIn):
    """Which cases: those that wait, or those that were decided."""

    decided = serializers.BooleanField(required=False, default=False)


class CaseOut(serializers.ModelSerializer[Case]):
    """A reported thing: ``number`` is its id among its ``kind``; ``person`` made it, where that is known."""

    person = SomebodyOut(allow_null=True)

    class Meta:
        model = Case
        fields = [
            *("id", "kind", "number", "person", "address", "excerpt", "reports", "hidden"),
            *("opened_at", "decided_at"),
        ]
        read_only_fields = fields


class ToldOut(serializers.ModelSerializer[Report]):
    """Who said what of a thing; null who is no more."""

    reporter = SomebodyOut(allow_null=True)

    class Meta:
        model = Report
        fields = ["reporter", "reason", "text", "at"]
        read_only_fields = fields


class EntryOut(serializers.ModelSerializer[Entry]):
    """One line of the audit trail; ``case`` is the id of one."""

    actor = SomebodyOut(allow_null=True)
    person = SomebodyOut(allow_null=True)
    case = serializers.IntegerField(source="case_id", allow_null=True)

    class Meta:
        model = Entry
        fields = ["id", "verb", "actor", "person", "case", "note", "at"]
        read_only_fields = fields


class CaseFullOut(serializers.Serializer[Any]):
    """A case with what was told and done, the first thirty of each, and the deeds that are possible."""

    case = CaseOut()
    told = ToldOut(many=True)
    done = EntryOut(many=True)
    deeds = serializers.ListField(child=serializers.ChoiceField(choices=DEEDS))


class DecisionIn(serializers.Serializer[Any]):
    """What to do. ``text`` is a note of staff, or what the person is told; ``span`` is of a suspension."""

    deed = serializers.ChoiceField(choices=DEEDS)
    text = StrictCharField(max_length=TEXT_MAX, required=False, allow_blank=True)
    span = serializers.ChoiceField(choices=SPAN_NAMES, required=False)


class WarningIn(serializers.Serializer[Any]):
    """What a person is told."""

    text = StrictCharField(max_length=TEXT_MAX)


class SuspensionIn(WarningIn):
    """How long, and why: the person is shown it at the login."""

    span = serializers.ChoiceField(choices=SPAN_NAMES)


class SuspensionOut(serializers.Serializer[Any]):
    """Until when somebody is shut out, null for ever, and why."""

    until = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    at = serializers.DateTimeField()


class StandingOut(serializers.Serializer[Any]):
    """How a person stands: reports there were, warnings, and a suspension, null without one."""

    person = SomebodyOut()
    cases = serializers.IntegerField()
    warnings = serializers.IntegerField()
    suspension = SuspensionOut(allow_null=True)
