"""The shape of an upload of a face."""

from __future__ import annotations

from django import forms

from samovar.files.images import Crop


class FaceForm(forms.Form):
    """A picture and, when the browser let one choose, a square of it."""

    picture = forms.FileField()
    x = forms.FloatField(min_value=0, max_value=1, required=False)
    y = forms.FloatField(min_value=0, max_value=1, required=False)
    side = forms.FloatField(min_value=0.01, max_value=1, required=False)

    def crop(self) -> Crop | None:
        """Return the square, or None when it is not told whole."""
        x, y, side = (self.cleaned_data.get(name) for name in ("x", "y", "side"))
        return None if x is None or y is None or side is None else Crop(x, y, side)
