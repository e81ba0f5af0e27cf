"""What calls keep of somebody who is being deleted."""

from __future__ import annotations

from django.db.models import Q

from samovar.accounts.models import User
from samovar.calls import meeting_actions as meetings
from samovar.calls.models import Ring


def erase_person(*, person: User) -> bool:
    """Delete who rang whom, and what meetings he planned or was invited to.

    Places in calls lead to the participant, who is nobody by then.
    """
    Ring.objects.filter(Q(caller=person) | Q(callee=person)).delete()
    meetings.erase_person(person=person)
    return False
