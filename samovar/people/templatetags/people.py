"""What the shell and many pages show of the person who looks at them."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from samovar.accounts.models import User
from samovar.people.follow_queries import details_of
from samovar.people.models import Profile
from samovar.people.online_queries import last_seen_for, presences_for

register = template.Library()


@register.simple_tag(takes_context=True)
def own_details(context: Context) -> Profile:
    """What the viewer tells of oneself; asked for once per page."""
    request = context["request"]
    found: Profile | None = getattr(request, "own_details", None)
    if found is None:
        found = request.own_details = details_of(request.user)
    return found


@register.inclusion_tag("people/_dot.html", takes_context=True)
def presence_dot(context: Context, person: User) -> dict[str, Any]:
    """The dot at a face: online, away or offline, kept up to date while the page is open."""
    return {"person": person, "state": _state(context, person)}


@register.inclusion_tag("people/_presence.html", takes_context=True)
def presence_line(context: Context, person: User) -> dict[str, Any]:
    """The same in words, and since when somebody is gone."""
    seen_at = last_seen_for(viewer=context["request"].user, person=person)
    return {"person": person, "state": _state(context, person), "seen_at": seen_at}


def _state(context: Context, person: User) -> str:
    request = context["request"]
    found = getattr(request, "presences", None)
    if found is None:
        found = request.presences = presences_for(viewer=request.user)
    return str(found.state_of(person.pk))
