"""The shape of reports and decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samovar.accounts.forms import PageForm

REASONS = [
    ("spam", _("Spam or advertising")),
    ("harassment", _("Insults or harassment")),
    ("violence", _("Violence or threats")),
    ("sexual", _("Sexual content")),
    ("illegal", _("Something illegal")),
    ("impersonation", _("Somebody pretends to be somebody else")),
    ("other", _("Something else")),
]
SPANS = [
    ("day", _("1 day")),
    ("week", _("1 week")),
    ("month", _("30 days")),
    ("ever", _("Until staff lifts it")),
]


def _text(label: Any, *, required: bool) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=1000, widget=widget)


class StaffForm(PageForm):
    """A form whose lists look like themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Select):
                field.widget.attrs["class"] = "select"


class ReportForm(StaffForm):
    """What is wrong."""

    reason = forms.ChoiceField(label=_("What is wrong"), choices=REASONS)
    text = _text(_("Tell more, if you like"), required=False)


class WarnForm(StaffForm):
    """What a person is told."""

    text = _text(_("What to tell"), required=True)


class SuspendForm(StaffForm):
    """How long, and why: the person is shown it at the login."""

    span = forms.ChoiceField(label=_("Suspend for"), choices=SPANS)
    text = _text(_("Reason, which the person is shown"), required=True)


class InviteForm(PageForm):
    """How many may come, and how long."""

    uses = forms.IntegerField(label=_("People"), initial=1, min_value=1, max_value=1000)
    days = forms.IntegerField(label=_("Days"), initial=7, min_value=1, max_value=365)
