"""The bell of the shell."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import ngettext

from samovar.core.templatetags.shell import digits
from samovar.notifications.queries import unread_count_for

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_count(context: Context) -> int:
    """How many notifications wait for the person who looks at the page; 0 for nobody."""
    user = getattr(context.get("request"), "user", None)
    return unread_count_for(viewer=user) if user is not None and user.is_authenticated else 0


@register.simple_tag
def bell_name(unread: int) -> str:
    """The accessible name of the bell."""
    text = ngettext("Notifications, %(n)s unread", "Notifications, %(n)s unread", unread)
    return digits(text % {"n": unread})
