"""What people take home of their programs; secrets stay here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.integrations.models import Bot, PersonalToken

tell(
    Part(
        "tokens",
        _("Tokens"),
        lambda person: PersonalToken.objects.filter(session__user=person),
        ("name", "grants", "created_at"),
        text="name",
        at="created_at",
    ),
    Part(
        "bots",
        _("Bots"),
        lambda person: Bot.objects.filter(owner=person),
        ("user__username", "created_at"),
        text="user__username",
        at="created_at",
    ),
)
