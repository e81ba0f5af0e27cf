"""The shapes of what is posted about recordings."""

from __future__ import annotations

from django import forms


class NameForm(forms.Form):
    """A new name."""

    name = forms.CharField(max_length=500)


class PersonForm(forms.Form):
    """Somebody of the room."""

    username = forms.CharField(max_length=200)


class ExpiryForm(forms.Form):
    """After how many days it goes; 0: never."""

    days = forms.IntegerField(min_value=0, max_value=3650)
