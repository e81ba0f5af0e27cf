"""The shape of what the page of a meeting takes. What is allowed is decided by the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samovar.accounts.forms import PageForm
from samovar.calls.meeting_models import Meeting
from samovar.calls.meeting_queries import Invited
from samovar.calls.meeting_rules import Plan, split_invited
from samovar.core.errors import Refusal
from samovar.core.templatetags.shell import digits

REPEATS = [
    ("never", _("Does not repeat")),
    ("daily", _("Every day")),
    ("weekdays", _("Monday to Friday")),
    ("weekly", _("Every week")),
    ("fortnightly", _("Every two weeks")),
    ("monthly", _("Every month")),
]
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)


def _zones() -> list[tuple[str, str]]:
    known = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in ["UTC", *known]]


def _length(minutes: int) -> str:
    return digits(ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes})


class MeetingForm(PageForm):
    """A meeting as it is wished for."""

    title = forms.CharField(
        label=_("Title"), required=False, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(label=_("Length"), coerce=int, choices=[], initial=60)
    zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    repeat = forms.ChoiceField(label=_("Repeats"), choices=REPEATS)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("Leave it empty to go on for ever."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    invited = forms.CharField(
        label=_("Invited people"),
        required=False,
        help_text=_("Usernames or e-mail addresses, with commas between them."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr", "spellcheck": "false"}),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("minutes", "zone", "repeat"):
            self.fields[name].widget.attrs["class"] = "select"
        # The browser knows where it is; until it says so it is the zone of the installation.
        if not self.is_bound and "zone" not in self.initial:
            self.fields["zone"].widget.attrs["data-own-zone"] = ""
        own = self.initial.get("minutes", 60)
        lengths = sorted({*LENGTHS, own})
        minutes = self.fields["minutes"]
        if isinstance(minutes, forms.ChoiceField):
            minutes.choices = [(n, _length(n)) for n in lengths]

    def plan(self) -> Plan:
        """Return what a valid form wishes for."""
        given = self.cleaned_data
        return Plan(
            title=given["title"],
            starts=datetime.combine(given["day"], given["time"]),
            zone=given["zone"],
            minutes=given["minutes"],
            note=given["note"],
            repeat=given["repeat"],
            until=given["until"],
            invited=split_invited(given["invited"]),
        )

    def tell(self, refusal: Refusal) -> None:
        """Show a refusal; what is wrong with the moment stands at its day."""
        for text in refusal.fields.pop("starts", []):
            refusal.fields.setdefault("day", []).append(text)
        super().tell(refusal)


def initial_of(meeting: Meeting, invited: list[Invited]) -> dict[str, Any]:
    """Return the form as it stands for a meeting."""
    local = (meeting.next_at or meeting.starts_at).astimezone(ZoneInfo(meeting.zone))
    return {
        "title": meeting.title,
        "day": local.date(),
        "time": local.time(),
        "minutes": meeting.minutes,
        "zone": meeting.zone,
        "repeat": meeting.repeat,
        "until": meeting.until,
        "invited": ", ".join(one.username or one.email for one in invited),
        "note": meeting.note,
    }
