"""What is mailed about meetings: words in the reader's language, and the file for the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from samovar.calls.calendar_file import calendar_file, link_of
from samovar.calls.meeting_models import Meeting

What = Literal["invited", "changed", "cancelled"]


@dataclass(frozen=True)
class Reader:
    """Whom a mail goes to, and in which language."""

    email: str
    language: str


def mail_about(meeting: Meeting, what: What, reader: Reader) -> EmailMessage:
    """Return the mail, not sent yet."""
    with translation.override(reader.language or translation.get_language()):
        context = {"meeting": meeting, "what": what, "link": link_of(meeting), "local": _local(meeting)}
        mail = EmailMessage(
            _subject(meeting, what),
            render_to_string("calls/mail/meeting.txt", context),
            None,
            [reader.email],
        )
    method: Literal["REQUEST", "CANCEL"] = "CANCEL" if what == "cancelled" else "REQUEST"
    file = calendar_file(meeting, method=method, attendee=reader.email)
    mail.attach("meeting.ics", file.decode(), f"text/calendar; method={method}")
    return mail


def _subject(meeting: Meeting, what: What) -> str:
    # A title has no line ends, but a header must never have one.
    title = " ".join(meeting.title.split())
    if what == "cancelled":
        return _("Cancelled: %(title)s") % {"title": title}
    if what == "changed":
        return _("Changed: %(title)s") % {"title": title}
    return _("Invitation: %(title)s") % {"title": title}


def _local(meeting: Meeting) -> str:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).strftime("%Y-%m-%d %H:%M")
