"""Notifications on the gateway: how many there are, and not being disturbed."""

from __future__ import annotations

from samovar.accounts.queries import person_of_caller
from samovar.core.errors import Denied
from samovar.core.gateway import Context, command
from samovar.notifications import queries, quiet_actions
from samovar.notifications.events import AskNotifications, AskQuiet, NotificationsView, QuietView, SetQuiet


@command(AskNotifications, mode="read")
def ask_notifications(context: Context, _data: AskNotifications) -> NotificationsView:
    """Count those of a person; a guest has none."""
    person = person_of_caller(context.caller)
    return queries.standing_for(viewer=person) if person else NotificationsView(unread=0, newest=0)


@command(AskQuiet, mode="read")
def ask_quiet(context: Context, _data: AskQuiet) -> QuietView:
    """Say how it is now; guests are told nothing anyway."""
    person = person_of_caller(context.caller)
    return queries.quiet_for(viewer=person) if person else QuietView(on=False)


@command(SetQuiet, mode="write")
def set_quiet(context: Context, data: SetQuiet) -> QuietView:
    """Begin or end it."""
    person = person_of_caller(context.caller)
    if person is None:
        raise Denied
    return quiet_actions.set_quiet(actor=person, on=data.on, minutes=data.minutes)
