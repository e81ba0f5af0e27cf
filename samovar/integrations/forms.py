"""The shape of what the pages of integrations take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samovar.accounts.forms import PageForm
from samovar.core.areas import AREAS, EVERYTHING
from samovar.core.templatetags.shell import digits
from samovar.integrations.rules import LIFETIMES


def _lifetimes() -> list[tuple[int, str]]:
    """Return the choices in the language of the page that is made now."""
    said = {days: ngettext("%(days)d day", "%(days)d days", days) % {"days": days} for days in LIFETIMES}
    return [(days, digits(text)) for days, text in said.items()]


_REACHES = [("", _("Nothing")), ("read", _("Read")), ("write", _("Read and write"))]


class TokenForm(PageForm):
    """A new token. ``whose``: empty for oneself, else the id of a bot; ``area_*`` where areas are chosen."""

    name = forms.CharField(label=_("What it is for"), max_length=200)
    whose = forms.TypedChoiceField(label=_("Whose"), coerce=int, empty_value=None, required=False)
    days = forms.TypedChoiceField(label=_("Ends after"), coerce=int, choices=_lifetimes, initial=30)
    reach = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            ("read", _("Read everything you can see")),
            ("write", _("Read and write everything, and open sockets")),
            ("chosen", _("Only what is chosen here")),
        ],
        initial="read",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, bots: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose: Any = self.fields["whose"]
        whose.choices = [("", _("My own account")), *((bot.pk, bot.user.username) for bot in bots)]
        for name in ("whose", "days"):
            self.fields[name].widget.attrs["class"] = "select"
        self.fields["reach"].widget.attrs["class"] = "radio"
        for area, name in AREAS.items():
            field = forms.ChoiceField(label=_(name), choices=_REACHES, required=False)
            field.widget.attrs["class"] = "select"
            self.fields[f"area_{area}"] = field

    def areas(self) -> list[Any]:
        """Return the fields of the areas, for the page."""
        return [self[f"area_{area}"] for area in AREAS]

    def grants(self) -> dict[str, str]:
        """Return what the token may do, by area."""
        reach = self.cleaned_data["reach"]
        if reach != "chosen":
            return {EVERYTHING: reach}
        chosen = {area: self.cleaned_data[f"area_{area}"] for area in AREAS}
        return {area: given for area, given in chosen.items() if given}


class BotForm(PageForm):
    """A new bot."""

    username = forms.CharField(label=_("Username of the bot"), max_length=200)


class _RoomForm(PageForm):
    room = forms.TypedChoiceField(label=_("Room"), coerce=int)

    def __init__(self, *args: Any, rooms: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.choices = [(one.pk, one.name) for one in rooms]
        room.widget.attrs["class"] = "select"


class IncomingForm(_RoomForm):
    """A new address by which a program writes into a room."""

    prefix = "in"
    name = forms.CharField(label=_("Name in the room"), max_length=200)


class OutgoingForm(_RoomForm):
    """A new address that is told of the messages of a room."""

    prefix = "out"
    url = forms.CharField(
        label=_("Address to tell"),
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "placeholder": "https://", "inputmode": "url"}),
    )
