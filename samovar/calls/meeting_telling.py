"""Telling the invited of a meeting, in the background: notifications for people, mails for everybody."""

from __future__ import annotations

from django_tasks import task

from samovar.accounts.models import User
from samovar.calls.meeting_mail import Reader, What, mail_about
from samovar.calls.meeting_models import Meeting
from samovar.core.schedule import try_again
from samovar.notifications.actions import notify_anew
from samovar.people.rules import can_interact

MAIL_TRIES = 6
KINDS: dict[What, str] = {
    "invited": "meeting",
    "changed": "meeting_changed",
    "cancelled": "meeting_cancelled",
}


@task()
def tell_invited(meeting_id: int, what: What, users: list[int], emails: list[str]) -> None:
    """Tell these people and addresses what became of a meeting."""
    meeting = Meeting.objects.select_related("organiser", "room").filter(pk=meeting_id).first()
    if meeting is None:
        return
    for person in User.objects.filter(pk__in=users, is_active=True).order_by("pk"):
        if can_interact(meeting.organiser, person):
            _notify(meeting, what, person)
            mail_reader.enqueue(meeting_id, what, person.email, person.language)
    for email in emails:
        mail_reader.enqueue(meeting_id, what, email, meeting.organiser.language)


@task()
def mail_reader(meeting_id: int, what: What, email: str, language: str, attempt: int = 1) -> None:
    """Hand one mail to the mail server; after a failure again, with growing pauses."""
    meeting = Meeting.objects.select_related("organiser", "room").filter(pk=meeting_id).first()
    if meeting is None:
        return
    try:
        mail_about(meeting, what, Reader(email, language)).send()
    except OSError:  # all of smtplib's are
        again = {"meeting_id": meeting_id, "what": what, "email": email, "language": language}
        if not try_again(mail_reader, attempt=attempt, tries=MAIL_TRIES, **again):
            raise


def _notify(meeting: Meeting, what: What, person: User) -> None:
    notify_anew(
        actor=meeting.organiser,
        user=person,
        kind=KINDS[what],
        subject=meeting.title,
        target="/calls/meetings/" if what == "cancelled" else f"/calls/meetings/{meeting.pk}/",
        key=f"meeting:{meeting.pk}",
    )
