"""What accounts do by themselves from time to time."""

from __future__ import annotations

from datetime import timedelta

from samovar.accounts import actions
from samovar.core.schedule import periodic


@periodic("accounts.forget_sessions", every=timedelta(days=1))
def forget_sessions() -> int:
    """Forget logins that are long over."""
    return actions.forget_sessions(actor=None)


@periodic("accounts.forget_logins", every=timedelta(days=1))
def forget_logins() -> int:
    """Forget who logged in a year ago."""
    return actions.forget_logins(actor=None)


@periodic("accounts.forget_former_names", every=timedelta(days=1))
def forget_former_names() -> int:
    """Free the names people had three months ago, and wishes for another address that came to nothing."""
    return actions.forget_former_names(actor=None) + actions.forget_email_changes(actor=None)


@periodic("accounts.lift_ended_suspensions", every=timedelta(minutes=5))
def lift_ended_suspensions() -> int:
    """Let in again whose suspension is over."""
    return actions.lift_ended_suspensions(actor=None)


@periodic("accounts.forget_mails", every=timedelta(hours=1))
def forget_mails() -> int:
    """Keep the outbox small."""
    return actions.forget_mails(actor=None)


@periodic("accounts.erase", every=timedelta(minutes=10))
def erase() -> int:
    """Delete the accounts whose grace is over, and go on with what was interrupted."""
    return actions.erase_due_accounts(actor=None)


@periodic("accounts.forget_erasures", every=timedelta(days=1))
def forget_erasures() -> int:
    """Free the usernames of long ago."""
    return actions.forget_erasures(actor=None)


@periodic("accounts.exports", every=timedelta(minutes=10))
def exports() -> int:
    """Go on with exports whose worker died, and remove those nobody fetched in time."""
    return actions.resume_exports(actor=None) + actions.remove_old_exports(actor=None)
