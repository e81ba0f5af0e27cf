"""Where mail goes while there is no mail server: a page, and the console."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from samovar.accounts.actions import keep_mail


class OutboxBackend(BaseEmailBackend):
    """Keeps each mail for ``/outbox/`` and prints it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            for recipient in mail.recipients():
                keep_mail(
                    actor=None,
                    to=recipient,
                    subject=str(mail.subject),
                    text=str(mail.body),
                )
                sys.stdout.write(f"\n--- mail to {recipient}: {mail.subject}\n{mail.body}\n---\n")
        sys.stdout.flush()
        return len(email_messages)
