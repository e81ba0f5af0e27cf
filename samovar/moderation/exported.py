"""What people take home of moderation: what they reported, and what they were told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.moderation.models import Notice, Report

tell(
    Part(
        "reports",
        _("Reports you made"),
        lambda person: Report.objects.filter(reporter=person),
        ("reason", "text", "at"),
        text="text",
        at="at",
    ),
    Part(
        "warnings",
        _("Warnings"),
        lambda person: Notice.objects.filter(person=person),
        ("text", "at"),
        text="text",
        at="at",
    ),
)
