"""What an account is mailed, in its own language, with links to this very installation."""

from __future__ import annotations

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task

from samovar.accounts.change_queries import Side, key_of_email_change
from samovar.accounts.models import EmailChange, User
from samovar.core.schedule import try_again

MAIL_TRIES = 6


@task()
def deliver_mail(to: str, subject: str, text: str, attempt: int = 1) -> None:
    """Hand one mail to the mail server; after a failure again, with growing pauses, for half an hour."""
    try:
        send_mail(subject, text, None, [to])
    except OSError:  # all of smtplib's are
        if not try_again(deliver_mail, attempt=attempt, tries=MAIL_TRIES, to=to, subject=subject, text=text):
            raise


def post_mail(*, to: str, subject: str, text: str) -> None:
    """Mail ``text``: at once into the outbox, else by the worker, so that no request waits for it."""
    if settings.MAIL_OUTBOX:
        send_mail(subject, text, None, [to])
    else:
        deliver_mail.enqueue(to=to, subject=subject, text=text)


def post_confirmation(address: EmailAddress) -> None:
    """Mail the link that confirms ``address``; it holds three days and works once."""
    key = EmailConfirmationHMAC.create(address).key
    person: User = address.user
    with translation.override(person.language or translation.get_language()):
        text = _text("confirm", person, reverse("accounts:confirm", args=[key]))
        post_mail(to=address.email, subject=_("Confirm your e-mail address"), text=text)


def post_reset(person: User) -> None:
    """Mail the link that lets ``person`` set a new password; it holds two hours and works once."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("accounts:reset-set", args=[f"{uid}.{default_token_generator.make_token(person)}"])
    with translation.override(person.language or translation.get_language()):
        post_mail(
            to=person.email,
            subject=_("Set a new password"),
            text=_text("reset", person, path),
        )


def post_password_changed(person: User) -> None:
    """Tell ``person`` that the password was changed, in case somebody else did."""
    with translation.override(person.language or translation.get_language()):
        text = _text("password_changed", person, reverse("accounts:reset"))
        post_mail(to=person.email, subject=_("Your password was changed"), text=text)


def post_let_in(person: User) -> None:
    """Tell ``person`` that staff let the account in."""
    with translation.override(person.language or translation.get_language()):
        text = _text("let_in", person, reverse("accounts:login"))
        post_mail(to=person.email, subject=_("Your account is open"), text=text)


def post_export_ready(person: User) -> None:
    """Tell ``person`` that the archive can be fetched; the link asks for a login."""
    with translation.override(person.language or translation.get_language()):
        text = _text("export_ready", person, reverse("accounts:export"))
        post_mail(to=person.email, subject=_("Your data is ready"), text=text)


def post_email_change(change: EmailChange, side: Side) -> None:
    """Mail a link to the old or the new address of a change; both hold three days."""
    person = change.user
    path = reverse("accounts:email-change", args=[key_of_email_change(change, side)])
    with translation.override(person.language or translation.get_language()):
        text = _text(f"email_change_{side.value}", person, path, email=change.email)
        to = person.email if side is Side.OLD else change.email
        post_mail(to=to, subject=_("Confirm your new e-mail address"), text=text)


def _text(name: str, person: User, path: str, **more: str) -> str:
    context = {
        **more,
        "person": person,
        "link": settings.SITE_URL + path,
        "site": settings.SITE_URL,
    }
    return render_to_string(f"accounts/mail/{name}.txt", context)
