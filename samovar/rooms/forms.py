"""The shape of what the pages of rooms take. What is allowed is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samovar.accounts.forms import PageForm
from samovar.rooms.actions import RoomDraft

LONGEST = 1000  # characters; what is too long is said by the action


def _text(label: Any, **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=LONGEST, required=False, strip=False, widget=widget)


def _choice(label: Any, hint: Any, *, initial: bool = False) -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False, initial=initial)


class NewRoomForm(PageForm):
    """A room as it is wished for."""

    name = _text(_("Name"), dir="auto")
    guests_allowed = _choice(_("Guests may join"), _("Whoever has the link comes in without an account."))
    passcode = _text(_("Passcode"), dir="ltr")
    waiting_room = _choice(_("Waiting room"), _("Whoever comes new waits until a host lets them in."))
    kept = _choice(_("Keep history"), _("Who comes later can read what was written."), initial=True)
    listed = _choice(_("Listed"), _("Everybody here finds the room by its name."), initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("guests_allowed", "waiting_room", "kept", "listed"):
            self.fields[name].widget.attrs["class"] = "toggle toggle-primary"

    def draft(self) -> RoomDraft:
        """Return what a valid form wishes for."""
        return RoomDraft(**{"name": "", **self.cleaned_data})


class RoomNameForm(PageForm):
    """A room's name, to join it or to open it."""

    name = _text(_("Room name"), dir="auto", placeholder=_("tea at four"))


class MeetingCodeForm(PageForm):
    """A code, or the whole link it stands in."""

    code = _text(
        _("Meeting code"), dir="ltr", placeholder="uxv-xqpy-rwj", autocapitalize="none", spellcheck="false"
    )


class EntryForm(PageForm):
    """What everybody is asked at the door; the passcode only where there is one."""

    display_name = _text(_("Display name"), dir="auto", autocomplete="name")
    passcode = _text(_("Passcode"), dir="auto", placeholder=_("From your invitation"))

    def __init__(self, *args: Any, with_passcode: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_passcode:
            del self.fields["passcode"]

    @property
    def passcode_typed(self) -> str:
        return str(self.cleaned_data.get("passcode", ""))


class AccountEntryForm(EntryForm):
    """The same with a login."""

    username = forms.CharField(
        label=_("Username or email"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    field_order = ("username", "password", "display_name", "passcode")
