"""The shape of what the pages of accounts take. What is allowed is decided by the actions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from samovar.accounts.actions import Proof
from samovar.accounts.rules import ABOUT_MAX, PASSWORD_MAX, NewPerson, faults_of
from samovar.core.errors import Invalid, Refusal


class PageForm(forms.Form):
    """A form that can also say what an action refused."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            long = isinstance(field.widget, forms.Textarea)
            field.widget.attrs["class"] = "textarea" if long else "input"
        self.label_suffix = ""
        self.use_required_attribute = False

    def tell(self, refusal: Refusal) -> None:
        """Show a refusal: each field's sentences at the field, the rest above the form."""
        for name, texts in refusal.fields.items():
            self.add_error(name if name in self.fields else None, [str(text) for text in texts])
        if not isinstance(refusal, Invalid) or not refusal.fields:
            self.add_error(None, str(refusal.message))


def _password(label: Any, name: str = "new-password") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": name})
    return forms.CharField(label=label, widget=widget, strip=False, max_length=PASSWORD_MAX)


def _text(label: Any, length: int, **attrs: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.TextInput(attrs=attrs))


class TwicePassword(PageForm):
    """Asks for a new password twice, since nobody sees what is typed."""

    password = _password(_("Password"))
    password_again = _password(_("Password (again)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _("At least 8 characters, not only digits.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("password_again")
        if first and second and first != second:
            self.add_error("password_again", _("The two passwords are not the same."))
        return cleaned


class SignUpForm(TwicePassword):
    """A new account."""

    username = _text(
        _("Username"),
        200,
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
        dir="auto",
    )
    email = forms.CharField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )
    first_name = _text(_("First name"), 80, autocomplete="given-name", dir="auto")
    last_name = _text(_("Last name"), 80, autocomplete="family-name", dir="auto")

    invitation = forms.CharField(
        label=_("Invitation"),
        max_length=32,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    about = forms.CharField(
        label=_("Why you want to join"),
        max_length=ABOUT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    field_order = [
        "invitation",
        "username",
        "email",
        "first_name",
        "last_name",
        "password",
        "password_again",
        "about",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each way in asks only for what it needs.
        if settings.REGISTRATION != "invitation":
            del self.fields["invitation"]
        if settings.REGISTRATION != "approval":
            del self.fields["about"]

    def clean(self) -> dict[str, Any]:
        """What is left empty or differs hides nothing else that is wrong."""
        cleaned = super().clean()
        if self.errors:
            empty = {"username": "", "email": "", "password": ""}
            for name, texts in faults_of(NewPerson(**empty | self._told(cleaned))).items():
                if name in cleaned:
                    self.add_error(name, [str(text) for text in texts])
        return cleaned

    def new_person(self) -> NewPerson:
        """Return what a valid form tells."""
        return NewPerson(**self._told(self.cleaned_data))

    @staticmethod
    def _told(cleaned: dict[str, Any]) -> dict[str, Any]:
        return {name: text for name, text in cleaned.items() if name != "password_again"}


class LoginForm(PageForm):
    """A name and a password."""

    login = _text(
        _("Username or email"),
        254,
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
        dir="auto",
    )
    password = _password(_("Password"), "current-password")


class EmailForm(PageForm):
    """An address to mail a link to."""

    email = forms.CharField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr", "spellcheck": "false"}),
    )


class NamesForm(PageForm):
    """How somebody is called."""

    first_name = _text(_("First name"), 80, autocomplete="given-name", dir="auto")
    last_name = _text(_("Last name"), 80, autocomplete="family-name", dir="auto")


class ChangePasswordForm(TwicePassword):
    """The old password and, twice, the new one."""

    old_password = _password(_("Current password"), "current-password")
    password = _password(_("New password"))
    password_again = _password(_("New password (again)"))

    field_order = ["old_password", "password", "password_again"]


@dataclass(frozen=True)
class Asked:
    """What somebody is asked for before something that matters, beside the password.

    ``code``: one too. ``passkey``: one may answer instead. ``confirmed``: one did, and nothing is asked for.
    """

    code: bool = False
    passkey: bool = False
    confirmed: bool = False


class ProofForm(PageForm):
    """One's password, and a code where the account has them."""

    password = _password(_("Password"), "current-password")
    code = _text(_("Code"), 20, autocomplete="one-time-code", inputmode="numeric", dir="ltr")

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        if asked.confirmed:
            del self.fields["password"]
        if asked.confirmed or not asked.code:
            del self.fields["code"]

    def proof(self) -> Proof:
        """Return what a valid form tells."""
        told = self.cleaned_data
        return Proof(told.get("password", ""), told.get("code", ""), self.asked.confirmed)


class DeleteAccountForm(ProofForm):
    """Who it is, and whether there is to be no grace."""

    delete_now = forms.BooleanField(label=_("Delete now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delete_now"].widget.attrs["class"] = "checkbox"


class CodeForm(PageForm):
    """A code of an app, or a recovery code."""

    code = _text(_("Code"), 20, autocomplete="one-time-code", inputmode="numeric", dir="ltr")


class TurnOnForm(CodeForm):
    """The first code of the app, and the password."""

    password = _password(_("Password"), "current-password")
