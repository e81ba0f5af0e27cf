"""What people take home of recordings; the films themselves are downloaded from their pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samovar.accounts.exported import Part, tell
from samovar.recordings.models import Mark, Recording, Share

tell(
    Part(
        "recordings",
        _("Recordings"),
        lambda person: Recording.objects.filter(owner=person, deleted_at=None),
        ("name", "room__name", "state", "started_at", "duration_ms", "size"),
        text="name",
        at="started_at",
    ),
    Part(
        "recordings-shared",
        _("Recordings others share with you"),
        lambda person: Share.objects.filter(user=person),
        ("recording__name",),
        text="recording__name",
    ),
    Part(
        "captions",
        _("What you said in recordings"),
        lambda person: Mark.objects.filter(participant__user=person),
        ("recording__name", "kind", "text"),
        text="text",
    ),
)
