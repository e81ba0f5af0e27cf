"""Whether an account is open: let in, suspended, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import rules
from samovar.accounts.actions.sessions import end_other_sessions
from samovar.accounts.mail import post_let_in
from samovar.accounts.models import Application, Erasure, Invitation, Suspension, User
from samovar.accounts.signals import suspended, suspension_lifted
from samovar.core.errors import Conflict, Invalid, NotFound, Text

USES = range(1, 1001)
DAYS = range(1, 366)


@transaction.atomic
def suspend_person(*, actor: User, person: User, until: datetime | None, reason: str) -> Suspension:
    """Shut somebody out and hide all of him; logins and sockets end within a second.

    Suspending again changes how. Raises NotFound, Denied (``over_staff``), Conflict for one who is leaving.
    """
    rules.require_over(actor, person)
    return shut_out(person=person, until=until, reason=reason)


def shut_out(*, person: User, until: datetime | None, reason: str) -> Suspension:
    """Close an account, in the transaction of who was allowed to."""
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    known = Suspension.objects.filter(user=person).exists()
    if not held.is_active and not known:
        raise Conflict(_("This account is closed already."), code="account_closed")
    found, _is_new = Suspension.objects.update_or_create(
        user=person, defaults={"until": until, "reason": reason.strip()[:500], "at": timezone.now()}
    )
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.is_active = False
    end_other_sessions(actor=person, but=None)
    suspended.send(sender=User, person=person, until=until, reason=reason)
    return found


@transaction.atomic
def lift_suspension(*, actor: User, person: User) -> None:
    """Let somebody in again, and show him. Raises NotFound, Denied (``over_staff``)."""
    rules.require_over(actor, person)
    let_back_in(person=person)


def let_back_in(*, person: User) -> None:
    """End a suspension, unless the account is closed for another reason too. Nothing happens without one."""
    if not Suspension.objects.filter(user=person).delete()[0]:
        return
    leaving = Erasure.objects.filter(user_id=person.pk).exists()
    if not leaving and not Application.objects.filter(user=person).exists():
        User.objects.filter(pk=person.pk).update(is_active=True)
        person.is_active = True
    suspension_lifted.send(sender=User, person=person)


def lift_ended_suspensions(*, actor: None) -> int:
    """Let in whose time is over; return how many."""
    over = Suspension.objects.filter(until__lte=timezone.now()).select_related("user")
    ended = list(over)
    for suspension in ended:
        with transaction.atomic():
            let_back_in(person=suspension.user)
    return len(ended)


@transaction.atomic
def accept_applicant(*, actor: User, person: User) -> None:
    """Let in somebody who signed up and waits. Raises NotFound."""
    rules.require_staff(actor)
    if not Application.objects.filter(user=person).delete()[0]:
        raise NotFound
    if not Suspension.objects.filter(user=person).exists():
        User.objects.filter(pk=person.pk).update(is_active=True)
    post_let_in(person)


@transaction.atomic
def decline_applicant(*, actor: User, person: User) -> Erasure:
    """Do not let somebody in: the account is erased, and its name is free again. Raises NotFound."""
    rules.require_staff(actor)
    if not Application.objects.filter(user=person).delete()[0]:
        raise NotFound
    return Erasure.objects.create(user_id=person.pk, name_digest="", due_at=timezone.now())


def create_invitation(*, actor: User, uses: int, days: int) -> Invitation:
    """Let ``uses`` people sign up within ``days``. Raises NotFound, Invalid (fields uses, days)."""
    rules.require_staff(actor)
    faults: dict[str, list[Text]] = {
        name: [_("Choose a number that fits.")]
        for name, number, fit in (("uses", uses, USES), ("days", days, DAYS))
        if number not in fit
    }
    if faults:
        raise Invalid(fields=faults)
    return Invitation.objects.create(
        maker=actor, uses_left=uses, expires_at=timezone.now() + timedelta(days=days)
    )


def revoke_invitation(*, actor: User, invitation_id: int) -> None:
    """End an invitation; who signed up by it stays. Raises NotFound."""
    rules.require_staff(actor)
    if not Invitation.objects.filter(pk=invitation_id).delete()[0]:
        raise NotFound
