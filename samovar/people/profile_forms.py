"""The shape of what one tells of oneself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samovar.core.errors import Invalid
from samovar.people.account_actions import Told
from samovar.people.follow_rules import LENGTHS, LINKS_MAX
from samovar.people.models import Circle, Privacy, Profile

_SHORT = forms.TextInput(attrs={"dir": "auto", "class": "input w-full"})
_LONG = "textarea w-full"


def _text(label: Any, name: str, widget: forms.Widget = _SHORT) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LENGTHS[name], widget=widget)


class ProfileForm(forms.Form):
    """Texts of a profile and ``links``, one address per line."""

    username = forms.CharField(
        label=_("Username"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "class": "input w-full",
                "dir": "auto",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
        help_text=_("Links to your former name go on working for 90 days, and nobody else gets it."),
    )
    email = forms.CharField(
        label=_("Email"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input w-full", "dir": "ltr", "autocomplete": "email"}),
        help_text=_("Only you see this. A change has to be confirmed at the old and at the new address."),
    )
    first_name = _text(_("First name"), "first_name")
    last_name = _text(_("Last name"), "last_name")
    bio = _text(_("Bio"), "bio")
    about = _text(_("About me"), "about", forms.Textarea(attrs={"rows": 4, "dir": "auto", "class": _LONG}))
    country = _text(_("Country"), "country")
    address = _text(_("Address"), "address")
    links = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=LINKS_MAX * 210,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "placeholder": "https://", "class": _LONG}),
        help_text=_("Up to five addresses, one in a line."),
    )

    @classmethod
    def of(cls, profile: Profile) -> ProfileForm:
        """Return a form filled with what is told now."""
        person = profile.user
        names = {"first_name": person.first_name, "last_name": person.last_name}
        texts = {name: getattr(profile, name) for name in ("bio", "about", "country", "address")}
        names |= {"username": person.username, "email": person.email}
        return cls(initial={**names, **texts, "links": "\n".join(profile.links)})

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in LENGTHS}

    def links_told(self) -> list[str]:
        return str(self.cleaned_data["links"]).splitlines()

    def told(self) -> Told:
        """Return what a valid form tells."""
        return Told(
            username=self.cleaned_data["username"].strip() if "username" in self.data else None,
            email=self.cleaned_data["email"] if "email" in self.data else None,
            fields=self.texts(),
            links=self.links_told(),
        )

    def show(self, refusal: Invalid) -> None:
        """Put the sentences of a refusal to their fields."""
        for name, sentences in refusal.fields.items():
            self.add_error(name if name in self.fields else None, [str(sentence) for sentence in sentences])


# What each circle is called in the form.
CIRCLES = [
    (Circle.EVERYBODY.value, _("Everybody")),
    (Circle.FOLLOWED.value, _("People I follow")),
    (Circle.NOBODY.value, _("Nobody")),
]


def _circle(label: Any, help_text: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=CIRCLES,
        help_text=help_text,
        widget=forms.Select(attrs={"class": "select w-full"}),
    )


class PrivacyForm(forms.Form):
    """Whom one lets come near."""

    messages = _circle(
        _("Who may write to me"),
        _("Of “People I follow”, what others write waits under Requests until you accept it."),
    )
    calls = _circle(_("Who may call me"), _("Others are told that you do not take their calls."))
    follows = _circle(_("Who may follow me"), _("Who follows you already goes on."))
    online = _circle(_("Who sees when I am online"), _("Also when you were last seen."))
    private = forms.BooleanField(
        label=_("Private account"),
        required=False,
        help_text=_("Only followers see your posts, and you let each of them in."),
        widget=forms.CheckboxInput(attrs={"class": "checkbox"}),
    )

    @classmethod
    def of(cls, privacy: Privacy) -> PrivacyForm:
        """Return a form filled with what is chosen now."""
        return cls(initial={name: getattr(privacy, name) for name in cls.base_fields})
