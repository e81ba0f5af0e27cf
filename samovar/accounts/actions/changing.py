"""Another username, another address: the former ones go on for a while, so that nobody gets lost."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samovar.accounts import change_queries, queries, rules
from samovar.accounts.change_queries import Side
from samovar.accounts.limits import MAILS_TO_ONE, USERNAME_CHANGES
from samovar.accounts.mail import post_email_change
from samovar.accounts.models import EmailChange, FormerName, Mail, User, new_nonce
from samovar.core.errors import Conflict, Invalid, NotFound
from samovar.core.housekeeping import delete_in_portions
from samovar.core.text import fold_username

NAME_KEPT = timedelta(days=90)
USERNAME_TAKEN = _("This username is taken.")
EMAIL_TAKEN = _("There is an account with this e-mail address already.")
_GONE = _("This link does not work any more.")


def change_username(*, actor: User, username: str) -> None:
    """Call the actor ``username`` from now on; links to the former name lead on for 90 days.

    Raises Invalid (field username), TooMany.
    """
    if username == actor.username:
        return
    if faults := rules.username_faults(username):
        raise Invalid(fields={"username": faults})
    key = fold_username(username)
    if key != actor.username_key:
        if queries.taken_fields(username=username, email="", but=actor):
            raise Invalid(fields={"username": [USERNAME_TAKEN]})
        USERNAME_CHANGES.take(str(actor.pk))
    try:
        with transaction.atomic():
            _rename(actor, username, key)
    except IntegrityError:
        # Somebody else took it between the look and the change.
        raise Invalid(fields={"username": [USERNAME_TAKEN]}) from None


def _rename(actor: User, username: str, key: str) -> None:
    if key != actor.username_key:
        FormerName.objects.filter(username_key=key, user=actor).delete()
        FormerName.objects.filter(username_key=key, until__lte=timezone.now()).delete()
        FormerName.objects.update_or_create(
            username_key=actor.username_key,
            defaults={"user": actor, "username": actor.username, "until": timezone.now() + NAME_KEPT},
        )
    former = actor.username
    actor.username = username
    try:
        with transaction.atomic():
            actor.save(update_fields=["username", "username_key"])
    except IntegrityError:
        actor.username, actor.username_key = former, fold_username(former)
        raise


def ask_email_change(*, actor: User, email: str) -> EmailChange | None:
    """Mail links to the old and the new address; both have to be used. The present address ends the wish.

    Returns the wish that waits, or None when nothing does. Raises Invalid (field email), TooMany.
    """
    email = email.strip().lower()
    if email == actor.email:
        withdraw_email_change(actor=actor)
        return None
    if faults := rules.email_faults(email):
        raise Invalid(fields={"email": faults})
    if "email" in queries.taken_fields(username="", email=email, but=actor):
        raise Invalid(fields={"email": [EMAIL_TAKEN]})
    waiting = change_queries.email_change_for(viewer=actor)
    if waiting is not None and waiting.email == email:
        return waiting
    MAILS_TO_ONE.take(email)
    MAILS_TO_ONE.take(f"change {actor.pk}")
    return _keep_wish(actor, email)


@transaction.atomic
def _keep_wish(actor: User, email: str) -> EmailChange | None:
    nobody = settings.EMAIL_VERIFICATION == "off"
    now = timezone.now()
    change, _is_new = EmailChange.objects.update_or_create(
        user=actor,
        defaults={
            "email": email,
            "nonce": new_nonce(),
            # Who has no address yet has none to confirm by.
            "old_confirmed_at": None if actor.email and not nobody else now,
            "new_confirmed_at": now if nobody else None,
            "asked_at": now,
        },
    )
    if nobody:
        _use(change)
        return None
    if actor.email:
        post_email_change(change, Side.OLD)
    post_email_change(change, Side.NEW)
    return change


def withdraw_email_change(*, actor: User) -> None:
    """Keep the present address; the mailed links do nothing any more."""
    EmailChange.objects.filter(user=actor).delete()


@transaction.atomic
def confirm_email_change(*, actor: None, key: str) -> EmailChange:
    """Take one of the two links as used; after both the address is another.

    Returns the wish; it is done when both its moments are set. Raises NotFound for a key that is
    forged, old or void, Conflict (``email_taken``) when somebody else has the address by now.
    """
    change, side = _wish_of(key)
    name = "old_confirmed_at" if side is Side.OLD else "new_confirmed_at"
    setattr(change, name, getattr(change, name) or timezone.now())
    change.save(update_fields=[name])
    if change.old_confirmed_at and change.new_confirmed_at:
        _use(change)
    return change


@transaction.atomic
def cancel_email_change(*, actor: None, key: str) -> None:
    """Stop a change from the old address: perhaps it was somebody else's wish. Raises NotFound."""
    change, side = _wish_of(key)
    if side is not Side.OLD:
        raise NotFound(_GONE, code="link_not_valid")
    change.delete()


def _wish_of(key: str) -> tuple[EmailChange, Side]:
    found = change_queries.email_change_of_key(key)
    if found is None:
        raise NotFound(_GONE, code="link_not_valid")
    change = EmailChange.objects.select_for_update(of=("self",)).select_related("user").get(pk=found[0].pk)
    return change, found[1]


def _use(change: EmailChange) -> None:
    person, former = change.user, change.user.email
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(email=change.email)
    except IntegrityError:
        raise Conflict(EMAIL_TAKEN, code="email_taken") from None
    person.email = change.email
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=change.email, primary=True, verified=True)
    # Links in them would only confuse, and nothing would tell any more whose they were.
    Mail.objects.filter(to__iexact=former).delete()
    EmailChange.objects.filter(pk=change.pk).delete()


def forget_former_names(*, actor: None) -> int:
    """Let others take the names whose time is over."""
    return delete_in_portions(FormerName.objects.filter(until__lte=timezone.now()))


def forget_email_changes(*, actor: None) -> int:
    """Forget wishes whose links do not work any more."""
    old = timezone.now() - change_queries.LINK_WORKS
    return delete_in_portions(EmailChange.objects.filter(asked_at__lt=old))
