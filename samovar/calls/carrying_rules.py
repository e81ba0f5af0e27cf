"""When a call goes over the media server, and who may have it so. Nothing here writes."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.calls.models import Call, CallParticipant
from samovar.core.errors import Conflict, Unavailable
from samovar.rooms.models import Room
from samovar.rooms.rules import is_host, is_watching, place_of

# What a mesh carries: more videos or people than these go over the media server, where there is one.
VIDEOS_OF_A_MESH = 4
PEOPLE_OF_A_MESH = 6
# Two alone gain nothing from a server between them.
WEAK_FROM = 3
# Not sooner after one change does the next follow by itself.
RESTS_FOR = timedelta(seconds=4)
# Who was on the media server when it went away tries it again after:
SHUNNED_FOR = timedelta(seconds=30)


def outgrows_mesh(places: list[CallParticipant]) -> bool:
    """Say whether a mesh of these is too much for their browsers."""
    videos = sum(place.camera for place in places)
    return videos > VIDEOS_OF_A_MESH or len(places) > PEOPLE_OF_A_MESH


def has_rested(call: Call, rest: timedelta = RESTS_FOR) -> bool:
    """The last change is long enough ago."""
    return call.carried_at is None or timezone.now() - call.carried_at >= rest


def require_over_server(call: Call) -> None:
    """Conflict (``not_over_server``) for the way to a media server that carries nothing of this call."""
    if call.carrier != Call.Carrier.SFU:
        raise Conflict(_("This call does not go over a media server now."), code="not_over_server")


def require_server(url: str | None) -> str:
    """Return the address, or raise Unavailable (``no_media_server``)."""
    if url is None:
        raise Unavailable(
            _("The media server does not answer. The call goes on as it is."), code="no_media_server"
        )
    return url


def may_send(room: Room, participant_id: int) -> list[str]:
    """Return the sources somebody may send: hosts keep some to themselves."""
    everything = ["microphone", "camera", "screen"]
    member = place_of(room.pk, participant_id)
    if member is not None and is_watching(member):
        return []
    if member is not None and is_host(member):
        return everything
    return [source for source in everything if source not in room.forbidden]
